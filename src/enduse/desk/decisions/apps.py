"""The app `decisions`."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.decisions"
    label = "decisions"
