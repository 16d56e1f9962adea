"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app to Django."""

    name = "enduse.desk.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to allauth; its models can be imported only now."""
        from enduse.desk.accounts.signals import listen  # noqa: PLC0415  Django's own way

        listen()
