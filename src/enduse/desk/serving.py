"""Starting the desk: what it needs, the first link, the server."""

from dataclasses import dataclass

import typer
import waitress
from django.conf import settings
from django.urls import reverse

from enduse.desk.accounts.services import has_administrator, invite_administrator
from enduse.desk.cases.demo import PASSWORD, PEOPLE, load_demo
from enduse.desk.grievances.public.uploads import MOST_BYTES
from enduse.desk.jobs.worker import start_in_thread
from enduse.desk.preparation import prepare
from enduse.desk.wsgi import application

_THREADS = 8
_FORM_BYTES = 2**20  # what a form may weigh beside its file


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


def start(*, host: str, port: int, with_worker: bool) -> None:
    """Make what is missing, say where the desk is, and answer until stopped."""
    place = Place(host, port)
    prepare()
    if settings.DEMO:
        load_demo()
    link = first_link(place)
    typer.echo(f"The desk is at {place.url}, its data in {settings.DATA_DIR.resolve()}")
    if settings.DEMO:
        _say_who_is_there()
    if link:
        typer.echo(f"Make the first administrator, once, within a day:\n  {link}")
    serve(place, with_worker=with_worker)


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


def _say_who_is_there() -> None:
    typer.echo(f"A demonstration; everyone in it is invented. The password of each: {PASSWORD}")
    for key, (_, roles) in PEOPLE.items():
        labels = ", ".join(str(role.label).lower() for role in roles)
        typer.echo(f"  {key}@example.org  {labels}")
