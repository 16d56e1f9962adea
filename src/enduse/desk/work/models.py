"""What the desk remembers of one person's looking: the newest event they have seen."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Seen(models.Model):
    """How far someone has read the record of their cases."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="seen"
    )
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user} to {self.seq}"
