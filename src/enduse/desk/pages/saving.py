"""A file that a page gives to be saved: never shown in the page, whatever is in it."""

from collections.abc import Mapping

from django.http import HttpResponse

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Mapping[str, str] = {
    "docx": _OFFICE + "wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The ending of a file to what it is sent as."""


def saved(content: bytes, name: str) -> HttpResponse:
    """A response that a browser saves under a name; the ending, one of `MEDIA_TYPES`, says what."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    }
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return HttpResponse(content, content_type=media_type, headers=headers)
