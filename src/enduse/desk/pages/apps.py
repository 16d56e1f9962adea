"""The app `pages`."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.pages"
    label = "pages"
