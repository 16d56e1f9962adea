"""The desk as a whole: its commands."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the desk to Django."""

    name = "enduse.desk"
    label = "desk"
