"""The app `record`."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.record"
    label = "record"
