"""The app `grievances`."""

from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.grievances"
    label = "grievances"
