"""What a machine asks: is the process alive, can it work, and the figures."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from enduse.desk import metrics
from enduse.desk.accounts.authority import OPEN, permit
from enduse.desk.readiness import failures_to_work

_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_VIA", "HTTP_X_REAL_IP")


@permit(OPEN)
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return _plain("ok\n")


@permit(OPEN)
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether the desk can work; if not, the log says why."""
    return _plain("not ready\n", 503) if failures_to_work() else _plain("ready\n")


@permit(OPEN)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Give the figures to who has the token; without a token, to this machine only."""
    if not _may_measure(request):
        return _plain("The metrics are not for you.\n", 403)
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    forwarded = any(name in request.META for name in _FORWARDED)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
