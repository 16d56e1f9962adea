"""What happens around every request: headers that bound the page, a log line, a measurement."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from enduse.desk import metrics

Handler = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        " ".join(["form-action 'self'", *settings.SSO_ORIGINS]),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_log = logging.getLogger("enduse.request")


class Headers:
    """Sets the headers of `HEADERS` on every answer, unless the view chose its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and add the headers; what a logged-in person sees is kept in no cache."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Watch:
    """Logs and measures every request by its route, never by its address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note how long it took."""
        began = time.perf_counter()
        request_id = uuid.uuid4().hex
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        seconds = time.perf_counter() - began
        route, method, status = _route(request), str(request.method), response.status_code
        metrics.REQUESTS.labels(method, route, status).inc()
        metrics.SECONDS.labels(route).observe(seconds)
        _log.info(
            "%s %s %s",
            method,
            route,
            status,
            extra={"request_id": request_id, "milliseconds": round(seconds * 1000, 1)},
        )
        return response


def _route(request: HttpRequest) -> str:
    """The pattern that the address fits: `cases/<uuid:pk>/`, whatever the case."""
    match = request.resolver_match
    return match.route if match is not None else "none"
