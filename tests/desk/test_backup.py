import base64
import json
import os
import re
import zipfile

import pytest

from enduse.desk import restoring
from enduse.domain.errors import ConflictError, InvalidInputError
from tests.desk.own_desk import copy_of, empty_desk
from tests.desk.record.writing import SOME

ROOT = re.compile(r"root ([0-9a-f]{64})")

FILL = """
import io
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from allauth.mfa.totp.internal.auth import TOTP
from enduse.desk.accounts import services
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.tokens import make_token
from enduse.desk.jobs.services import start_job
from enduse.desk.record.retention import Ground, erase, place_hold
from enduse.desk.record.models import Event
from enduse.desk.record.tasks import sign_the_record

dee = services.add_person(
    email="dee@example.org",
    name="D\u00e9e",
    roles=[Role.DECIDER],
    password="four quiet otters swim",
    actor="system:test",
)
TOTP.activate(dee, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
make_token(dee, name="import", scopes=["case:view"], days=3)
start_job(sign_the_record, owner=dee, title="Signing")
place_hold("case:1", actor=dee, reason="A court asks")
erase(Event.objects.get(seq=3), actor=dee, ground=Ground.NEVER_BELONGED, reason="A slip")
blob = settings.EVIDENCE_DIR / "ab" / "cd"
blob.parent.mkdir(parents=True)
blob.write_bytes(bytes(range(256)) * 5000)
"""

EVERYTHING = """
import hashlib
from django.conf import settings
from enduse.desk.accounts.models import User
from enduse.desk.backups import dumped_models
from enduse.desk.record.models import Body, Event
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.models import Authenticator

for model in dumped_models():
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    if model in (Event, Body):
        rows = rows.exclude(**{"event__verb" if model is Body else "verb": "desk:backed_up"})
    if model._meta.label not in ("record.ChainHead", "record.Checkpoint"):
        for row in rows:
            print(model._meta.label, row)
dee = User.objects.get()
print(dee.check_password("four quiet otters swim"), dee.roles)
from allauth.mfa.utils import decrypt
print(decrypt(Authenticator.objects.get(type="totp").data["secret"]))
print(hashlib.sha256((settings.EVIDENCE_DIR / "ab" / "cd").read_bytes()).hexdigest())
"""

PREPARE = "from enduse.desk.preparation import prepare; prepare()\n"

ROLL_BACK = """
import json, sys
from pathlib import Path
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

executor = MigrationExecutor(connection)
graph = executor.loader.graph
for app, last in graph.leaf_nodes():
    before = [name for label, name in graph.nodes if label == app and name < last]
    if app in ("accounts", "record", "jobs") and before:
        executor.migrate([(app, max(before))])
        executor.loader.build_graph()
Path(sys.argv[1]).write_text(json.dumps(sorted(MigrationExecutor(connection).loader.applied_migrations)))
"""

THEN = """
import json, sys
from pathlib import Path
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from enduse.desk.backups import BACKED_UP, LEFT_OUT

nodes = [tuple(node) for node in json.loads(Path(sys.argv[1]).read_text())]
then = MigrationExecutor(connection).loader.project_state(nodes).apps
"""
"""The models of the version that a desk was rolled back to, to read it with then and later."""

ROWS = """
for model in sorted(then.get_models(include_auto_created=True), key=lambda m: m._meta.label):
    if model._meta.label_lower in LEFT_OUT | {"record.chainhead", "record.checkpoint"}:
        continue
    rows = model._base_manager.order_by("pk")
    if model._meta.label_lower in {"record.event", "record.body"}:
        verb = "event__verb" if model._meta.model_name == "body" else "verb"
        rows = rows.exclude(**{verb: BACKED_UP})
    for row in rows.values_list(*[field.attname for field in model._meta.concrete_fields]):
        print(model._meta.label, row)
"""

BACK_UP_AS_THEN = """
from enduse.desk import backups

def models_of_then():
    found = then.get_models(include_auto_created=True)
    return [model for model in found if model._meta.label_lower not in LEFT_OUT]

backups.dumped_models = models_of_then
backups._migrations = lambda: sorted(dict(nodes).items())  # the last of every app
backups.make_backup(Path(sys.argv[2]), with_keys=True)
"""

SERVER = os.environ.get("ENDUSE_TEST_DATABASE_URL", "")


