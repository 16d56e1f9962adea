"""Who can read a grievance, who cannot, and what is left of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.roles import Role
from enduse.desk.grievances import handling, identities, intake
from enduse.desk.grievances.clocks import Pause, due
from enduse.desk.grievances.counting import count_grievances
from enduse.desk.grievances.intake import FileGiven, Filing
from enduse.desk.grievances.models import (
    Grievance,
    KeyShare,
    OfficerKey,
    Outcome,
    Remedy,
    Retaliation,
    Status,
    Tally,
)
from enduse.desk.grievances.purging import purge_due
from enduse.desk.grievances.receipts import is_genuine, open_receipt, proof_of_filing
from enduse.desk.grievances.tasks import daily
from enduse.desk.grievances.words import new_receipt
from enduse.desk.record.models import Body, Event
from enduse.documents.public_report.claims import ACKNOWLEDGE_WITHIN
from enduse.domain.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)

pytestmark = pytest.mark.django_db
WORDS = "They read my messages and came to my door."


def filed(**given):
    return intake.file_grievance(Filing(**{"what": WORDS} | given))


def test_an_officer_reads_what_was_filed_and_the_record_says_so(ana):
    made = filed(about="Vantage", files=(FileGiven("door.txt", b"photo"),))

    view = handling.read_grievance(made.grievance, ana)

    assert (view.what, view.about, view.file_names) == (WORDS, "Vantage", ("door.txt",))
    assert Event.objects.filter(verb="grievance:opened").count() == 1


def test_the_reporter_reads_the_answer_with_the_seven_words(ana):
    made = filed()
    handling.acknowledge(made.grievance, ana, "We have read it.")

    view = intake.look(open_receipt(made.receipt))

    assert view.status == Status.ACKNOWLEDGED
    assert [line.text for line in view.messages] == ["We have read it."]


def test_the_reporter_can_write_again(ana):
    made = filed()
    intake.add_message(open_receipt(made.receipt), "They came again.")

    messages = handling.read_grievance(made.grievance, ana).messages

    assert [(line.from_reporter, line.text) for line in messages] == [(True, "They came again.")]


def test_unknown_words_look_like_a_grievance_just_received(ana):
    made = filed()

    unknown = intake.look(open_receipt(new_receipt()))

    assert unknown == intake.look(open_receipt(made.receipt))
    intake.add_message(open_receipt(new_receipt()), "to nobody")
    assert not made.grievance.messages.exists()


def test_no_plain_word_is_in_the_database(ana, ben):
    made = filed(who="Lena Ortiz, 555-0199", files=(FileGiven("door.txt", b"a photograph"),))
    handling.reply(made.grievance, ana, "We are sorry about the door.")

    rows = [*Grievance.objects.values_list("content", "reporter_key", "lookup")]
    rows += [*made.grievance.messages.values_list("content")]
    rows += [*made.grievance.files.values_list("content")]
    stored = b"".join(bytes(c) if not isinstance(c, str) else c.encode() for r in rows for c in r)

    for word in (b"messages", b"door", b"Ortiz", b"photograph", made.receipt.encode()):
        assert word not in stored
    bodies = " ".join(Body.objects.values_list("text", flat=True))
    assert "door" not in bodies


def test_no_hour_of_filing_is_kept_anywhere(ana):
    made = filed()

    assert not Event.objects.filter(thing=f"grievance:{made.grievance.pk}").exists()
    kinds = {type(field).__name__ for field in Grievance._meta.get_fields()}
    assert "DateTimeField" not in kinds

    daily.func()
    assert Event.objects.filter(verb="grievance:received").count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.GRIEVANCE_OFFICER])
def test_nobody_but_officers_sees_that_a_grievance_exists(role, ana, user_with):
    made = filed()
    user = user_with(role)

    assert not visible(user, Grievance.objects.all()).exists()
    with pytest.raises((NotFoundError, NotAllowedError)):
        handling.get_grievance(user, made.grievance.pk)


def test_an_officer_without_a_key_to_it_gets_nothing(ana, officer_named):
    made = filed()
    late = officer_named("Late")

    with pytest.raises(NotFoundError):
        handling.get_grievance(late.user, made.grievance.pk)
    with pytest.raises(NotAllowedError):
        handling.read_grievance(made.grievance, late)


def test_whom_the_reporter_marks_gets_no_key_now_or_later(ana, ben):
    made = filed(excluded=(ben.user,))

    with pytest.raises(NotAllowedError):
        handling.read_grievance(made.grievance, ben)
    with pytest.raises(NotAllowedError, match="concerns them"):
        handling.share_with(made.grievance, ana, ben.user)


def test_a_grievance_that_nobody_could_read_is_refused(ana):
    with pytest.raises(InvalidInputError, match="at least one person"):
        filed(excluded=(ana.user,))


def test_an_officer_whom_it_concerns_is_shut_out(ana, ben):
    made = filed()
    handling.exclude(made.grievance, ana, ben.user)

    with pytest.raises(NotAllowedError):
        handling.read_grievance(made.grievance, ben)


def test_the_last_reader_is_not_shut_out(ana):
    made = filed()

    with pytest.raises(ConflictError, match="nobody would be left"):
        handling.exclude(made.grievance, ana, ana.user)


def test_a_grievance_is_shared_with_one_more_officer(ana, officer_named):
    made = filed()
    late = officer_named("Late")
    handling.share_with(made.grievance, ana, late.user)

    assert handling.read_grievance(made.grievance, late).what == WORDS


def test_one_officer_alone_cannot_learn_who_the_reporter_is(ana, ben):
    made = filed(who="Lena Ortiz")
    asked = identities.ask_identity(made.grievance, ana, ben.user, "to arrange protection")

    with pytest.raises(NotAllowedError, match="second officer"):
        identities.read_identity(asked, ana)
    with pytest.raises(NotAllowedError):
        identities.grant_identity(asked, ana)

    identities.grant_identity(asked, ben)
    assert identities.read_identity(asked, ana) == "Lena Ortiz"
    with pytest.raises(NotAllowedError):
        identities.read_identity(asked, ben)


def test_a_refused_request_opens_nothing(ana, ben):
    made = filed(who="Lena Ortiz")
    asked = identities.ask_identity(made.grievance, ana, ben.user, "curious")
    identities.refuse_identity(asked, ben)

    with pytest.raises(NotAllowedError):
        identities.read_identity(asked, ana)
    with pytest.raises(ConflictError):
        identities.grant_identity(asked, ben)


def test_a_name_needs_two_who_can_open_it_together(ana):
    with pytest.raises(InvalidInputError, match="two people"):
        filed(who="Lena Ortiz")
    assert not Grievance.objects.exists(), "nothing is half-kept"


def test_a_grievance_is_closed_with_an_outcome_a_remedy_and_a_word_on_reprisals(ana):
    made = filed()
    with pytest.raises(ConflictError, match="outcome first"):
        handling.close(made.grievance, ana)
    with pytest.raises(InvalidInputError, match="remedy"):
        handling.conclude(
            made.grievance, ana, outcome=Outcome.UPHELD, remedy=Remedy.NOT_YET, text="x"
        )

    handling.conclude(
        made.grievance,
        ana,
        outcome=Outcome.UPHELD,
        remedy=Remedy.SUSPENSION,
        text="We switched it off.",
    )
    with pytest.raises(ConflictError, match="reprisals"):
        handling.close(made.grievance, ana)
    handling.check_retaliation(made.grievance, ana, Retaliation.NONE_KNOWN)
    handling.close(made.grievance, ana)

    assert Grievance.objects.get().closed_on == timezone.localdate()


def closed_long_ago(ana, days):
    made = filed()
    long_ago = timezone.localdate() - timedelta(days=days)
    Grievance.objects.filter(pk=made.grievance.pk).update(closed_on=long_ago)
    return made


def test_ninety_days_after_closure_only_figures_are_left(ana):
    made = closed_long_ago(ana, 90)

    assert purge_due() == 1
    assert not Grievance.objects.exists()
    assert not KeyShare.objects.exists()
    assert Tally.objects.get().received_on.day == 1
    assert intake.look(open_receipt(made.receipt)).status == Status.RECEIVED
    assert Event.objects.filter(verb="grievance:purged").exists()


def test_what_was_acknowledged_on_its_own_day_counts_as_in_time_after_the_purge(ana):
    made = closed_long_ago(ana, 90)
    Grievance.objects.filter(pk=made.grievance.pk).update(
        acknowledged_on=made.grievance.received_on, answered_on=made.grievance.received_on
    )
    before = count_grievances()
    purge_due()
    after = count_grievances()

    assert (before.acknowledged_in_time, before.answered_in_time) == (1, 1)
    assert (after.acknowledged_in_time, after.answered_in_time) == (1, 1)


def test_a_legal_hold_wins(ana):
    made = closed_long_ago(ana, 400)
    handling.set_hold(made.grievance, ana, is_held=True)

    assert purge_due() == 0


def test_a_pause_moves_what_is_due(ana):
    made = filed()
    day = made.grievance.received_on
    pauses = [Pause(day + timedelta(days=2), day + timedelta(days=12))]

    assert due(day, ACKNOWLEDGE_WITHIN, pauses, day) == day + timedelta(days=17)
    assert made.grievance.is_overdue(day + timedelta(days=8))
    assert not made.grievance.is_overdue(day + timedelta(days=7))


def test_a_proof_of_filing_is_genuine_and_says_nothing(ana):
    made = filed()
    note = proof_of_filing(bytes(made.grievance.content), made.grievance.received_on)

    assert is_genuine(note)
    assert not is_genuine(note.replace("received on 20", "received on 19"))
    assert WORDS not in note
    assert str(made.grievance.pk) not in note


def test_a_forgotten_passphrase_is_changed_with_the_printed_key(user_with):
    user = user_with(Role.GRIEVANCE_OFFICER)
    recovery = handling.set_up_key(user, "a long enough passphrase")

    handling.change_passphrase(user, recovery, "another long passphrase")

    handling.unlock(user, "another long passphrase")
    with pytest.raises(NotAllowedError):
        handling.unlock(user, "a long enough passphrase")
    assert OfficerKey.objects.count() == 1
