"""The app `matches`."""

from django.apps import AppConfig


class MatchesConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.matches"
    label = "matches"