@pytest.fixture(scope="module")
def filled_desk(prepared_desk, tmp_path_factory):
    """A desk with something of every kind; tests read it and leave it as it is."""
    with copy_of(prepared_desk, tmp_path_factory.mktemp("filled") / "desk") as desk:
        desk.python(SOME + FILL, 5)
        yield desk


@pytest.fixture(scope="module")
def content(filled_desk):
    return filled_desk.python(EVERYTHING)


@pytest.fixture(scope="module")
def backup(filled_desk, content, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "backup.zip"
    done = filled_desk.enduse("backup", file, "--with-keys")
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def other_place(tmp_path):
    with empty_desk(tmp_path / "other", SERVER) as desk:
        yield desk


@pytest.mark.parametrize(
    "server", sorted({"", SERVER}), ids=lambda url: url.partition(":")[0] or "sqlite"
)
def test_a_restored_desk_is_the_same_desk_on_either_database(backup, content, server, tmp_path):
    signed = json.loads(zipfile.ZipFile(backup).read("manifest.json"))["checkpoint"].split("\n")[2]
    with empty_desk(tmp_path / "other", server) as desk:
        done = desk.enduse("restore", backup)
        assert done.returncode == 0, done.stderr
        assert base64.b64encode(bytes.fromhex(ROOT.search(done.stdout)[1])).decode() == signed
        assert desk.python(EVERYTHING + SOME, 3) == content
        assert desk.enduse("record", "verify").returncode == 0, "it goes on where it was"


def test_only_its_owner_reads_a_backup(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_the_previous_version_is_brought_up_to_date_in_place_and_from_its_backup(
    filled_desk, other_place, tmp_path
):
    file, then = tmp_path / "backup.zip", tmp_path / "then.json"
    with copy_of(filled_desk, tmp_path / "then") as desk:
        before = desk.python(ROLL_BACK + THEN + ROWS + BACK_UP_AS_THEN, then, file)
        assert "accounts.User" in before
        assert desk.python(PREPARE + THEN + ROWS, then) == before
        assert desk.enduse("record", "verify").returncode == 0
    done = other_place.enduse("restore", file)
    assert done.returncode == 0, done.stderr
    assert other_place.python(THEN + ROWS, then) == before


def test_without_the_keys_nothing_is_restored(filled_desk, other_place, tmp_path):
    file = tmp_path / "backup.zip"
    with copy_of(filled_desk, tmp_path / "desk") as desk:
        done = desk.enduse("backup", file)
        assert done.returncode == 0, done.stderr
    assert not any(name.startswith("keys/") for name in zipfile.ZipFile(file).namelist())
    done = other_place.enduse("restore", file)
    assert done.returncode == 2
    assert "session.key" in done.stderr


def spoiled(file, out, name, data):
    """A copy of a backup with one file in it changed."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, data if entry == name else old.read(entry))


def manifest_naming(file, **changes):
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    return json.dumps({**manifest, **changes}).encode()


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("tables/accounts.user.jsonl", lambda _: b"[]\n", "accounts.user.jsonl is damaged"),
        ("evidence/ab/cd", lambda _: b"x", "evidence/ab/cd is damaged"),
        ("manifest.json", lambda _: b"{", "no backup"),
        ("manifest.json", lambda file: manifest_naming(file, format="x"), "not of the format"),
        (
            "manifest.json",
            lambda file: manifest_naming(file, migrations=[["record", "9999_later"]]),
            "a newer enduse made this backup",
        ),
    ],
)
def test_a_damaged_backup_is_refused_before_any_table_is_made(
    db, backup, tmp_path, name, spoil, says, monkeypatch
):
    bad = tmp_path / "bad.zip"
    spoiled(backup, bad, name, spoil(backup))
    monkeypatch.setattr(restoring, "_restore_keys", lambda *_: None)
    monkeypatch.setattr(restoring.MigrationExecutor, "migrate", None)  # reached, it would say so
    with pytest.raises((InvalidInputError, ConflictError), match=re.escape(says)):
        restoring.restore_backup(bad)


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"no zip")
    with pytest.raises(InvalidInputError, match="cannot be read as a backup"):
        restoring.restore_backup(bad)


def test_nothing_is_restored_over_a_desk_and_no_file_is_replaced(filled_desk, backup):
    done = filled_desk.enduse("restore", backup)
    assert (done.returncode, "not empty" in done.stderr) == (2, True)
    done = filled_desk.enduse("backup", backup)
    assert (done.returncode, "exists already" in done.stderr) == (2, True)
