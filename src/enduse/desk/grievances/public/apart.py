"""Keeps the public pages apart from the desk: no session of the desk, no log line, no figure.

This stands before every other middleware and answers `/speak/` by itself.
"""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve

from enduse.domain.errors import EnduseError

PREFIX = "/speak/"
URLS = "enduse.desk.grievances.public.urls"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

_log = logging.getLogger("enduse.speak")


class SpeakApart:
    """Answers the public pages with their own addresses, headers and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer what begins with `/speak/`; pass everything else on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = _answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _answer(request: HttpRequest) -> HttpResponseBase:
    request.urlconf = URLS
    try:
        match = resolve(request.path_info, URLS)
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return HttpResponse("404", status=404, content_type="text/plain")
    except EnduseError as error:
        _log.error("%s", type(error).__name__)  # its words may be the reporter's
        return HttpResponse("500", status=500, content_type="text/plain")
    return response
