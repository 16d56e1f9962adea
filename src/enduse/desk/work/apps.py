"""The app `work`."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.work"
    label = "work"
