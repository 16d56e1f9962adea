import hashlib
import io
import zipfile

import pytest

from enduse.desk.evidence import store
from enduse.desk.evidence.types import media_type_of
from enduse.domain.errors import InvalidInputError, NotFoundError


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", b"\0" * 50_000_000)
    return packed.getvalue()


def files_in(settings):
    return [path for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_hash_and_the_same_content_once(settings):
    first = store.keep("a.txt", [b"the same"])
    second = store.keep("b.txt", [b"the ", b"same"])
    assert first.sha256 == second.sha256 == hashlib.sha256(b"the same").hexdigest()
    assert files_in(settings) == [store.path_of(first.sha256)]
    assert store.read(first.sha256) == b"the same"


def test_a_file_that_was_changed_on_disk_is_not_given_out(settings):
    kept = store.keep("a.txt", [b"as it was"])
    store.path_of(kept.sha256).write_bytes(b"as it is")
    with pytest.raises(NotFoundError, match="changed"):
        store.read(kept.sha256)


def test_a_stream_is_cut_off_at_the_limit_and_leaves_nothing(settings):
    settings.MAX_UPLOAD_BYTES = 2**20
    drawn = []

    def endless():
        while True:
            drawn.append(1)
            yield b"x" * 65_536

    with pytest.raises(InvalidInputError, match="larger than 1 MB"):
        store.keep("big.txt", endless())
    assert len(drawn) == 17
    assert not files_in(settings)


def test_a_packed_bomb_is_kept_small_and_never_unpacked(settings):
    content = bomb()
    kept = store.keep("bomb.zip", [content])
    assert kept.size == len(content) < 100_000
    assert sum(path.stat().st_size for path in files_in(settings)) == len(content)


def test_an_empty_file_is_refused(settings):
    with pytest.raises(InvalidInputError, match="empty"):
        store.keep("a.txt", [])
    assert not files_in(settings)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\list.csv", "list.csv"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("invoice\u202efdp.txt", "invoice_fdp.txt"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("x" * 500 + ".pdf", "x" * 117 + ".pdf"),
        ("отчёт.pdf", "отчёт.pdf"),
    ],
)
def test_a_name_is_made_harmless(given, shown):
    assert store.harmless_name(given) == shown


@pytest.mark.parametrize(
    ("name", "head", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.PNG", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.docx", b"PK\x03\x04....", None),
        ("a.csv", b"name,country\n", "text/csv"),
        ("a.txt", "ü".encode() * 2_048 + b"\xc3", "text/plain"),
    ],
)
def test_the_type_is_told_by_the_content(name, head, media_type):
    told = media_type_of(name, head)
    assert told == media_type if media_type else "wordprocessing" in told


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.pdf", b"MZ\x90\x00"),
        ("a.txt", b"\x7fELF\x02"),
        ("a.txt", b"MZ this is a program"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg>"),
        ("a.png", b"%PDF-1.7"),
        ("a.pdf", b"plain words"),
        ("noending", b"plain words"),
        ("a.txt", b"\xff\xfe\x00\x01"),
    ],
)
def test_a_file_that_belies_its_name_or_is_not_taken_is_refused(name, head):
    with pytest.raises(InvalidInputError, match="file:"):
        media_type_of(name, head)
