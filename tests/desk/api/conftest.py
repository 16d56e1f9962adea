import json
from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.models import ApiToken
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.tokens import digest_of, scopes_of
from enduse.desk.api.operations import yente
from enduse.desk.api.urls import PREFIX, api
from enduse.desk.api.yente import matching
from enduse.desk.cases import collaboration, services
from enduse.desk.evidence.services import About, Upload
from enduse.desk.matches import services as matches
from enduse.desk.matches.models import Match
from enduse.desk.registers import services as registers
from enduse.desk.registers.models import Product
from enduse.domain.screening import PartyKind
from tests.desk.cases.conftest import example
from tests.unit.screening.conftest import make_entry, make_index


class Program:
    """A program that calls the API with a token of someone's."""

    def __init__(self, client, user, secret):
        self.client, self.user, self.secret = client, user, secret

    def __call__(self, method, path, body=None, **headers):
        said = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        if body is not None and not isinstance(body, str | bytes):
            body = json.dumps(body)
        return self.client.generic(
            method,
            f"/api{path}",
            body or b"",
            content_type=headers.pop("content_type", "application/json"),
            headers={**said, **{name.replace("_", "-"): value for name, value in headers.items()}},
        )

    def get(self, path, **headers):
        return self("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self("POST", path, {} if body is None else body, **headers)

    def put(self, path, body, **headers):
        return self("PUT", path, body, **headers)

    def send(self, path, file, **fields):
        return self.client.post(
            f"/api{path}",
            {**fields, "file": file},
            headers={"Authorization": f"Bearer {self.secret}"},
        )


@pytest.fixture
def program(client):
    """A function that gives a user a program with a token of all they may pass on."""

    def make(user, scopes=None, days=30):
        secret = f"enduse_{user.pk}"
        ApiToken.objects.update_or_create(
            digest=digest_of(secret),
            defaults={
                "user": user,
                "name": "test",
                "scopes": scopes_of(user) if scopes is None else scopes,
                "expires_at": timezone.now() + timedelta(days=days),
            },
        )
        return Program(client, user, secret)

    return make


@pytest.fixture
def ana(user_with):
    return user_with(Role.ANALYST, email="ana@example.org")


@pytest.fixture
def rui(user_with):
    return user_with(Role.REVIEWER, Role.DECIDER, email="rui@example.org")


@pytest.fixture
def anas(program, ana):
    return program(ana)


@pytest.fixture
def case(ana):
    return services.open_case(
        actor=ana, title="Gates", content=example("kenya-border-facial-recognition")
    )


@pytest.fixture
def places(case, ana):
    """What stands in addresses, for a case of Ana's and what belongs to it."""
    product = registers.add_entry(Product, actor=ana, fields={"name": "Gate"})
    file = collaboration.attach_file(
        case, actor=ana, upload=Upload("memo.txt", [b"A memo."]), about=About("Memo")
    )
    asked = collaboration.assign(case, actor=ana, to=ana, note="Look")
    collaboration.set_aside(case, actor=ana, consideration="C8", reason="A sample")
    matches.screen_case(case, actor=ana)
    services.keep_run(case, actor=ana)
    return {
        "case": case.pk,
        "entry": product.pk,
        "file": file.pk,
        "assignment": asked.pk,
        "consideration": "C8",
        "red_flag": case.findings.filter(answer="raised").first().red_flag,
        "match": Match.objects.get().pk,
        "number": 1,
        "condition": 1,
        "user": ana.pk,
        "seq": 1,
        "dataset": "default",
        "entity": "us-bis-el:1",
    }


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


ENTRIES = (
    make_entry(1, "Norvik Trading", kind=PartyKind.ORGANISATION, countries=("ARE",)),
    make_entry(
        2,
        "Ivan Petrovich Sidorov",
        "Sidorov Ivan",
        kind=PartyKind.PERSON,
        countries=("RUS",),
        birth_dates=("1970-03-02",),
    ),
    make_entry(3, "Department of Immigration Services of Kenya", countries=("KEN",)),
)


@pytest.fixture(scope="session")
def small_index():
    """A watchlist of three, so that no test waits for the real one."""
    return make_index(ENTRIES)


@pytest.fixture(autouse=True)
def _small_watchlist(monkeypatch, small_index):
    for module in (matching, yente, matches):
        monkeypatch.setattr(module, "watchlist", lambda: small_index)


def operations():
    """Every operation that the API describes: its address and itself."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if operation.include_in_schema:
                    yield PREFIX.rstrip("/") + path, operation
