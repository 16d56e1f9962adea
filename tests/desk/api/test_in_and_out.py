import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enduse.desk.accounts.roles import Role
from enduse.desk.api import importing
from enduse.desk.api.exporting import export_everything
from enduse.desk.cases import collaboration, services
from enduse.desk.cases.models import Case
from enduse.desk.evidence.services import About, Upload
from enduse.desk.record.chain import event_hash
from enduse.domain.errors import InvalidInputError, NotAllowedError
from tests.desk.cases.conftest import example

CRM = """\
Opportunity,Account name,Ship-to,Kind,What,Colour
op-1,Ministry of the Interior,KEN,police,Gates for the airport,red
op-2,Border Service,UKR,border,Gates for a crossing,blue
"""
MAPPING = b"""\
[columns]
Opportunity = "id"
"Account name" = "end_user.name"
"Ship-to" = "end_user.country"
Kind = "end_user.type"
What = "end_use"
Colour = ""

[fixed]
"product.name" = "Gate"
"answers.C1-Q07" = "yes"
"""


def bring(ana, text, mapping=None, *, is_dry=False, name="crm.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return importing.import_cases(
        name, importing.read_rows(name, data, mapping), actor=ana, is_dry=is_dry
    )


def test_a_crm_export_becomes_cases_once(ana):
    tried = bring(ana, CRM, MAPPING, is_dry=True)
    assert (tried.ready, tried.problems) == (2, [])
    assert not Case.objects.exists()
    done = bring(ana, CRM, MAPPING)
    first = done.opened[0]
    content = services.content_of(first)
    assert first.title == "Ministry of the Interior"
    assert content["product"] == {"name": "Gate"}
    assert content["parties"] == [
        {
            "role": "end_user",
            "name": "Ministry of the Interior",
            "country": "KEN",
            "type": "police",
        }
    ]
    assert content["answers"] == {"C1-Q07": "yes"}
    again = bring(ana, CRM + "op-3,Police,KEN,police,More gates,red\n", MAPPING)
    assert (len(again.opened), again.there_already) == (1, 2)


def test_bad_rows_are_told_by_file_row_and_field_and_nothing_is_written(ana):
    rows = "title,product.name,end_user.name,end_user.type,owner,classification\n"
    rows += "Fine,Gate,Police,police,,\n"
    rows += "Wrong,Gate,Police,wizards,nobody@example.org,cosmic\n"
    done = bring(ana, rows)
    assert {one.field for one in done.problems} == {"owner", "classification", "parties[0].type"}
    assert all(str(one).startswith("crm.csv: row 2: ") for one in done.problems)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "mapping", "says"),
    [
        ("a.csv", b"title,colour\nx,red\n", None, "'colour' is no field"),
        ("a.csv", b"title\nx,y\n", None, "row 1: more cells"),
        ("a.csv", b"title\n\xff\n", None, "not a CSV in UTF-8"),
        ("a.json", b"{}", None, "should be a list"),
        ("a.json", b'[{"title": "x"}]', None, "row 1: an object with a transaction"),
        ("a.json", b'[{"transaction": {}, "x": 1}]', None, "unknown field x"),
        ("a.csv", b"title\nx\n", b"[columns]\nA = 'nowhere'", "no field 'nowhere'"),
        ("a.csv", b"title\nx\n", b"[other]", "unknown table other"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name, data, mapping, says):
    with pytest.raises(InvalidInputError, match=says):
        list(importing.read_rows(name, data, mapping))


def test_json_brings_whole_transactions(anas):
    rows = [
        {"id": "1", "title": "Gates", "transaction": example("kenya-border-facial-recognition")}
    ]
    file = SimpleUploadedFile("rows.json", json.dumps(rows).encode())
    tried = anas.send("/import/cases", file)
    assert tried.json() == {
        "dry_run": True, "ready": 1, "there_already": 0, "cases": [], "problems": [],
    }  # fmt: skip
    done = anas.send("/import/cases", SimpleUploadedFile("rows.json", json.dumps(rows).encode()),
                     dry_run="false")  # fmt: skip
    assert len(done.json()["cases"]) == 1


def test_who_may_not_import_does_not(user_with):
    with pytest.raises(NotAllowedError):
        bring(user_with(Role.SALES), CRM, MAPPING)


def unzipped(parts):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    assert archive.testzip() is None
    return archive


def lines(archive, name):
    return [json.loads(line) for line in archive.read(name).splitlines()]


@pytest.fixture
def filed(case, ana):
    return collaboration.attach_file(
        case, actor=ana, upload=Upload("memo.txt", [b"A memo."]), about=About("Memo")
    )


def test_everything_can_be_taken_elsewhere(case, filed):
    archive = unzipped(export_everything(None))
    (told,) = lines(archive, "cases.jsonl")
    assert told["reference"] == case.reference
    assert archive.read(f"evidence/{filed.sha256}") == b"A memo."
    events = lines(archive, "record/events.jsonl")
    for event in events:
        hash_, body = event.pop("hash"), event.pop("body", "")
        event.pop("salt", None)
        assert event_hash(event) == hash_
        assert body
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["rows"]["cases.jsonl"] == 1


def test_an_export_holds_what_one_may_see_and_no_more(case, filed, program, user_with, rui):
    dora, xena = user_with(Role.DECIDER), user_with(Role.AUDITOR)
    taken = program(dora).get("/export")
    archive = unzipped(taken.streaming_content)
    assert lines(archive, "cases.jsonl") == []
    assert f"evidence/{filed.sha256}" not in archive.namelist()
    assert not any("body" in event for event in lines(archive, "record/events.jsonl"))
    archive = unzipped(program(xena).get("/export").streaming_content)
    assert len(lines(archive, "cases.jsonl")) == 1


def test_the_commands_bring_in_and_take_out(own_desk, tmp_path):
    own_desk.python(
        "from enduse.desk.accounts.models import RoleGrant, User\n"
        "user = User.objects.create_user('ana@example.org')\n"
        "RoleGrant.objects.create(user=user, role='analyst')\n"
    )
    (tmp_path / "crm.csv").write_text(CRM, "utf-8")
    (tmp_path / "map.toml").write_bytes(MAPPING)
    said = ("desk", "import", tmp_path / "crm.csv", "--as", "ana@example.org")
    said += ("--mapping", tmp_path / "map.toml")
    tried = own_desk.enduse(*said)
    assert tried.returncode == 0, tried.stderr
    assert "2 cases ready; nothing was written" in tried.stdout
    done = own_desk.enduse(*said, "--write")
    assert "opened C-0001 Ministry of the Interior" in done.stdout
    taken = own_desk.enduse("desk", "export", tmp_path / "all.zip")
    assert taken.returncode == 0, taken.stderr
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(lines(archive, "cases.jsonl")) == 2
