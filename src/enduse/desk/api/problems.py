"""What can go wrong, as `application/problem+json` (RFC 9457): the pages' table, for programs."""

import logging
import re
from collections.abc import Sequence

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from enduse.desk.evidence import store
from enduse.desk.pages.errors import STATUS
from enduse.domain.errors import EnduseError

TYPE = "application/problem+json"
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
"""The JSON schema of a problem."""

_FIELD = re.compile(r"([a-z_][\w.\[\]-]*): (.+)", re.DOTALL)
_log = logging.getLogger("enduse.errors")

Errors = Sequence[tuple[str, str]]  # field, message


def problem(status: int, title: str, detail: str, errors: Errors = ()) -> HttpResponse:
    """One answer for everything that goes wrong: what, and in which field."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=TYPE)


def explain_errors(api: NinjaAPI) -> None:
    """Let an API answer every error as a problem."""
    api.add_exception_handler(EnduseError, _ours)
    api.add_exception_handler(ValidationError, _misshapen)
    api.add_exception_handler(AuthenticationError, _without_token)
    api.add_exception_handler(Throttled, _too_often)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(Exception, _broken)


def _ours(_request: HttpRequest, error: EnduseError | type[EnduseError]) -> HttpResponse:
    kind = error if isinstance(error, type) else type(error)
    status, title = STATUS[kind]
    if status >= 500 or isinstance(error, type):
        _log.error("%s", error)
        return problem(status, str(title), "The log of this desk says more.")
    field = _FIELD.fullmatch(error.message)
    return problem(status, str(title), str(error), [(field[1], field[2])] if field else ())


def _misshapen(
    request: HttpRequest, error: ValidationError | type[ValidationError]
) -> HttpResponse:
    if getattr(request, "upload_too_large", False):  # its file was dropped while it came in
        says = str(store.too_large())
        return problem(413, "This is too large", says, [("file", says.partition(": ")[2])])
    found = error.errors if isinstance(error, ValidationError) else []
    errors = [(_place(one["loc"]), str(one["msg"])) for one in found]
    detail = "; ".join(f"{field}: {message}" for field, message in errors)
    return problem(422, "This cannot be used", detail, errors)


def _place(location: Sequence[object]) -> str:
    """Where in the request a field stands: without the name of our own parameter."""
    source, *path = map(str, location)
    shown = path[1:] if source in ("body", "form", "query") and len(path) > 1 else path
    return ".".join(shown or [source])


def _without_token(_request: HttpRequest, _error: object) -> HttpResponse:
    says = "the header Authorization must carry a token that is in force"
    answer = problem(401, "Log in first", says)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="enduse"'
    return answer


def _too_often(_request: HttpRequest, error: Throttled | type[Throttled]) -> HttpResponse:
    wait = error.wait if isinstance(error, Throttled) else None
    answer = problem(429, "Too many requests", "Wait as long as the header Retry-After says.")
    answer.headers["Retry-After"] = str(int(wait or 1))
    return answer


def _refused(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    status = error.status_code if isinstance(error, HttpError) else 400
    return problem(status, "This cannot be used", str(error))


def _missing(_request: HttpRequest, _error: object) -> HttpResponse:
    return problem(404, "Not found", "there is nothing at this address")


def _too_big(_request: HttpRequest, _error: object) -> HttpResponse:
    return problem(413, "This is too large", "the request is larger than this desk takes")


def _unreadable(_request: HttpRequest, _error: object) -> HttpResponse:
    return problem(400, "This cannot be used", "the request was not understood")


def _broken(_request: HttpRequest, error: object) -> HttpResponse:
    _log.error("%s", error, exc_info=error if isinstance(error, Exception) else None)
    return problem(500, "Something is wrong with this desk", "The log of this desk says more.")
