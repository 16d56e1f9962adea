from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.sessions import Proof
from enduse.desk.cases import collaboration
from enduse.desk.cases import services as cases
from enduse.desk.decisions import services
from enduse.desk.decisions.drafts import Draft, Wanted
from enduse.desk.evidence.services import About, Upload
from tests.desk.cases.conftest import _one_factor, ana, example  # noqa: F401

CLEAR = "stockholm-congestion-charge"
"""No finding of weight High or Stop is raised or not known: one decider is enough."""
WEIGHTY = "kenya-border-facial-recognition"
"""Twenty of that weight are not known: two are needed."""


def proof_of(user, age_seconds=1):
    return Proof(user.pk, "password", timezone.now() - timedelta(seconds=age_seconds))


@pytest.fixture
def hana(user_with):
    return user_with(Role.DECIDER, email="hana@example.org")


@pytest.fixture
def luk(user_with):
    return user_with(Role.DECIDER, Role.REVIEWER, email="luk@example.org")


@pytest.fixture
def in_a_month():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def reviewed(ana, hana, luk):  # noqa: F811
    """A function that opens a case, names its deciders and sends it to review."""

    def make(name=CLEAR, *, author=ana, named=(hana, luk)):
        case = cases.open_case(actor=author, title="Gates", content=example(name))
        if author != ana:
            cases.add_member(case, actor=author, user=ana, role="analyst")
        for user in named:
            cases.add_member(case, actor=ana, user=user, role="decider")
        cases.submit_case(case, actor=ana)
        return cases.get_case(ana, case.pk)

    return make


@pytest.fixture
def draft_of(in_a_month):
    """A function that drafts what the newest assessment of a case proposes."""

    def make(case, **other):
        proposed = case.runs.first().route
        given = {"outcome": proposed, "reasons": "weighed", "valid_until": in_a_month, **other}
        if given["outcome"] == "proceed_with_conditions" and "conditions" not in given:
            given["conditions"] = [wanted(case.owner, in_a_month)]
        if given["outcome"] != proposed:
            given.setdefault("against", "we know the buyer better")
        return Draft(**given)

    return make


def wanted(owner, due_on, **other):
    said = {"text": "Watchlist search is off", "proof": "Test report", **other}
    return Wanted(owner=owner, due_on=due_on, **said)


@pytest.fixture
def decide(draft_of):
    """A function that puts a decision forward."""

    def made(case, actor, *, proof=None, via="web", **other):
        draft = draft_of(case, **other)
        proof = proof or proof_of(actor)
        return services.decide_case(case, actor=actor, draft=draft, proof=proof, via=via)

    return made


@pytest.fixture
def sign():
    """A function that signs a decision as it is read now."""

    def signed(decision, actor, stance="agrees", *, proof=None, **other):
        given = {"seen": decision.statement_sha256, **other}
        proof = proof or proof_of(actor)
        return services.sign_decision(decision, actor=actor, stance=stance, proof=proof, **given)

    return signed


@pytest.fixture
def evidence(ana):  # noqa: F811
    """A function that attaches a file to a case."""

    def attach(case, **about):
        upload = Upload("report.txt", [b"The watchlist search is off in this build."])
        return collaboration.attach_file(
            case, actor=ana, upload=upload, about=About("Test report", **about)
        )

    return attach
