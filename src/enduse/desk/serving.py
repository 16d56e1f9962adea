"""Starting the desk: folders, keys, tables, the first link, the server."""

import logging
from dataclasses import dataclass

import waitress
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from enduse.desk import keys
from enduse.desk.accounts.services import has_administrator, invite_administrator
from enduse.desk.grievances.public.uploads import MOST_BYTES
from enduse.desk.jobs.worker import start_in_thread
from enduse.desk.keys import session_key
from enduse.desk.wsgi import application

_THREADS = 8
_FORM_BYTES = 2**20  # what a form may weigh beside its file

_log = logging.getLogger("enduse.serve")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def prepare() -> None:
    """Make the folders, keys and tables that are missing; what is there stays as it is."""
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.EVIDENCE_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.make_keys(settings.KEYS_DIR)
    settings.SECRET_KEY = session_key(settings.KEYS_DIR)  # made just now on a first start
    call_command("migrate", interactive=False, verbosity=0)


def first_link(place: Place) -> str | None:
    """The address that makes the first administrator; None if there is one."""
    return None if has_administrator() else link_of(invite_administrator(), place)


def link_of(secret: str, place: Place) -> str:
    """The address of an invitation."""
    return place.url.rstrip("/") + reverse("accounts:welcome", args=[secret])


def serve(place: Place, *, with_worker: bool) -> None:
    """Answer until stopped."""
    worker = start_in_thread() if with_worker else None
    try:
        waitress.serve(
            application,
            host=place.host,
            port=place.port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=settings.MAX_UPLOAD_BYTES + _FORM_BYTES,
            inbuf_overflow=MOST_BYTES + _FORM_BYTES,  # what a grievance holds never meets the disk
            **_proxy(),
        )
    finally:
        if worker is not None:
            worker.stop()


def _proxy() -> dict[str, object]:
    """Whom to believe about the address of the client: the one proxy, or nobody."""
    if not settings.TRUSTED_PROXY:
        return {}
    return {
        "trusted_proxy": settings.TRUSTED_PROXY,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        "clear_untrusted_proxy_headers": True,
    }
