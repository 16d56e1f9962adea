"""Fetching a list: only when it changed, going on where it broke off, never more than a list."""

import email.utils
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from enduse.cli.files import write_whole
from enduse.domain.errors import InvalidInputError, SourceUnavailableError

ATTEMPTS = 3
_MAX_BYTES = 2_000_000_000
_OK, _PARTIAL, _NOT_MODIFIED, _BAD_RANGE = 200, 206, 304, 416
_WEB_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the copy that is kept: with it, it can say that nothing changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A whole file and what its server said of it."""

    path: Path
    validators: Validators
    modified_on: date | None


def new_client() -> httpx.Client:
    """Give a client that follows redirects, waits a minute, and says what it is.

    One publisher drops connections whose agent it does not know, but takes this form.
    """
    return httpx.Client(
        follow_redirects=True,
        timeout=httpx.Timeout(60.0),
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; enduse)",
            "Accept-Encoding": "identity",  # parts of a packed file could not be joined
        },
    )


def download(
    client: httpx.Client, url: str, target: Path, known: Validators, *, max_bytes: int = _MAX_BYTES
) -> Downloaded | None:
    """Fetch a file, or nothing when it is as it was.

    What came before a connection broke stays in `NAME.part`; the next call goes on there when
    the server has the same file still.

    Args:
        client: made by `new_client`, or one like it.
        url: the address.
        target: where the whole file goes.
        known: what the server said of the copy that is kept.
        max_bytes: the most that is taken.

    Returns:
        The file, or None: not changed since `known`.

    Raises:
        SourceUnavailableError: no answer, a bad status, or the connection broke each time.
        InvalidInputError: a web page, or more than `max_bytes`.
    """
    part = target.with_name(f"{target.name}.part")
    why = ""
    for _ in range(ATTEMPTS):
        try:
            return _attempt(client, url, part, target, known, max_bytes)
        except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise SourceUnavailableError(
                "the address leads nowhere", url=url, why=str(error)
            ) from None
        except (httpx.RequestError, _BrokeOffError) as error:
            why = str(error) or type(error).__name__
    got = part.stat().st_size if part.exists() else 0
    raise SourceUnavailableError(
        "the download broke off; run again to go on", url=url, bytes=got, why=why
    )


class _BrokeOffError(Exception):
    """Fewer bytes came than were promised."""


def _attempt(
    client: httpx.Client, url: str, part: Path, target: Path, known: Validators, max_bytes: int
) -> Downloaded | None:
    begun = _begun(part)
    with _asked(client, url, part, begun, known) as response:
        if response.status_code == _NOT_MODIFIED:
            return None
        if response.status_code == _BAD_RANGE:
            _forget(part)
            raise _BrokeOffError("the server has another file by now")
        _check_answer(response, url)
        goes_on = response.status_code == _PARTIAL and _starts_at(response) == part.stat().st_size
        if not goes_on:
            _forget(part)
        validators = _validators(response)
        _remember(part, validators)
        _save(response, part, url, goes_on=goes_on, max_bytes=max_bytes)
    part.replace(target)
    _forget(part)
    return Downloaded(target, validators, _modified_on(validators))


@contextmanager
def _asked(
    client: httpx.Client, url: str, part: Path, begun: Validators, known: Validators
) -> Iterator[httpx.Response]:
    """Ask for the rest of what was begun, or for the file if it is other than the kept one."""
    headers = {}
    if begun.etag or begun.last_modified:
        headers["Range"] = f"bytes={part.stat().st_size}-"
        headers["If-Range"] = begun.etag or begun.last_modified
    else:
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
    with client.stream("GET", url, headers=headers) as response:
        yield response


def _check_answer(response: httpx.Response, url: str) -> None:
    if response.status_code not in (_OK, _PARTIAL):
        raise SourceUnavailableError(
            "the server does not give the list", url=url, status=response.status_code
        )
    if url.startswith("https:") and response.url.scheme != "https":
        raise SourceUnavailableError("the server leads off https", url=url, to=str(response.url))
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in _WEB_PAGES:
        raise InvalidInputError("the server gave a web page, not the list", url=url)


def _starts_at(response: httpx.Response) -> int:
    """Give the place of the first byte that comes, -1 when the server does not say."""
    start = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(start) if start.isdigit() else -1


def _save(response: httpx.Response, part: Path, url: str, *, goes_on: bool, max_bytes: int) -> None:
    size = start = part.stat().st_size if goes_on else 0
    with part.open("ab" if goes_on else "wb") as file:
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > max_bytes:
                _forget(part)
                raise InvalidInputError("the file is larger than any list", url=url, bytes=size)
            file.write(chunk)
    promised = response.headers.get("Content-Length", "")
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    if packed:
        _forget(part, but_itself=True)  # what is packed cannot be gone on with
    came = response.num_bytes_downloaded if packed else size - start
    if promised.isdigit() and came != int(promised):
        raise _BrokeOffError(f"{came} of {promised} bytes came")


def _begun(part: Path) -> Validators:
    """Give what the server said of a download that broke off; nothing when there is none."""
    try:
        value = json.loads(_beside(part).read_text("utf-8"))
        whole = part.stat().st_size > 0
        return (
            Validators(str(value["etag"]), str(value["last_modified"])) if whole else Validators()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Validators()


def _remember(part: Path, validators: Validators) -> None:
    strong = "" if validators.etag.startswith("W/") else validators.etag
    told = {"etag": strong, "last_modified": validators.last_modified}
    write_whole(_beside(part), json.dumps(told))


def _forget(part: Path, *, but_itself: bool = False) -> None:
    _beside(part).unlink(missing_ok=True)
    if not but_itself:
        part.unlink(missing_ok=True)


def _beside(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _validators(response: httpx.Response) -> Validators:
    return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _modified_on(validators: Validators) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(validators.last_modified).date()
    except (ValueError, TypeError):
        return None
