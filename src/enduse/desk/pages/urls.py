"""Addresses of pages that belong to no register."""

from django.urls import path

from enduse.desk.pages import views

app_name = "pages"
urlpatterns = [path("", views.help_page, name="help")]
