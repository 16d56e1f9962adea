from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from enduse.desk.accounts.roles import VERBS, Role
from enduse.desk.cases import claims, services
from enduse.desk.cases.models import Case
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.models import Event
from enduse.documents.questionnaire_file import QuestionnaireFormat
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from enduse.domain.vocabulary import Role as Part

ON = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def sent(case, actor, role=Part.BUYER):
    return claims.questionnaire_file(
        case, actor=actor, role=role, output=QuestionnaireFormat.XLSX, everything=True
    )


def changed(content, change):
    book = load_workbook(BytesIO(content))
    change(book["Questions"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(case, actor):
    """The buyer's workbook with one answer in words and one choice."""

    def answer(sheet):
        sheet["E2"] = "The border unit, under the Border Act"
        row = next(
            one for one in sheet.iter_rows(min_row=2) if one[5].value == "deal.hidden_client"
        )
        row[3].value = "yes"

    return changed(sent(case, actor), answer)


def brought(case, actor, content=None):
    return claims.bring_back(
        case,
        actor=actor,
        name="back.xlsx",
        content=content or filled(case, actor),
        by="Joy Otieno",
        on=ON,
    )


def state_of(case):
    fresh = Case.objects.get(pk=case.pk)
    return (
        fresh.version,
        services.content_of(fresh),
        Event.objects.count(),
        EvidenceFile.objects.count(),
    )


@pytest.mark.parametrize("role", ["buyer", "reseller"])
@pytest.mark.parametrize("output", ["xlsx", "docx"])
def test_a_questionnaire_is_saved_for_either_audience(case, ana, client, role, output):
    client.force_login(ana)
    url = reverse("cases:ask", args=[case.pk])
    response = client.get(url, {"role": role, "output": output})
    assert response.status_code == 200
    assert response.content.startswith(b"PK")
    name = f'filename="{case.reference}-questions-{role}.{output}"'
    assert name in response.headers["Content-Disposition"]


def test_a_questionnaire_for_nobody_is_refused(case, ana, client):
    client.force_login(ana)
    response = client.get(reverse("cases:ask", args=[case.pk]), {"role": "oracle"})
    assert response.status_code == 400


def test_answers_come_back_are_shown_and_only_then_saved(case, ana, client):
    client.force_login(ana)
    before = services.content_of(case)
    upload = SimpleUploadedFile("back.xlsx", filled(case, ana))
    given = {"file": upload, "by": "Joy Otieno", "on": ON.isoformat()}
    page = client.post(reverse("cases:bring_back", args=[case.pk]), given, follow=True)
    assert page.status_code == 200
    assert "The border unit, under the Border Act" in page.content.decode()
    assert [one.key for one in page.context["claims"]] == ["C2-Q01", "deal.hidden_client"]
    assert services.content_of(Case.objects.get(pk=case.pk)) == before

    done = client.post(page.request["PATH_INFO"], follow=True)
    assert done.status_code == 200
    fresh = Case.objects.get(pk=case.pk)
    after = services.content_of(fresh)
    assert fresh.version == case.version + 1
    assert [row["answer"] for row in after["claims"]] == [
        "The border unit, under the Border Act",
        "yes",
    ]
    assert {row["by"] for row in after["claims"]} == {"Joy Otieno"}
    assert {key: value for key, value in after.items() if key != "claims"} == before
    newest = Event.objects.order_by("-seq").first()
    assert newest.verb == "case:described"
    assert "2 claims of Joy Otieno" in newest.body.reason
    assert "Joy Otieno" in client.get(reverse("cases:claims", args=[case.pk])).content.decode()


@pytest.mark.parametrize(("days", "said"), [(0, 0), (1, 2)])
def test_a_claim_of_a_later_day_than_the_case_is_said_not_to_count(case, ana, client, days, said):
    on = case.standing.as_of + timedelta(days=days)
    file = claims.bring_back(
        case, actor=ana, name="back.xlsx", content=filled(case, ana), by="Joy Otieno", on=on
    )
    client.force_login(ana)
    page = client.get(reverse("cases:returned", args=[case.pk, file.pk])).content.decode()
    assert page.count("not counted") == said


def test_a_claim_points_to_the_file_that_is_kept_as_evidence(case, ana):
    file = brought(case, ana)
    claims.take_in(case, actor=ana, file=file)
    rows = services.content_of(Case.objects.get(pk=case.pk))["claims"]
    assert {row["document_sha256"] for row in rows} == {file.sha256}
    assert case.evidence_uses.get().file == file


def test_the_same_file_is_taken_in_once(case, ana, client):
    file = brought(case, ana)
    claims.take_in(case, actor=ana, file=file)
    before = state_of(case)
    with pytest.raises(ConflictError, match="already"):
        claims.take_in(case, actor=ana, file=file)
    assert state_of(case) == before
    client.force_login(ana)
    page = client.get(reverse("cases:returned", args=[case.pk, file.pk])).content.decode()
    assert "in the case already" in page
    assert "Save as claims" not in page


def test_a_workbook_whose_questions_were_changed_is_refused_and_nothing_changes(case, ana, client):
    def soften(sheet):
        sheet["B2"] = "Is all well?"
        sheet["E2"] = "Yes"

    client.force_login(ana)
    content = changed(sent(case, ana), soften)
    before = state_of(case)
    given = {"file": SimpleUploadedFile("back.xlsx", content), "by": "Joy", "on": ON.isoformat()}
    page = client.post(reverse("cases:bring_back", args=[case.pk]), given)
    assert page.status_code == 422
    said = page.content.decode()
    assert "its questions are not as they were sent" in said
    assert "nothing was changed" in said
    assert state_of(case) == before


def test_a_workbook_of_another_case_is_refused(case, opened, ana):
    other = opened()
    content = filled(other, ana)
    before = state_of(case)
    with pytest.raises(InvalidInputError, match="another sale"):
        brought(case, ana, content)
    assert state_of(case) == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("back.pdf", b"%PDF-1.7", "neither"),
        ("back.xlsx", b"no workbook", "damaged"),
        ("back.docx", b"PK\x03\x04", "damaged"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused(case, ana, name, content, says):
    with pytest.raises(InvalidInputError, match=says):
        claims.bring_back(case, actor=ana, name=name, content=content, by="Joy", on=ON)
    assert not EvidenceFile.objects.exists()


def test_other_evidence_of_the_case_brings_no_claims(case, ana):
    file = brought(case, ana)
    file.source = ""
    with pytest.raises(InvalidInputError, match="no questionnaire that counts"):
        claims.take_in(case, actor=ana, file=file)


def test_a_file_of_another_case_is_not_found(case, opened, ana, client):
    file = brought(opened(), ana)
    client.force_login(ana)
    assert client.get(reverse("cases:returned", args=[case.pk, file.pk])).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - VERBS["case:import"]))
def test_claims_are_brought_in_only_by_those_who_may(case, ana, user_with, role):
    user = user_with(role)
    case.memberships.create(user=user, role="analyst", added_by=ana)
    with pytest.raises(NotAllowedError):
        brought(case, user, filled(case, ana))
    assert not EvidenceFile.objects.exists()
