"""The app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.jobs"
    label = "jobs"
