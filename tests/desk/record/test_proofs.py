import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enduse.desk.record import merkle, notes
from enduse.desk.record.bundles import build_bundle
from enduse.desk.record.checkpoints import (
    consistency_proof,
    inclusion_proof,
    leaf_of,
    make_checkpoint,
    public_key,
)
from enduse.desk.record.models import Event, TreeNode
from enduse.desk.record.services import record_event
from enduse.domain.errors import InvalidInputError

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def write(number, thing="test:1"):
    for step in range(number):
        with transaction.atomic():
            record_event("test:written", actor="system:a", thing=thing, reason=f"r{step} \u00fc")


def test_a_checkpoint_of_an_unchanged_record_is_made_once(db):
    write(3)
    assert make_checkpoint() == make_checkpoint()


def test_events_are_proved_and_old_checkpoints_begin_the_new_ones(db):
    write(300)
    old = make_checkpoint()
    write(300)
    new = make_checkpoint()
    assert TreeNode.objects.filter(level=8).count() == 2
    for seq in (1, 256, 257, 512, 600):
        proof = inclusion_proof(Event.objects.get(seq=seq))
        root = merkle.root_of_inclusion(
            leaf_of(proof.event.hash), proof.index, proof.size, proof.path
        )
        assert root == notes.read(proof.note, public_key()).root
    roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
    assert merkle.is_consistent(old.size, new.size, *roots, consistency_proof(old, new))


def test_a_proof_reads_few_rows_however_long_the_record_is(db):
    write(600)
    make_checkpoint()
    event = Event.objects.get(seq=300)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        inclusion_proof(event)
    assert len(queries) <= 15


def test_an_event_younger_than_the_newest_checkpoint_gets_a_new_one(db):
    write(2)
    make_checkpoint()
    write(1)
    assert inclusion_proof(Event.objects.get(seq=3)).size == 3


@pytest.fixture
def bundle(db, tmp_path):
    write(5, "case:1")
    write(5, "case:2")
    made = build_bundle(
        {"documents/annex.txt": b"annex"}, Event.objects.filter(thing="case:1"), made_at=NOW
    )
    zipfile.ZipFile(BytesIO(made)).extractall(tmp_path)
    return tmp_path


def verify(folder):
    """Run the verifier of a bundle as a stranger would: Python and nothing installed."""
    return subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-I", "-S", folder / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bundle_is_verified_by_what_stands_in_it(bundle):
    done = verify(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 events" in done.stdout
    assert notes.verifier_key(public_key()) in done.stdout


def spoil_document(folder):
    (folder / "documents/annex.txt").write_text("another annex")


def spoil_event(field, value):
    def spoil(folder):
        file = folder / "record/events.json"
        events = json.loads(file.read_text("utf-8"))
        events[2][field] = value
        file.write_text(json.dumps(events), "utf-8")

    return spoil


def spoil_note(folder):
    file = folder / "record/checkpoint.txt"
    file.write_text(file.read_text("utf-8").replace("\n10\n", "\n11\n"), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_document, "documents/annex.txt: not the file that was put in"),
        (spoil_event("actor", "system:b"), "event 3: its hash does not fit"),
        (spoil_event("hash", "0" * 64), "event 3: its hash does not fit"),
        (spoil_event("body", {"salt": "00", "text": "x"}), "event 3: its words are not the rec"),
        (spoil_event("path", ["00" * 32]), "event 3: it is not in the record"),
        (spoil_note, "the checkpoint is not signed with the public key"),
    ],
)
def test_a_bundle_that_was_changed_is_found(bundle, spoil, says):
    spoil(bundle)
    done = verify(bundle)
    assert done.returncode == 1
    assert says in done.stdout


def test_a_bundle_takes_no_name_that_leads_out_of_it(db):
    with pytest.raises(InvalidInputError):
        build_bundle({"../outside": b""}, [], made_at=NOW)
