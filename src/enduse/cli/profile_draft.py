"""The profile file as it grows: a scan adds what it found; what a person wrote is never touched."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer

from enduse.capability.profile.product_profile import FORMAT, ProductProfile, Status, read_profile
from enduse.capability.profile.questions import Kind, ProfileQuestion, load_questionnaire
from enduse.capability.scan.result import Scan, ScannedCapability
from enduse.cli.files import read_bytes, write_whole
from enduse.cli.toml_edit import Value, add_table

_FEW_PLACES = 3


def open_profile(path: Path | None) -> ProductProfile | None:
    """The profile of a path; None when none is named or it is not there yet.

    Raises:
        InvalidInputError: it is there and cannot be read.
    """
    if path is None or not path.exists():
        return None
    return read_profile(str(path), read_bytes(path))


def keep_draft(path: Path, scan: Scan, known: ProductProfile | None, *, update: bool) -> None:
    """Write what a scan found into the profile, below everything that is already there.

    A file that is missing is begun; one that is there changes only with `update`. Capabilities
    that the profile names in any way are left as they are.
    """
    named = {one.capability for one in known.judged} if known else set()
    fresh = [one for one in scan.found if one.id not in named and not one.is_confirmed]
    if known is not None and not update:
        if fresh:
            told = ", ".join(one.id for one in fresh)
            typer.echo(f"enduse: not in {path}: {told}; --update-profile adds them", err=True)
        return
    text = path.read_text("utf-8-sig") if known else blank_profile()
    for one in fresh:
        text = add_table(text, "capabilities", _row(one))
    read_profile(str(path), text.encode("utf-8"))
    write_whole(path, text)
    typer.echo(f"Wrote {path}: {len(fresh)} to confirm or correct", err=True)


def blank_profile() -> str:
    """A profile with every question and nothing answered, with notes for a person."""
    return "\n".join(_blank()) + "\n"


def _blank() -> Iterator[str]:
    yield "# What the product does, as product people state it. Kept with the product, used again"
    yield "# for every sale; `enduse profile check` reads it, `enduse profile diff` compares two."
    yield "# Take the # away from an answer that is true. What is not answered is unknown."
    yield ""
    yield f"format = {FORMAT}"
    yield ""
    yield "[product]"
    yield 'name = ""'
    yield 'vendor = ""'
    yield 'release = ""'
    yield ""
    yield "[answers]"
    for question in load_questionnaire().questions:
        yield from _question(question)
    yield ""
    yield "# What a scan found stands below as `found`. Change status to `confirmed`, or to"
    yield "# `absent` with a reason and your name (by); add `on = 2026-01-31` if you like."
    yield "# A scan adds, and never changes what stands here."


def _question(question: ProfileQuestion) -> Iterator[str]:
    yield f"# {question.ask}"
    if question.kind is not Kind.YES_NO:
        yield from (f"#   {word}: {says}" for word, says in question.words.items())
    example: object = next(iter(question.words))
    if question.kind is Kind.SEVERAL:
        example = list(question.words)[:2]
    yield f"# {question.id} = {json.dumps(example)}"


def _row(one: ScannedCapability) -> dict[str, Value]:
    places = dict.fromkeys(f"{e.source}:{e.line} {e.reason}" for e in one.evidence)
    return {
        "id": one.id,
        "status": Status.FOUND.value,
        "strength": one.strength.value,
        "evidence": list(places)[:_FEW_PLACES],
    }
