#!/usr/bin/env python3
"""Verify an evidence bundle: `python3 verify.py` in its folder, or with the folder as argument.

This file stands in every bundle and needs nothing but Python 3.9 or later. It checks that

1. every file is the one that manifest.json lists,
2. every event has the hash that its fields give, and its words are the ones it was recorded with,
3. the checkpoint is signed with the public key, and
4. every event is in the record that the checkpoint signs (RFC 6962).

What it cannot check is whose key it is: compare the public key it prints with one you have from
elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

FIELDS = (
    "seq",
    "at",
    "actor",
    "via",
    "verb",
    "thing",
    "version",
    "body_hash",
    "prev_hash",
)

# Ed25519 as RFC 8032 defines it; only what verifying takes.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


Point = Tuple[int, int, int, int]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def recover_x(y: int, sign: int) -> int:
    if y >= P:
        raise ValueError("not a point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point")
    return P - x if x % 2 != sign else x


def point(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y = number % 2**255
    x = recover_x(y, number >> 255)
    return x, y, 1, x * y % P


def add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, start: Point) -> Point:
    result = (0, 1, 1, 0)
    while factor:
        if factor % 2:
            result = add(result, start)
        start, factor = add(start, start), factor >> 1
    return result


def same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether an Ed25519 signature is good."""
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or len(key) != 32 or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    try:
        return same(times(s, BASE), add(point(signature[:32]), times(challenge, point(key))))
    except ValueError:
        return False


def read_key(line: str) -> Tuple[str, str, bytes]:
    name, key_hash, encoded = line.strip().split("+", 2)
    key = base64.b64decode(encoded)[1:]
    if sha256(name.encode() + b"\n\x01" + key)[:4].hex() != key_hash:
        raise ValueError("the public key does not fit its own hash")
    return name, key_hash, key


def read_checkpoint(note: str, key_line: str) -> Tuple[int, bytes]:
    """The size and root that the note states, if the key signed it."""
    text, _, signatures = note.partition("\n\n")
    name, key_hash, key = read_key(key_line)
    for line in signatures.splitlines():
        if line.startswith("\u2014 " + name + " "):
            raw = base64.b64decode(line.rpartition(" ")[2])
            if raw[:4].hex() == key_hash and is_signed((text + "\n").encode(), raw[4:], key):
                _, size, root = text.split("\n")[:3]
                return int(size), base64.b64decode(root)
    raise ValueError("the checkpoint is not signed with the public key")


def canonical(fields: Dict[str, Any]) -> bytes:
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def root_of(leaf: bytes, index: int, size: int, path: List[bytes]) -> Optional[bytes]:
    """The root that a path of hashes leads to, from one leaf."""
    node, last = leaf, size - 1
    for other in path:
        if index % 2 or index == last:
            node = sha256(b"\x01" + other + node)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + other)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def wrong_with_event(event: Dict[str, Any], size: int, root: bytes) -> str:
    """What is wrong with one event; nothing if it is as it was recorded."""
    hash_ = sha256(canonical({name: event[name] for name in FIELDS})).hex()
    if hash_ != event["hash"]:
        return "its hash does not fit its fields"
    body = event.get("body")
    if (
        body
        and sha256(bytes.fromhex(body["salt"]) + body["text"].encode()).hex() != event["body_hash"]
    ):
        return "its words are not the recorded ones"
    path = [bytes.fromhex(step) for step in event["path"]]
    leaf = sha256(b"\x00" + bytes.fromhex(hash_))
    if root_of(leaf, event["seq"] - 1, size, path) != root:
        return "it is not in the record that the checkpoint signs"
    return ""


def problems(folder: Path) -> Iterator[str]:
    """Everything that is wrong with a bundle."""
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    for name, expected in sorted(listed.items()):
        path = folder / name
        if not path.is_file():
            yield name + ": missing"
        elif sha256(path.read_bytes()).hex() != expected:
            yield name + ": not the file that was put in"
    try:
        note = (folder / "record/checkpoint.txt").read_text("utf-8")
        size, root = read_checkpoint(note, (folder / "record/key.txt").read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield "record/checkpoint.txt: " + str(error)
        return
    for event in json.loads((folder / "record/events.json").read_text("utf-8")):
        wrong = wrong_with_event(event, size, root)
        if wrong:
            yield "event %d: %s" % (event["seq"], wrong)


def main(folder: Path) -> int:
    found = list(problems(folder))
    for problem in found:
        print("WRONG  " + problem)
    events = json.loads((folder / "record/events.json").read_text("utf-8"))
    erased = sum(1 for event in events if event["body_hash"] and not event.get("body"))
    print("%d events; the words of %d are erased or were left out" % (len(events), erased))
    print("public key " + (folder / "record/key.txt").read_text("utf-8").strip())
    print("The bundle is NOT whole." if found else "The bundle is whole.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
