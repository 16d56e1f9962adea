"""Walks every operation of the API: each has its verb, and each role gets what the table says."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import can
from enduse.desk.accounts.roles import NOT_BY_AUTHOR, READS_ALL, VERBS, Role
from enduse.desk.api.access import Token
from enduse.desk.api.urls import PREFIX, api
from enduse.desk.cases.models import Case, Membership
from tests.desk.api.conftest import operations

EVERY = [
    pytest.param(path, operation, id=f"{operation.methods[0]} {path}")
    for path, operation in operations()
]
OF_A_CASE = [param for param in EVERY if "{case}" in param.values[0]]
ON_WHAT_IS_THERE = [param for param in OF_A_CASE if "{condition}" not in param.values[0]]
"""Conditions come only with a decision in force; tests/desk/decisions has them."""
SCHEMAS = api.get_openapi_schema(path_prefix=PREFIX)
SOON = (timezone.localdate() + timedelta(days=30)).isoformat()


def verb_of(operation):
    return operation.auth_callbacks[0].verb


def address(path, places):
    for name, value in places.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


def example_of(path, operation, places):
    """The body that the description shows for an operation; None if it takes none."""
    said = SCHEMAS["paths"][path][operation.methods[0].lower()].get("requestBody")
    if said is None:
        return None
    content = said["content"]
    if "multipart/form-data" in content:
        return {"title": "Memo", "file": SimpleUploadedFile("memo.txt", b"Another memo.")}
    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    body = SCHEMAS["components"]["schemas"][name]["example"]
    text = json.dumps(body).replace("2099-01-01", SOON)
    body = json.loads(text.replace("00000000-0000-4000-8000-000000000001", str(places["user"])))
    return {**body, "by": places["case"]} if "by" in body else body


def send(program, path, operation, places):
    """Ask for an operation as its description shows it, and take back what it did."""
    body = example_of(path, operation, places)
    to = address(path, places).removeprefix("/api")
    with transaction.atomic():
        if body is not None and "file" in body:
            answer = program.send(to, **body)
        else:
            answer = program(operation.methods[0], to, body)
        transaction.set_rollback(True)
    return answer


def with_role(user_with, role):
    return user_with(*([role] if role else []))


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_every_operation_says_which_verb_it_takes(path, operation):
    guard, *others = operation.auth_callbacks
    assert isinstance(guard, Token)
    assert guard.verb in VERBS
    assert not others
    assert operation.openapi_extra["x-verb"] == guard.verb
    writes = operation.methods != ["GET"]
    assert not (writes and Role.AUDITOR in VERBS[guard.verb]) or guard.verb in READS


READS = {"case:view", "record:verify", "match:view"}
"""Verbs of reading that an operation with a body has too: finishing what was asked of oneself,
reading the record as a job, matching names. None changes what an auditor must not change."""


def test_names_of_operations_do_not_repeat():
    names = [operation.view_func.__name__ for _, operation in operations()]
    assert len(names) == len(set(names)) > 60


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_nothing_is_answered_without_a_token(path, operation, client, db):
    to = address(path, dict.fromkeys(("case", "entry", "number"), 1))
    answer = client.generic(operation.methods[0], to, b"{}", content_type="application/json")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_description_needs_a_token_too(client, anas, db):
    assert client.get("/api/openapi.json").status_code == 401
    assert anas.get("/openapi.json").json()["paths"].keys() == SCHEMAS["paths"].keys()
    assert client.get("/api/docs").status_code == client.get("/api/").status_code == 404


def test_a_session_opens_nothing(client, ana, settings):
    settings.MFA_REQUIRED = False
    client.force_login(ana)
    assert client.get("/api/cases").status_code == 401


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_no_role_enters_where_its_verb_is_missing(path, operation, program, user_with, places):
    for role in [None, *Role]:
        if role not in VERBS[verb_of(operation)]:
            answer = send(program(with_role(user_with, role), [*VERBS]), path, operation, places)
            assert answer.status_code == 403, role


@pytest.mark.parametrize(("path", "operation"), EVERY)
def test_no_token_does_more_than_its_scopes(path, operation, program, user_with, places):
    everything = user_with(*Role)
    others = [verb for verb in VERBS if verb != verb_of(operation)]
    answer = send(program(everything, others), path, operation, places)
    assert answer.status_code == 403


@pytest.mark.parametrize(("path", "operation"), OF_A_CASE)
def test_the_case_of_others_is_not_there(path, operation, program, user_with, places):
    verb = verb_of(operation)
    for role in VERBS[verb]:
        answer = send(program(user_with(role), [*VERBS]), path, operation, places)
        reads = role in READS_ALL and operation.methods == ["GET"]
        asked_of_others = role in READS_ALL and path.endswith("/done")
        expected = 200 if reads else 403 if asked_of_others else 404
        assert answer.status_code == expected, (role, answer.content)


@pytest.mark.parametrize(("path", "operation"), ON_WHAT_IS_THERE)
def test_ones_own_case_can_be_worked_on(path, operation, program, user_with, places, case, ana):
    verb = verb_of(operation)
    for role in VERBS[verb] - READS_ALL:
        user = user_with(role)
        Membership.objects.create(case=case, user=user, role="analyst", added_by=ana)
        held = Case.objects.get(pk=case.pk)
        assert can(user, verb, held)
        answer = send(program(user, [*VERBS]), path, operation, places)
        if path.endswith("/done"):  # it was asked of somebody else
            assert answer.status_code == (200 if can(user, "case:assign", held) else 403)
            continue
        assert answer.status_code in {200, 201, 409, 400}, (role, answer.content)
        if answer.status_code == 400:
            assert "/runs" not in path
            assert answer.json()["errors"] or "only" in answer.json()["detail"], answer.content


@pytest.mark.parametrize(
    ("path", "operation"),
    [param for param in ON_WHAT_IS_THERE if verb_of(param.values[1]) in NOT_BY_AUTHOR],
)
def test_the_author_never_judges_their_own_case(path, operation, program, places, ana):
    for role in (Role.REVIEWER, Role.DECIDER):
        ana.grants.create(role=role)
    del ana.roles
    answer = send(program(ana, [*VERBS]), path, operation, places)
    assert answer.status_code == 403
