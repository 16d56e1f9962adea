from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from enduse.desk.accounts.roles import Role
from enduse.desk.evidence import services
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.record.models import Event
from enduse.desk.registers.models import Product
from enduse.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


def test_a_file_is_on_record_by_its_hash(add):
    file = add()
    event = Event.objects.get(verb="evidence:added")
    assert event.thing == f"evidencefile:{file.pk}"
    assert event.body.content["sha256"] == file.sha256


def test_a_file_that_expires_before_it_counts_is_refused():
    with pytest.raises(InvalidInputError, match="expires_on"):
        services.About("x", effective_on=date(2026, 2, 1), expires_on=date(2026, 1, 1))


def test_a_file_counts_from_its_day_to_its_day(add):
    today = timezone.localdate()
    file = add(effective_on=today - timedelta(days=1), expires_on=today + timedelta(days=1))
    assert file.counts_on(today)
    assert file.counts_on(today + timedelta(days=1))
    assert not file.counts_on(today + timedelta(days=2))
    assert not file.counts_on(today - timedelta(days=2))


def test_a_withdrawn_file_stays_and_counts_no_more(add, ana):
    file = add()
    services.withdraw_file(file, actor=ana, reason="Forged")
    file.refresh_from_db()
    assert file.state == "withdrawn"
    with pytest.raises(ConflictError):
        services.withdraw_file(file, actor=ana, reason="again")


def test_a_file_is_there_only_for_whom_it_concerns(add, user_with):
    file = add()
    with pytest.raises(NotFoundError):
        services.get_file(user_with(Role.ANALYST), file.pk)
    assert services.get_file(user_with(Role.AUDITOR), file.pk) == file


def test_an_auditor_adds_nothing(user_with):
    upload = services.Upload("a.txt", [b"x"])
    with pytest.raises(NotAllowedError):
        services.add_file(actor=user_with(Role.AUDITOR), upload=upload, about=services.About("x"))
    assert not EvidenceFile.objects.exists()


def test_a_file_is_saved_and_never_shown_inside_a_page(add, ana, client):
    file = add("page.txt", b"<script>alert(1)</script>")
    client.force_login(ana)
    response = client.get(reverse("evidence:content", args=[file.pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_upload_over_the_limit_is_refused_clearly(user_with, client, settings):
    settings.MAX_UPLOAD_BYTES = 100_000
    user = user_with(Role.ENGINEER, Role.ANALYST)
    client.force_login(user)
    client.post(reverse("registers:add_product"), {"name": "Gate", "seen": 1})
    file = SimpleUploadedFile("big.txt", b"x" * 300_000)
    response = client.post(
        reverse("registers:add_source", args=[Product.objects.get().pk]),
        {"title": "Sheet", "received_on": "2026-01-01", "file": file},
    )
    assert response.status_code == 413
    assert "larger than" in response.content.decode()
    assert not EvidenceFile.objects.exists()
