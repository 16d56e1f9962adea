"""The API as a whole, below `/api/`."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from enduse.desk.api.access import ANY, Token
from enduse.desk.api.operations import (
    case_work,
    cases,
    decisions,
    evidence,
    jobs,
    matches,
    record,
    registers,
    transfer,
    webhooks,
    yente,
)
from enduse.desk.api.problems import explain_errors
from enduse.desk.api.routing import DeskApi, Json, StrictParser, guard

PREFIX = "/api/"

api = DeskApi(
    title="enduse desk",
    version="1",
    description="What the pages of the desk do, for programs. docs/how-to/use-the-api.md.",
    openapi_url=None,  # below, behind a token
    urls_namespace="api",
    parser=StrictParser(),
    renderer=Json(),
)
api.add_decorator(guard, mode="view")
explain_errors(api)
for module in (
    cases,
    decisions,
    case_work,
    evidence,
    matches,
    registers,
    record,
    jobs,
    webhooks,
    transfer,
    yente,
):
    api.add_router("", module.router)


@api.get("/openapi.json", auth=Token(ANY), include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    """The description of the API, for whoever holds a token."""
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    return HttpResponse(
        api.renderer.render(request, schema, response_status=200), content_type="application/json"
    )


urlpatterns = [pattern for pattern in api.urls[0] if getattr(pattern, "name", "") != "api-root"]
