"""Start the desk."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from enduse.desk.serving import Place, first_link, prepare, serve


class Command(BaseCommand):
    """Makes what is missing, says where the desk is, and answers."""

    requires_system_checks = []  # noqa: RUF012  Django's own attribute

    def handle(self, *_args: Any, **options: Any) -> None:
        """Start and do not come back."""
        place = Place(options.get("host", "127.0.0.1"), options.get("port", 8000))
        prepare()
        link = first_link(place)
        self.stdout.write(f"The desk is at {place.url}, its data in {settings.DATA_DIR.resolve()}")
        if link:
            self.stdout.write(f"Make the first administrator, once, within a day:\n  {link}")
        self.stdout.flush()
        serve(place, with_worker=options.get("with_worker", True))
