"""schemathesis over the whole description of the API: whatever comes in, nothing breaks."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from enduse.desk.accounts.roles import Role
from enduse.desk.api.urls import PREFIX, api
from enduse.desk.wsgi import application
from tests.desk.api.conftest import operations

EVERY = [
    pytest.param(path, method, id=f"{method} {path}")
    for path, operation in operations()
    for method in operation.methods
]
NO_SERVER_ERROR = CHECKS.get_one("not_a_server_error")


@pytest.fixture(scope="module")
def description():
    """The description of the API as schemathesis reads it, with our own server behind it."""
    read = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix=PREFIX))
    read.app = application
    return read


@pytest.fixture(autouse=True)
def _one_connection():
    """Let the server leave the test's connection open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def everyones(program, ana, user_with, settings):
    """A program of someone who may do everything that a token can carry."""
    settings.API_CALLS_A_MINUTE = 10**9
    settings.MAX_UPLOAD_BYTES = 100_000
    for role in Role:
        if role not in ana.roles:
            ana.grants.create(role=role)
    del ana.roles
    return program(ana)


@pytest.mark.parametrize(("path", "method"), EVERY)
def test_no_request_breaks_the_desk(path, method, description, everyones, places):
    fuzz(path, method, description, everyones, places, examples=4)


@pytest.mark.long
@pytest.mark.parametrize(("path", "method"), EVERY)
def test_no_request_breaks_the_desk_at_length(path, method, description, everyones, places):
    fuzz(path, method, description, everyones, places, examples=200)


# werkzeug's client, which schemathesis brings, leaves the file of a download open
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def fuzz(path, method, description, program, places, *, examples):
    """Send what schemathesis makes up, half of it to addresses where something is."""
    operation = description[path][method]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def send(case, is_real):
        if is_real:
            case.path_parameters = {
                name: str(places.get(name, value)) for name, value in case.path_parameters.items()
            }
        answer = case.call(headers={"Authorization": f"Bearer {program.secret}"})
        assert answer.status_code != 401
        case.validate_response(answer, checks=[NO_SERVER_ERROR])

    send()
