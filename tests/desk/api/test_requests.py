"""What holds for every request: errors that name the field, repeats, limits, pages."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from enduse.desk.accounts.models import ApiToken
from enduse.desk.accounts.roles import Role
from enduse.desk.api.models import KeptAnswer
from enduse.desk.api.repeats import forget_old_answers
from enduse.desk.cases import services
from enduse.desk.cases.models import Comment
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.registers import services as registers
from enduse.desk.registers.models import Party
from tests.desk.cases.conftest import example

SALE = example("kenya-border-facial-recognition")


def test_a_wrong_field_is_named(anas, case):
    answer = anas.post("/cases", {"title": "x", "transaction": {**SALE, "colour": "red"}})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "colour" in answer.json()["detail"]
    answer = anas.post("/cases", {"transaction": SALE, "classification": "top"})
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"title", "classification"}
    assert anas.post("/cases", "{not json").status_code == 400
    assert anas.post(f"/cases/{case.pk}/comments", {"text": "a\x00b"}).status_code == 400
    assert anas.get("/cases?limit=1000").json()["errors"][0]["field"] == "limit"
    assert anas.get(f"/cases/{2**63}").status_code == 422


def test_a_change_made_from_an_old_version_is_a_conflict(anas, case):
    body = {"transaction": {**SALE, "end_use": "Another"}, "seen": 1}
    assert anas.put(f"/cases/{case.pk}/transaction", body).status_code == 200
    body["transaction"]["end_use"] = "A third"
    assert anas.put(f"/cases/{case.pk}/transaction", body).status_code == 409


def test_a_token_that_is_over_opens_nothing(program, ana):
    anas = program(ana, days=-1)
    assert anas.get("/cases").status_code == 401
    anas = program(ana)
    ApiToken.objects.update(revoked_at=timezone.now())
    assert anas.get("/cases").status_code == 401


def test_a_repeated_request_does_its_work_once(anas, case):
    said = [
        anas.post(f"/cases/{case.pk}/comments", {"text": "Once"}, Idempotency_Key="k-1")
        for _ in range(3)
    ]
    assert [one.status_code for one in said] == [201, 201, 201]
    assert said[0].content == said[1].content
    assert said[2].headers["Idempotent-Replay"] == "true"
    assert Comment.objects.count() == 1
    assert b"Once" not in bytes(KeptAnswer.objects.get().body)


def test_a_key_that_comes_with_another_request_is_refused(anas, program, rui, case):
    path = f"/cases/{case.pk}/comments"
    assert anas.post(path, {"text": "One"}, Idempotency_Key="k").status_code == 201
    other = anas.post(path, {"text": "Two"}, Idempotency_Key="k")
    assert other.status_code == 409
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert program(rui).post(path, {"text": "One"}, Idempotency_Key="k").status_code == 404


def test_a_refused_request_may_be_mended_and_sent_again_with_its_key(anas, case):
    path = f"/cases/{case.pk}/comments"
    assert anas.post(path, {"text": ""}, Idempotency_Key="k").status_code == 422
    assert anas.post(path, {"text": "Mended"}, Idempotency_Key="k").status_code == 201


def test_kept_answers_are_forgotten(anas, case):
    anas.post(f"/cases/{case.pk}/comments", {"text": "Once"}, Idempotency_Key="k")
    assert forget_old_answers() == 0
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(days=3))
    assert forget_old_answers() == 1


def test_who_calls_too_often_waits(anas, settings):
    settings.API_CALLS_A_MINUTE = 3
    answers = [anas.get("/cases") for _ in range(5)]
    assert [one.status_code for one in answers].count(429) >= 1
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_pages_follow_one_another(anas, ana):
    for number in range(5):
        registers.add_entry(Party, actor=ana, fields={"name": f"Norvik {number}"})
    first = anas.get("/parties?limit=2&q=norvik").json()
    second = anas.get(f"/parties?limit=2&after={first['next']}").json()
    third = anas.get(f"/parties?limit=2&after={second['next']}").json()
    names = [one["name"] for page in (first, second, third) for one in page["items"]]
    assert names == [f"Norvik {number}" for number in (4, 3, 2, 1, 0)]
    assert third["next"] is None


def test_a_list_asks_the_database_as_often_for_many_as_for_one(
    anas, ana, case, django_assert_max_num_queries
):
    for number in range(4):
        services.open_case(actor=ana, title=f"Gates {number}", content=SALE)
    with django_assert_max_num_queries(6):
        assert len(anas.get("/cases").json()["items"]) == 5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("memo.exe", b"MZ\x90\x00", "should end in"),
        ("memo.pdf", b"plain words", "its true ending"),
        ("memo.txt", b"MZ\x90\x00", "neither text"),
        ("memo.txt", b"", "empty"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(anas, case, name, content, says):
    answer = anas.send(f"/cases/{case.pk}/evidence", SimpleUploadedFile(name, content))
    assert answer.status_code == 400
    assert says in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["field"] == "file"
    assert not EvidenceFile.objects.exists()


def test_a_zip_bomb_is_kept_packed_and_a_name_leads_nowhere(anas, case, settings):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 20_000_000)
    upload = SimpleUploadedFile("zip.zip", packed.getvalue())
    upload._name = "../../../etc/passwd.zip"
    answer = anas.send(f"/cases/{case.pk}/evidence", upload)
    assert answer.status_code == 201
    assert answer.json()["name"] == "passwd.zip"
    kept = [path for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < 100_000
    content = anas.get(f"/evidence/{answer.json()['id']}/content")
    assert b"".join(content.streaming_content) == packed.getvalue()
    assert content.headers["Content-Disposition"] == 'attachment; filename="passwd.zip"'


def test_a_stream_over_the_limit_is_cut_off(anas, case, settings):
    settings.MAX_UPLOAD_BYTES = 200_000
    stream(anas, case, settings, 2_000_000)


@pytest.mark.long
def test_two_gigabytes_are_cut_off_at_the_limit(anas, case, settings):
    stream(anas, case, settings, 2 * 2**30)


class Stream:
    """A form with one file of so many bytes, made as it is read."""

    def __init__(self, size):
        self.head = (
            b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nMemo\r\n'
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            b"Content-Type: text/plain\r\n\r\n"
        )
        self.tail = b"\r\n--b--\r\n"
        self.left, self.length, self.read_so_far = size, len(self.head) + size + len(self.tail), 0

    def __len__(self):
        return self.length

    def read(self, count=65_536):
        if self.head:
            given, self.head = self.head, b""
        elif self.left:
            given = b"x" * min(count, self.left)
            self.left -= len(given)
        else:
            given, self.tail = self.tail, b""
        self.read_so_far += len(given)
        return given

    def readline(self, count=65_536):
        return self.read(count)


def stream(anas, case, settings, size):
    body = Stream(size)
    answer = anas.client.generic(
        "POST",
        f"/api/cases/{case.pk}/evidence",
        headers={"Authorization": f"Bearer {anas.secret}"},
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
        },
    )
    assert answer.status_code == 413
    assert "larger than" in answer.json()["detail"]
    assert body.read_so_far < settings.MAX_UPLOAD_BYTES + 2**20
    assert not [path for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()]


def test_a_sales_person_opens_a_case_and_reads_no_record(program, user_with):
    sam = program(user_with(Role.SALES))
    assert sam.post("/cases", {"title": "Gates", "transaction": SALE}).status_code == 201
    assert sam.get("/record").status_code == 403
