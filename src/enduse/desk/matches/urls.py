"""Addresses of screening, below the case; `cases.urls` brings the converter."""

from django.urls import path

from enduse.desk.matches import views

app_name = "matches"
urlpatterns = [
    path("<case:case>/screening/", views.screening, name="screening"),
    path("<case:case>/screening/look", views.look, name="look"),
    path("<case:case>/screening/runs/<int:number>", views.run_page, name="run"),
    path("<case:case>/screening/matches/<int:match>", views.match_page, name="match"),
    path("<case:case>/screening/matches/<int:match>/<str:kind>", views.judge, name="judge"),
]
