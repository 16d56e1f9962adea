import pytest
from nacl.signing import SigningKey

from enduse.desk.record import notes
from enduse.domain.errors import InvalidInputError

KEY = SigningKey(b"k" * 32)
ROOT = bytes(range(32))


def test_a_note_says_origin_size_and_root_and_carries_a_signature():
    note = notes.sign(KEY, 42, ROOT)
    lines = note.split("\n")
    assert lines[:3] == [
        notes.origin_of(KEY.verify_key),
        "42",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    ]
    assert lines[3] == ""
    assert lines[4].startswith(f"\u2014 {lines[0]} ")
    assert notes.read(note, KEY.verify_key) == notes.Statement(lines[0], 42, ROOT)


def test_a_note_with_signatures_of_others_too_is_read():
    note = notes.sign(KEY, 42, ROOT) + "\u2014 witness.example AAAAAAAA\n"
    assert notes.read(note, KEY.verify_key).size == 42


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n42\n", "\n43\n"),
        lambda note: note.replace("AAEC", "AAED"),
        lambda note: note.replace("\u2014", "-"),
        lambda note: note.partition("\n\n")[0],
        lambda _note: "",
    ],
)
def test_a_note_that_was_changed_is_refused(spoil):
    with pytest.raises(InvalidInputError):
        notes.read(spoil(notes.sign(KEY, 42, ROOT)), KEY.verify_key)


def test_a_note_of_another_key_is_refused():
    with pytest.raises(InvalidInputError):
        notes.read(notes.sign(SigningKey(b"o" * 32), 42, ROOT), KEY.verify_key)


def test_a_public_key_survives_being_written_in_one_line():
    line = notes.verifier_key(KEY.verify_key)
    assert notes.read_verifier_key(line) == KEY.verify_key
    with pytest.raises(InvalidInputError):
        notes.read_verifier_key(line[:-3] + "AA=")
