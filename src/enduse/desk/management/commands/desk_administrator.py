"""Print a link that makes an administrator."""

from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from enduse.desk.accounts.services import invite_administrator


class Command(BaseCommand):
    """For whoever has the machine: the first way in, or the way back in."""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the path; the host is the one the desk is reached at."""
        path = reverse("accounts:welcome", args=[invite_administrator()])
        self.stdout.write(f"Open this at the desk's address, once, within a day:\n  {path}")
