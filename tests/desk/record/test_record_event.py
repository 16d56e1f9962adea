import pytest
from django.db import DatabaseError, connection, transaction

from enduse.desk.accounts.roles import Role
from enduse.desk.record.models import Event
from enduse.desk.record.services import record_event
from enduse.domain.errors import ConflictError


def test_events_are_tied_one_to_the_next(user_with):
    ana = user_with(Role.ANALYST)
    first = record_event("case:opened", actor=ana, thing="case:1")
    second = record_event("case:edited", actor=ana, thing="case:1", reason="Typo", body={"a": 1})
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert second.body.reason == "Typo"
    assert second.body.content == {"a": 1}


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(ConflictError):
        record_event("case:opened", actor="system:test", thing="case:1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_event SET verb = 'x'",
        "DELETE FROM record_event",
        "UPDATE record_body SET text = 'x'",
        "DELETE FROM record_body",
    ],
)
def test_sql_may_not_change_the_record(statement):
    with transaction.atomic():
        record_event("case:opened", actor="system:test", thing="case:1", reason="Because")
    with (
        pytest.raises(DatabaseError, match=r"record is never|erased or left"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)
    assert Event.objects.get().verb == "case:opened"
