"""The app `evidence`."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.evidence"
    label = "evidence"
