"""What can go wrong, as a page: the one table from the kinds of error to status and title."""

import logging
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enduse.domain.errors import (
    BadDataError,
    ConflictError,
    EnduseError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SourceUnavailableError,
)

_log = logging.getLogger("enduse.errors")

STATUS: Mapping[type[EnduseError], tuple[int, str | Promise]] = {
    InvalidInputError: (400, gettext_lazy("This cannot be used")),
    NotAllowedError: (403, gettext_lazy("You may not do this")),
    NotFoundError: (404, gettext_lazy("Page not found")),
    ConflictError: (409, gettext_lazy("This changed meanwhile")),
    BadDataError: (500, gettext_lazy("Something is wrong with this desk")),
    SourceUnavailableError: (503, gettext_lazy("A source did not answer")),
}
"""Every kind of error, its HTTP status and what the page is called."""


class PlainErrors:
    """Turns an error of ours into a page with its status; web and API read the same table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an error of ours; any other goes its way."""
        if not isinstance(error, EnduseError):
            return None
        status, title = STATUS[type(error)]
        if status >= 500:
            _log.error("%s", error)
        shown = _("The log of this desk says more.") if status == 500 else error.message
        return error_page(request, status, str(title), shown)


def error_page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    """One page for everything that goes wrong: what, and what to do now."""
    context = {"status": status, "title": title, "message": message}
    return render(request, "pages/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at this address, or nothing that this user may see."""
    del exception
    text = _(
        "Check the address, or look for it in the lists. Someone may have to add you to the case."
    )
    return error_page(request, 404, _("Page not found"), text)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django refused it: a form without its token, a header out of place."""
    del exception
    return error_page(request, 403, _("You may not do this"), _("Nothing was changed."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit: it was open too long, or came from elsewhere."""
    del reason
    text = _(
        "The page was open too long, or cookies are off. "
        "Go back, load it again and send it once more."
    )
    return error_page(request, 403, _("This form has expired"), text)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself cannot be read."""
    del exception
    return error_page(request, 400, _("This cannot be used"), _("The request was not understood."))


def broken(_request: HttpRequest) -> HttpResponse:
    """Something went wrong that nobody foresaw; the page needs no database."""
    return HttpResponse(
        _BROKEN.format(
            title=_("Sorry, this did not work"), text=_("Nothing was changed. The log says more.")
        ),
        status=500,
    )


_BROKEN = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/pages/desk.css"><title>{title}</title></head>
<body><main class="wrap content"><h1>{title}</h1><p>{text}</p><p><a href="/">enduse</a></p></main>
</body></html>
"""
