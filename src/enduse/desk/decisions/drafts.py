"""What somebody puts forward to be decided, and what a draft has to have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.core import engine
from enduse.desk.decisions.basis import LONGEST, Basis
from enduse.desk.decisions.models import Outcome
from enduse.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition as it is put forward."""

    text: str
    proof: str  # what would prove it
    owner: User
    due_on: date
    blocks_shipment: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody puts forward to be decided."""

    outcome: str
    reasons: str
    valid_until: date
    against: str = ""  # why not what the assessment proposes
    pause_until: str = ""  # what has to be known first
    triggers: Sequence[str] = ()  # ids of the catalogue's review triggers
    conditions: Sequence[Wanted] = ()


def check_draft(draft: Draft, basis: Basis) -> None:
    """Refuse what cannot be decided so.

    Raises:
        InvalidInputError: something is missing or out of reach; the message names the field.
    """
    if draft.outcome not in Outcome.values:
        raise InvalidInputError("outcome: not one that may be decided", outcome=draft.outcome)
    said("reasons", draft.reasons)
    if draft.outcome != basis.proposed and not draft.against.strip():
        raise InvalidInputError(
            "against: the assessment proposes otherwise; say why you decide against it"
        )
    if draft.outcome == Outcome.PAUSE:
        said("pause_until", draft.pause_until)
    today = timezone.localdate()
    if not today < draft.valid_until <= today + LONGEST:
        raise InvalidInputError("valid_until: choose a day within a year from tomorrow")
    known = {one.id for one in engine().pack.catalogue.review_triggers}
    if unknown := [one for one in draft.triggers if one not in known]:
        raise InvalidInputError("triggers: not in the catalogue", unknown=", ".join(unknown))
    _check_conditions(draft)


def _check_conditions(draft: Draft) -> None:
    wanted = draft.outcome == Outcome.WITH_CONDITIONS
    if wanted and not draft.conditions:
        raise InvalidInputError("conditions: name at least one")
    if draft.conditions and not wanted:
        raise InvalidInputError("conditions: they go with 'Proceed with conditions' only")
    for number, one in enumerate(draft.conditions, start=1):
        said(f"conditions {number} text", one.text)
        said(f"conditions {number} proof", one.proof)
        if one.due_on < timezone.localdate():
            raise InvalidInputError(f"conditions {number} due_on: this day is past")


def said(field: str, text: str) -> str:
    """The words of a field without the spaces around them.

    Raises:
        InvalidInputError: there are none.
    """
    if not text.strip():
        raise InvalidInputError(f"{field}: say it in a few words")
    return text.strip()
