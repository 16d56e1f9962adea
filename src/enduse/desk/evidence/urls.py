"""Addresses of evidence files."""

from django.urls import path

from enduse.desk.evidence import views

app_name = "evidence"
urlpatterns = [
    path("<uuid:pk>/", views.evidence_page, name="file"),
    path("<uuid:pk>/content", views.download, name="content"),
    path("<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
]
