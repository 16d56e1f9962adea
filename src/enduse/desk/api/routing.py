"""How operations are declared: each with its verb, its token and its kind of answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponseBase, QueryDict
from ninja import NinjaAPI, Router
from ninja.errors import HttpError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from enduse.desk.api.access import Token
from enduse.desk.api.problems import SCHEMA, TYPE, problem
from enduse.desk.api.repeats import once

F = TypeVar("F", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]

_PROBLEM = {
    "description": "What is wrong, and in which field",
    "content": {TYPE: {"schema": SCHEMA}},
}
_NUL = "\x00"


class Operations(Router):
    """Operations about one thing. One that stands here without a verb cannot be."""

    schemes: tuple[str, ...] = ("bearer",)

    def reads(self, path: str, verb: str, response: Any) -> Callable[[F], F]:
        """Declare an operation that changes nothing."""
        return self._declare("GET", path, verb, {200: response})

    def makes(self, path: str, verb: str, response: Any) -> Callable[[F], F]:
        """Declare an operation that adds something; repeated with its key it adds it once."""
        return self._declare("POST", path, verb, {201: response})

    def does(self, path: str, verb: str, response: Any) -> Callable[[F], F]:
        """Declare an operation that does something to what is there."""
        return self._declare("POST", path, verb, {200: response})

    def puts(self, path: str, verb: str, response: Any) -> Callable[[F], F]:
        """Declare an operation that puts something in place of what was there."""
        return self._declare("PUT", path, verb, {200: response})

    def ends(self, path: str, verb: str) -> Callable[[F], F]:
        """Declare an operation that ends something."""
        return self._declare("DELETE", path, verb, {204: None})

    def _declare(self, method: str, path: str, verb: str, response: Any) -> Callable[[F], F]:
        decorate: Callable[[F], F] = self.api_operation(
            [method],
            path,
            auth=Token(verb, self.schemes),
            response=response,
            by_alias=True,
            openapi_extra={"x-verb": verb, "responses": {"default": _PROBLEM}},
        )
        return decorate


class DeskApi(NinjaAPI):
    """The API as a whole; the name of an operation is that of its function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name, without the module."""
        return operation.view_func.__name__


class StrictParser(Parser):
    """Reads requests, and refuses the one character that PostgreSQL has no place for."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body in JSON."""
        if b"\\u0000" in request.body:
            raise HttpError(400, "a text holds the character NUL")
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise HttpError(400, f"the body is not JSON: {error}") from None

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        """Read a query or a form."""
        if any(_NUL in value for name in data for value in _texts(data, name)):
            raise HttpError(400, "a text holds the character NUL")
        return super().parse_querydict(data, list_fields, request)


class Json(BaseRenderer):
    """Writes answers as JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Write one answer."""
        del request, response_status
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


def guard(run: Run) -> Run:
    """What happens around every operation: repeats, an address that is none, no copy in a cache."""
    run_once = once(run)

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _NUL in request.path:
            return problem(404, "Not found", "there is nothing at this address")
        writes = request.method not in ("GET", "HEAD")
        answer = (run_once if writes else run)(request, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded


def _texts(data: Any, name: str) -> list[str]:
    values = data.getlist(name) if isinstance(data, QueryDict) else [data[name]]
    return [value for value in values if isinstance(value, str)]
