"""The app `api`."""

from django.apps import AppConfig
from django.db.models.signals import post_save


class ApiConfig(AppConfig):
    """Names the app to Django, and lets webhooks hear of what is recorded."""

    name = "enduse.desk.api"
    label = "api"

    def ready(self) -> None:
        """Connect the webhooks to the record."""
        from enduse.desk.api.listening import hear  # noqa: PLC0415  models exist only now

        post_save.connect(hear, sender="record.Event", dispatch_uid="api.hear")
