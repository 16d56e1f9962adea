"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.accounts"
    label = "accounts"
