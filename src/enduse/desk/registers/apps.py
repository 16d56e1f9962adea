"""The app `registers`."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.registers"
    label = "registers"
