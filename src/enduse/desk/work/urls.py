"""The addresses of the work view."""

from django.urls import path

from enduse.desk.work import views

app_name = "work"
urlpatterns = [
    path("", views.my_work, name="home"),
    path("seen", views.seen, name="seen"),
    path("queue", views.queue, name="queue"),
    path("checks", views.checks, name="checks"),
    path("dashboard", views.dashboard, name="dashboard"),
]
