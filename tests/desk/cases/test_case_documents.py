import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from enduse.desk.accounts.roles import VERBS, Role
from enduse.desk.cases import papers, services
from enduse.desk.cases.documents import case_documents

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "assessment-html": ("text/html; charset=utf-8", b"<!doctype html>"),
    "assessment-json": ("application/json; charset=utf-8", b"{"),
    "dossier-html": ("text/html; charset=utf-8", b"<!doctype html>"),
    "dossier-pdf": ("application/pdf", b"%PDF-"),
    "board-pdf": ("application/pdf", b"%PDF-"),
    "annex-docx": (WORD, b"PK"),
    "end-use-certificate-docx": (WORD, b"PK"),
    "bis-memo-pdf": ("application/pdf", b"%PDF-"),
    "eu-memo-pdf": ("application/pdf", b"%PDF-"),
    "plan-text": ("text/plain; charset=utf-8", b""),
    "plan-tracker": (BOOK, b"PK"),
    "bundle": ("application/zip", b"PK"),
}
"""What each kind is sent as, and how it begins."""


def get(client, case, kind):
    return client.get(reverse("cases:document", args=[case.pk, kind]))


def test_every_kind_on_offer_is_tried_here(case):
    assert [one.id for one in case_documents(case)] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_sent_as_what_it_is(case, ana, client, kind):
    client.force_login(ana)
    response = get(client, case, kind)
    media_type, begins = KINDS[kind]
    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    assert response.content[:15].lower().startswith(begins.lower())
    assert f'filename="{case.reference}-{kind}.' in response.headers["Content-Disposition"]


def test_the_stamp_is_taken_from_the_case(opened, client, ana):
    case = opened(classification="restricted")
    services.submit_case(case, actor=ana)
    client.force_login(ana)
    page = get(client, case, "dossier-html").content.decode()
    for part in (case.reference, "version 1", "In review", "Restricted"):
        assert part in page


def test_the_stamp_does_not_speak_the_language_of_the_reader(case):
    with translation.override("de"):
        assert papers.stamp_of(case).status == "Draft"


def test_the_plan_is_the_same_in_both_forms(case, ana, client):
    client.force_login(ana)
    text = get(client, case, "plan-text").content.decode()
    book = load_workbook(BytesIO(get(client, case, "plan-tracker").content))
    cells = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    named = {cell for cell in cells if len(cell) == 6 and cell[2:4] == "-S"}
    assert named
    assert all(id_ in text for id_ in named)


def test_a_bundle_checks_itself_and_holds_the_transaction_of_the_case(case, ana, client, tmp_path):
    client.force_login(ana)
    content = get(client, case, "bundle").content
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        given = json.loads(bundle.read("input/transaction.json"))
        program = tmp_path / "verify.py"
        program.write_bytes(bundle.read("verify.py"))
        manifest = hashlib.sha256(bundle.read("manifest.json")).hexdigest()
    assert given == services.content_of(case)
    (tmp_path / "bundle.zip").write_bytes(content)
    command = [sys.executable, str(program), str(tmp_path / "bundle.zip"), "--manifest", manifest]
    checked = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("role", Role)
def test_documents_are_for_those_who_may_export(case, user_with, client, role):
    user = user_with(role)
    case.memberships.create(user=user, role="analyst", added_by=case.author)
    client.force_login(user)
    expected = 200 if role in VERBS["case:export"] else 403
    assert get(client, case, "plan-text").status_code == expected


def test_a_kind_that_does_not_exist_is_not_found(case, ana, client):
    client.force_login(ana)
    assert get(client, case, "horoscope").status_code == 404
