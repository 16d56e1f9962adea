"""The app `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.cases"
    label = "cases"
