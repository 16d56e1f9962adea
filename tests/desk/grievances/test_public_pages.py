"""The public pages: apart from the desk, without a trace, and the same for every receipt."""

import logging
import re
import statistics
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enduse.desk.grievances import handling
from enduse.desk.grievances.models import Grievance
from enduse.desk.grievances.public import views
from enduse.desk.grievances.public.phrases import LANGUAGES, phrases
from enduse.desk.grievances.receipts import is_genuine
from enduse.desk.grievances.words import new_receipt

pytestmark = pytest.mark.django_db
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture(autouse=True)
def _quick_answers(monkeypatch):
    monkeypatch.setattr(views, "ANSWER_SECONDS", 0.0)


def token_of(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def send(client, page: str, **fields):
    token = token_of(client.get(f"/speak/en/{page}"))
    return client.post(f"/speak/en/{page}", {"token": token, **fields})


def file_one(client, **fields) -> str:
    """File a grievance as a visitor would; the seven words."""
    answered = send(client, "new", **{"what": "They came to my door."} | fields)
    assert answered.status_code == 302, answered.content.decode()
    shown = client.get("/speak/en/receipt").content.decode()
    return re.search(r'class="receipt"[^>]*>([^<]+)<', shown)[1]


def test_the_journey_without_script(client, ana):
    receipt = file_one(client)
    wrong = send(client, "receipt", receipt=new_receipt())
    assert wrong.status_code == 400
    assert "These are not the words" in wrong.content.decode()
    assert send(client, "receipt", receipt=receipt.upper()).url == "/speak/en/done"
    assert is_genuine(client.get("/speak/en/proof").content.decode())
    assert client.get("/speak/en/receipt").status_code == 302, "the words are shown no more"

    handling.reply(Grievance.objects.get(), ana, "We have read it.")
    assert "We have read it." in send(client, "answer", receipt=receipt).content.decode()
    said = send(client, "status", message="Thank you.")
    assert "It was sent." in said.content.decode()
    assert "Thank you." in said.content.decode()
    left = client.post("/speak/en/leave")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("page", ["", "en/", "en/new", "en/answer", "en/safety"])
def test_headers_are_the_least_that_a_reviewer_accepts(client, ana, page):
    headers = client.get(f"/speak/{page}").headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert set(headers) - set(HEADERS) <= {"Content-Type", "Set-Cookie"}


def test_the_cookie_is_strict_and_no_session_of_the_desk_is_begun(client, ana):
    client.get("/speak/en/new")

    cookie = client.cookies["speak"]
    assert set(client.cookies) == {"speak"}
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/")
    assert not cookie["max-age"]


def test_pages_hold_no_script_and_nothing_from_elsewhere(client, ana):
    for page in ("", "en/", "ar/new", "zh/answer", "ru/safety"):
        text = client.get(f"/speak/{page}").content.decode()
        assert "<script" not in text
        assert not re.findall(r'(?:src|href|action)="(?!/)', text), page


def test_known_and_unknown_words_show_the_same_page(client, ana):
    receipt = file_one(client)

    def page(words):
        text = send(client, "answer", receipt=words).content.decode()
        return re.sub(r'value="[^"]+"', "", text)

    assert page(receipt) == page(new_receipt())


def test_nothing_is_logged(client, ana, caplog):
    with caplog.at_level(logging.DEBUG):
        receipt = file_one(client)
        send(client, "answer", receipt=receipt)

    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert ours == []


def test_a_form_from_another_visit_is_refused_and_keeps_what_was_typed(client, ana):
    client.get("/speak/en/new")

    again = client.post("/speak/en/new", {"token": "x", "what": "A long story"})

    assert again.status_code == 400
    assert "A long story" in again.content.decode()
    assert not Grievance.objects.exists()


def test_an_empty_story_is_refused_in_the_readers_language(client, ana):
    client.get("/speak/es/new")
    token = token_of(client.get("/speak/es/new"))

    answered = client.post("/speak/es/new", {"token": token, "what": " "})

    assert answered.status_code == 400
    assert phrases("es").words["error_what"] in answered.content.decode()


def test_markup_in_a_story_is_shown_as_text(client, ana):
    again = client.post("/speak/en/new", {"token": "x", "what": "</textarea><script>x</script>"})

    assert "<script>" not in again.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("run.exe", b"MZ\x90"), ("picture.png", b"#!/bin/sh"), ("page.html", b"<html>")],
)
def test_a_file_of_a_kind_that_is_not_taken_is_refused(client, ana, name, content):
    answered = send(client, "new", what="x", files=SimpleUploadedFile(name, content))

    assert answered.status_code == 400
    assert not Grievance.objects.exists()


def test_files_stay_in_memory(client, ana, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    file_one(client, files=SimpleUploadedFile("long.txt", b"word " * 700_000))

    assert not list(tmp_path.iterdir())
    assert Grievance.objects.get().files.count() == 1


def test_every_language_says_everything_and_arabic_runs_from_the_right(client, ana):
    for code in LANGUAGES:
        assert len(phrases(code).safety) == len(phrases("en").safety)
        assert f'lang="{code}"' in client.get(f"/speak/{code}/").content.decode()
    assert 'dir="rtl"' in client.get("/speak/ar/").content.decode()


def test_a_language_there_is_not_is_no_page(client):
    assert client.get("/speak/xx/").status_code == 404


def test_a_desk_without_officers_takes_nothing_in(client):
    answered = send(client, "new", what="x")

    assert phrases("en").words["error_other"] in answered.content.decode()


def is_told_apart(client, receipt: str, tries: int) -> bool:
    """Whether the answer times of known and unknown words differ at p < 0.01.

    Taken in turns, and compared by ranks (Mann-Whitney U, normal approximation).
    """
    times = {True: [], False: []}
    for number in range(2 * tries):
        is_known = number % 2 == 0
        words = receipt if is_known else new_receipt()
        token = token_of(client.get("/speak/en/answer"))
        began = time.perf_counter()
        client.post("/speak/en/answer", {"token": token, "receipt": words})
        times[is_known].append(time.perf_counter() - began)
    ranked = sorted([(t, k) for k, held in times.items() for t in held])
    rank_sum = sum(rank for rank, (_, is_known) in enumerate(ranked, 1) if is_known)
    u = rank_sum - tries * (tries + 1) / 2
    spread = (tries * tries * (2 * tries + 1) / 12) ** 0.5
    z = (u - tries * tries / 2) / spread
    return 2 * (1 - statistics.NormalDist().cdf(abs(z))) < 0.01


@pytest.mark.parametrize("tries", [25, pytest.param(1_000, marks=pytest.mark.long)])
def test_the_time_of_an_answer_does_not_tell_known_words_from_unknown(
    client, ana, monkeypatch, tries
):
    monkeypatch.setattr(views, "ANSWER_SECONDS", 0.25)
    monkeypatch.setattr(views.RECEIPTS, "_most", 10**6)
    receipt = file_one(client)
    for number in range(3):
        handling.reply(Grievance.objects.get(), ana, f"Message {number}: " + "word " * 900)

    assert not is_told_apart(client, receipt, tries)
