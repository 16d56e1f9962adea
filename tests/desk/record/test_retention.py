from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.record import retention
from enduse.desk.record.models import Body, Event
from enduse.desk.record.retention import EVERYTHING, Ground, erase, lift_hold, place_hold
from enduse.desk.record.services import record_event
from enduse.desk.record.verification import verify_record
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError

SECRET = "the name of a person"  # noqa: S105  no password


@pytest.fixture
def decider(user_with):
    return user_with(Role.DECIDER)


def written(thing):
    with transaction.atomic():
        return record_event("case:edited", actor="system:a", thing=thing, reason=SECRET)


def erase_it(event, decider, ground=Ground.NEVER_BELONGED):
    return erase(event, actor=decider, ground=ground, reason="A slip of the pen")


def test_words_are_erased_and_the_chain_still_verifies(decider):
    event = written("case:1")
    told = erase_it(event, decider)
    assert not Body.objects.filter(text__contains=SECRET).exists()
    assert (told.verb, told.thing, told.body.reason) == (
        "record:erased",
        "case:1",
        "A slip of the pen",
    )
    found = verify_record()
    assert (found.is_good, found.erased) == (True, 1)


def test_an_erasure_cannot_be_erased(decider):
    told = erase_it(written("case:1"), decider)
    with pytest.raises(NotAllowedError):
        erase_it(told, decider)


def test_words_are_erased_once(decider):
    event = written("case:1")
    erase_it(event, decider)
    with pytest.raises(ConflictError):
        erase_it(event, decider)
    assert Event.objects.filter(verb="record:erased").count() == 1


@pytest.mark.parametrize("held", ["case:1", EVERYTHING])
def test_a_legal_hold_wins_over_every_ground_until_it_is_lifted(decider, held):
    event = written("case:1")
    hold = place_hold(held, actor=decider, reason="A court asks")
    for ground in Ground:
        with pytest.raises(NotAllowedError, match="legal hold"):
            erase_it(event, decider, ground)
    lift_hold(hold, actor=decider, reason="The court is done")
    erase_it(event, decider)
    with pytest.raises(ConflictError):
        lift_hold(hold, actor=decider, reason="Again")


def test_what_the_law_asks_to_keep_is_kept_even_if_a_person_asks(decider):
    event = written("case:1")
    for ground in (Ground.PERSON_ASKED, Ground.RETENTION_OVER):
        with pytest.raises(NotAllowedError, match=r"31 CFR 501\.601"):
            erase_it(event, decider, ground)


def test_what_no_law_asks_to_keep_goes_when_a_person_asks(decider):
    event = written("user:1")
    with pytest.raises(NotAllowedError):
        erase_it(event, decider, Ground.RETENTION_OVER)
    erase_it(event, decider, Ground.PERSON_ASKED)


def test_what_was_kept_ten_years_may_go(decider, monkeypatch):
    event = written("case:1")
    later = timezone.now() + timedelta(days=3653)
    monkeypatch.setattr(retention.timezone, "now", lambda: later)
    erase_it(event, decider, Ground.RETENTION_OVER)


def test_only_who_may_erases_and_says_why(decider, user_with):
    event = written("case:1")
    with pytest.raises(NotAllowedError):
        erase_it(event, user_with(Role.ANALYST))
    with pytest.raises(InvalidInputError, match="reason"):
        erase(event, actor=decider, ground=Ground.NEVER_BELONGED, reason=" ")
