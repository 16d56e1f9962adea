import pytest
from django.db import connection, transaction

from enduse.desk.record import triggers
from enduse.desk.record.services import record_event
from enduse.desk.record.verification import verify_record
from tests.desk.own_desk import copy_of
from tests.desk.record.writing import SOME

EVENTS = 20


@pytest.fixture
def written(db):
    for number in range(EVENTS):
        with transaction.atomic():
            record_event("test:written", actor="system:a", thing="test:1", reason=f"r{number}")


def execute(*statements):
    connection.check_constraints()  # PostgreSQL changes no table while some are put off
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def spoil(*statements):
    """Change the record as someone would who may do anything with the database."""
    execute(*triggers.DROP[connection.vendor])
    execute(*statements)
    execute(*triggers.CREATE[connection.vendor])


def found_wrong():
    return "\n".join(map(str, verify_record().problems))


def test_a_record_as_it_was_written_is_whole(written):
    found = verify_record()
    assert (found.is_good, found.events) == (True, EVENTS)


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (["UPDATE record_event SET verb = 'x' WHERE seq = 7"], "event 7: was changed"),
        (["UPDATE record_event SET at = '2020-01-01' WHERE seq = 7"], "event 7: was changed"),
        (["UPDATE record_body SET text = 'x' WHERE event_id = 7"], "event 7: its words were chan"),
        (
            ["UPDATE record_body SET text = '', salt = '', erased_by = 9 WHERE event_id = 7"],
            "event 7: its words were erased without",
        ),
        (["DELETE FROM record_body WHERE event_id = 7"], "event 7: its words are missing"),
        (
            [
                "DELETE FROM record_body WHERE event_id = 7",
                "DELETE FROM record_event WHERE seq = 7",
            ],
            "event 8: expected number 7",
        ),
        (
            [
                "DELETE FROM record_body WHERE event_id > 18",
                "DELETE FROM record_event WHERE seq > 18",
            ],
            "the head says 20 events; the record has 18",
        ),
        (
            [
                "DELETE FROM record_body WHERE event_id > 18",
                "DELETE FROM record_event WHERE seq > 18",
                (
                    "UPDATE record_chainhead SET seq = 18,"
                    " hash = (SELECT hash FROM record_event WHERE seq = 18)"
                ),
            ],
            "its seal does not fit",
        ),
        (["DELETE FROM record_body", "DELETE FROM record_event"], "the record has 0"),
        (
            [
                "DELETE FROM record_body WHERE event_id IN (7, 8)",
                "UPDATE record_event SET seq = 99 WHERE seq = 7",
                "UPDATE record_event SET seq = 7 WHERE seq = 8",
                "UPDATE record_event SET seq = 8 WHERE seq = 99",
            ],
            "event 7: does not follow",
        ),
        (
            [
                (
                    "INSERT INTO record_event (seq, at, actor, via, verb, thing, version,"
                    " body_hash, prev_hash, hash)"
                    " SELECT 21, at, actor, via, verb, thing, version, '', hash, prev_hash"
                    " FROM record_event WHERE seq = 20"
                )
            ],
            "event 21: stands after the newest",
        ),
        (["DELETE FROM record_chainhead"], "the head of the chain is missing"),
    ],
)
def test_what_sql_does_to_the_record_is_found(written, statements, says):
    spoil(*statements)
    assert says in found_wrong()


def test_a_missing_trigger_is_found(written):
    execute(triggers.DROP[connection.vendor][0])
    assert "the trigger record_event_no_update is missing" in found_wrong()


def test_a_database_put_back_to_an_older_state_is_found_by_a_checkpoint_kept_outside(
    own_desk, tmp_path
):
    note = tmp_path / "checkpoint.txt"
    own_desk.python(SOME, EVENTS)
    with copy_of(own_desk, tmp_path / "later") as later:
        later.python(SOME, 5)
        later.enduse("record", "checkpoint", "--out", note)
    done = own_desk.enduse("record", "verify")
    assert (done.returncode, done.stderr) == (0, ""), "nothing in it tells"
    assert "The record is whole." in done.stdout
    done = own_desk.enduse("record", "verify", "--checkpoint", note)
    assert done.returncode == 1
    assert f"a checkpoint signs {EVENTS + 5} events; the record has {EVENTS}" in done.stdout
    assert "The record is NOT whole." in done.stdout


def test_a_checkpoint_of_another_desk_is_refused(written):
    note = "enduse.desk/other\n3\nAAAA\n\n\u2014 enduse.desk/other AAAA\n"
    assert "not signed by this key" in str(verify_record([note]).problems[0])
