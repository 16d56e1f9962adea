"""What the tour's people decide: one decision under conditions, one with a dissent, one waiting."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.accounts.sessions import Proof
from enduse.desk.cases import collaboration, services
from enduse.desk.cases.models import Case, TeamRole
from enduse.desk.decisions.conditions import prove_condition, release_condition
from enduse.desk.decisions.drafts import Draft, Wanted
from enduse.desk.decisions.models import Decision, Outcome, Stance
from enduse.desk.decisions.services import decide_case, sign_decision
from enduse.desk.evidence.services import About, Upload
from enduse.desk.matches.demo import screen_demo

_COMMAND = "command"


def add_demo(cases: Sequence[Case], people: Mapping[str, User]) -> None:
    """Screen and decide some cases of the tour.

    Args:
        cases: the cases of the tour in their order.
        people: its people, by the first part of their address.
    """
    toll, court, suite, reseller = cases[0], cases[4], cases[8], cases[9]
    for case in (toll, court, suite):
        screen_demo(case, people, judge=False)
    screen_demo(reseller, people, judge=True)
    for case in (court, suite):
        _name_decider(case, people)
    services.submit_case(suite, actor=people["castro"], via=_COMMAND)
    for case in (toll, court, suite):
        services.keep_run(case, actor=people["rao"], via=_COMMAND)
    _meet_one(_under_conditions(toll, people), people)
    _with_dissent(court, people)
    _waiting(suite, people)


def _name_decider(case: Case, people: Mapping[str, User]) -> None:
    services.add_member(
        case,
        actor=people["okafor"],
        user=people["brandt"],
        role=TeamRole.DECIDER,
        via=_COMMAND,
    )


def _under_conditions(case: Case, people: Mapping[str, User]) -> Decision:
    today = timezone.localdate()
    wanted = (
        Wanted(
            "Plates that are not looked for are deleted within a day",
            "Test report of the delivered version",
            people["rao"],
            today + timedelta(days=21),
        ),
        Wanted(
            "The contract names the permitted use",
            "The signed clause",
            people["rao"],
            today + timedelta(days=10),
        ),
        Wanted(
            "The first yearly count of searches is read",
            "The count, with who read it",
            people["castro"],
            today + timedelta(days=360),
            blocks_shipment=False,
        ),
    )
    draft = Draft(
        outcome=Outcome.WITH_CONDITIONS,
        reasons="The use is bounded by law and overseen. Deletion keeps it from being turned.",
        valid_until=today + timedelta(days=365),
        triggers=("T01", "T02", "T08"),
        conditions=wanted,
    )
    return _decide(case, people["okafor"], draft)


def _meet_one(decision: Decision, people: Mapping[str, User]) -> None:
    file = collaboration.attach_file(
        decision.case,
        actor=people["rao"],
        upload=Upload("clause.txt", [b"Signed clause on permitted use."]),
        about=About("Signed clause on permitted use", "Roads Office", "confidential"),
        via=_COMMAND,
    )
    condition = decision.conditions.get(position=2)
    prove_condition(condition, actor=people["rao"], evidence=file, note="clause 7", via=_COMMAND)
    release_condition(condition, actor=people["okafor"], note="Read and compared.", via=_COMMAND)


def _with_dissent(case: Case, people: Mapping[str, User]) -> None:
    today = timezone.localdate()
    wanted = Wanted(
        "Each warrant's number is entered before an interception starts",
        "Acceptance test, with screenshots",
        people["rao"],
        today + timedelta(days=30),
    )
    draft = Draft(
        outcome=Outcome.WITH_CONDITIONS,
        reasons="A court orders each interception, and an inspector reads the log.",
        valid_until=today + timedelta(days=180),
        triggers=("T06", "T08"),
        conditions=(wanted,),
    )
    decision = _decide(case, people["okafor"], draft)
    words = "The inspector reads the log once a year. Half-yearly would be little enough."
    _sign(decision, people["brandt"], Stance.DISSENTS, words)


def _waiting(case: Case, people: Mapping[str, User]) -> None:
    draft = Draft(
        outcome=Outcome.DO_NOT_PROCEED,
        reasons="Nobody outside the unit orders or reviews an interception.",
        valid_until=timezone.localdate() + timedelta(days=180),
        triggers=("T02", "T06"),
    )
    _decide(case, people["okafor"], draft)


def _decide(case: Case, user: User, draft: Draft) -> Decision:
    return decide_case(case, actor=user, draft=draft, proof=_proof_of(user), via=_COMMAND)


def _sign(decision: Decision, user: User, stance: Stance, words: str) -> None:
    sign_decision(
        decision,
        actor=user,
        stance=stance,
        words=words,
        seen=decision.statement_sha256,
        proof=_proof_of(user),
        via=_COMMAND,
    )


def _proof_of(user: User) -> Proof:
    """Nobody logs in while the tour is loaded; the record says so."""
    return Proof(user.pk, "tour", timezone.now())
