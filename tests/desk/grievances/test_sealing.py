"""What is sealed opens with its key and with nothing else, and says little by its length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from enduse.desk.grievances.officers import make_key, recover, unwrap
from enduse.desk.grievances.sealing import (
    Halves,
    new_key,
    open_with,
    seal,
    seal_to,
    unseal,
)
from enduse.desk.grievances.words import new_receipt, read_receipt
from enduse.domain.errors import InvalidInputError, NotAllowedError


@settings(max_examples=50)
@given(st.binary(max_size=20_000))
def test_what_is_sealed_comes_back_whole(content):
    key = new_key()

    assert unseal(seal(content, key), key) == content


def test_another_key_opens_nothing():
    with pytest.raises(NotAllowedError):
        unseal(seal(b"words", new_key()), new_key())


def test_a_changed_byte_is_noticed():
    key = new_key()
    sealed = bytearray(seal(b"words", key))
    sealed[-1] ^= 1

    with pytest.raises(NotAllowedError):
        unseal(bytes(sealed), key)


def test_short_messages_look_alike():
    key = new_key()

    assert len(seal(b"", key)) == len(seal(b"x" * 4_000, key))


@settings(max_examples=50)
@given(st.integers(0, 10**6))
def test_padding_grows_in_few_steps(length):
    padded = len(seal(bytes(length), new_key()))

    assert padded - length <= max(4_200, length / 4)


def test_what_is_sealed_to_one_officer_is_closed_to_another():
    mine, theirs = PrivateKey.generate(), PrivateKey.generate()
    sealed = seal_to(bytes(mine.public_key), b"key")

    assert open_with(mine, sealed) == b"key"
    with pytest.raises(NotAllowedError):
        open_with(theirs, sealed)


def test_two_halves_make_the_key_and_one_does_not():
    key = new_key()
    halves = Halves.of(key)

    assert halves.join() == key
    assert key not in (halves.one, halves.other)


def test_a_passphrase_and_the_printed_recovery_key_open_the_same_key():
    made = make_key("a long enough passphrase")

    by_passphrase = unwrap(made.wrapped, "a long enough passphrase")
    by_recovery = recover(made.recovery_wrapped, made.recovery.lower())

    assert bytes(by_passphrase) == bytes(by_recovery)
    with pytest.raises(NotAllowedError):
        unwrap(made.wrapped, "a long enough passphrasf")
    with pytest.raises(NotAllowedError):
        recover(made.recovery_wrapped, "not the key")


def test_a_short_passphrase_is_refused():
    with pytest.raises(InvalidInputError, match="at least 16 characters"):
        make_key("short")


def test_a_receipt_is_read_however_it_is_typed():
    receipt = new_receipt()

    assert read_receipt("  " + receipt.upper().replace(" ", "-\n") + ".") == receipt


@pytest.mark.parametrize("typed", ["", "bako", "bako bako bako bako bako bako banana", "1 2 3"])
def test_what_is_no_receipt_is_refused(typed):
    with pytest.raises(InvalidInputError, match="seven words of four letters"):
        read_receipt(typed)


def test_receipts_do_not_repeat():
    assert len({new_receipt() for _ in range(2_000)}) == 2_000
