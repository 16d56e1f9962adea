"""A product profile: what a person says the product does, and what they say of what was found."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from enduse.capability.profile.questions import (
    Kind,
    ProfileQuestion,
    Questionnaire,
    load_questionnaire,
)
from enduse.capability.reading import Strength
from enduse.capability.taxonomy import Taxonomy, load_taxonomy
from enduse.domain.dates import parse_day
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.domain.strict import StrictTable

FORMAT = 1
MAX_BYTES = 1_000_000


class Status(StrEnum):
    """What stands behind a capability in the profile."""

    FOUND = "found"  # by a scan; nobody has said anything about it
    CONFIRMED = "confirmed"  # a person says the product has it
    ABSENT = "absent"  # a person says it has not, and why


@dataclass(frozen=True, slots=True)
class Judged:
    """One capability in the profile."""

    capability: str  # id
    status: Status
    strength: Strength
    reason: str = ""
    by: str = ""
    on: date | None = None
    evidence: tuple[str, ...] = ()  # where a scan saw it

    @property
    def is_a_persons(self) -> bool:
        """Whether a person decided it."""
        return self.status is not Status.FOUND


@dataclass(frozen=True, slots=True)
class ProductProfile:
    """The whole profile. An answer that is not there is unknown."""

    source: str  # what to call the file in evidence
    name: str = ""
    vendor: str = ""
    release: str = ""
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()

    def judgement_of(self, capability: str) -> Judged | None:
        """What the profile says of one capability."""
        return next((one for one in self.judged if one.capability == capability), None)


def read_profile(
    source: str,
    content: bytes | Mapping[str, object],
    *,
    questionnaire: Questionnaire | None = None,
    taxonomy: Taxonomy | None = None,
) -> ProductProfile:
    """Read a profile strictly.

    Args:
        source: what to call the file in errors and evidence.
        content: the whole file, TOML, or what a reader made of it.
        questionnaire: the questions it may answer; those of the package by default.
        taxonomy: the capabilities it may name; those of the package by default.

    Raises:
        InvalidInputError: the message names the file, the field and what would be right.
    """
    questions = questionnaire or load_questionnaire()
    known = taxonomy or load_taxonomy()
    values = parse_profile(source, content) if isinstance(content, bytes) else content
    table = StrictTable(values, source, InvalidInputError)
    if table.take("format", int) != FORMAT:
        raise table.refuse(f"format should be {FORMAT}; this version reads no other")
    product = table.table("product")
    profile = ProductProfile(
        source=source,
        name=product.text("name", ""),
        vendor=product.text("vendor", ""),
        release=product.text("release", ""),
        answers=_answers(source, table.mapping("answers"), questions),
        judged=tuple(_judged(table.tables("capabilities", optional=True), known)),
    )
    product.finish()
    table.finish()
    _check_once(source, profile.judged)
    return profile


def parse_profile(source: str, content: bytes) -> dict[str, object]:
    """The tables of a profile, with days as text, so that JSON can hold them too.

    Raises:
        InvalidInputError: too long, not UTF-8, or not TOML.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"{source}: {len(content):,} bytes; at most {MAX_BYTES:,}")
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{source}: not UTF-8 at byte {error.start}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInputError(f"{source}: not TOML: {error}") from None
    rows = table.get("capabilities")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("on"), date):
            row["on"] = row["on"].isoformat()
    return table


def _answers(
    source: str, given: Mapping[str, object], questions: Questionnaire
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for id_, value in given.items():
        question = questions.get(id_)
        if question is None:
            hint = _near(id_, (q.id for q in questions.questions))
            raise InvalidInputError(f"{source}: answers.{id_}: no such question{hint}")
        found[id_] = _words_of(source, question, value)
    return {id_: words for id_, words in found.items() if words}


def _words_of(source: str, question: ProfileQuestion, value: object) -> frozenset[str]:
    place = f"{source}: answers.{question.id}"
    if question.kind is Kind.SEVERAL:
        if not isinstance(value, list):
            raise InvalidInputError(f"{place}: should be a list of {', '.join(question.words)}")
        words = value
    else:
        words = [value] if value != "" else []
    for word in words:
        if word not in question.words:
            hint = _near(str(word), question.words)
            listed = ", ".join(question.words)
            raise InvalidInputError(f"{place}: {word!r} should be one of {listed}{hint}")
    return frozenset(words)


def _judged(rows: Iterable[StrictTable], taxonomy: Taxonomy) -> Iterator[Judged]:
    for row in rows:
        judged = Judged(
            capability=_capability(row, taxonomy),
            status=row.one_of("status", Status),
            strength=row.one_of("strength", Strength, Strength.PRESENT),
            reason=row.text("reason", ""),
            by=row.text("by", ""),
            on=parse_day(row.text("on")) if row.has("on") else None,
            evidence=row.words("evidence", optional=True),
        )
        row.finish()
        if judged.status is Status.ABSENT and not (judged.reason and judged.by):
            raise row.refuse("absent needs a reason and who says so: give reason and by")
        yield judged


def _capability(row: StrictTable, taxonomy: Taxonomy) -> str:
    try:
        return taxonomy.get(row.text("id")).id
    except EnduseError as error:
        raise row.refuse(f"id: {error}") from None


def _check_once(source: str, judged: Iterable[Judged]) -> None:
    seen: set[str] = set()
    for one in judged:
        if one.capability in seen:
            raise InvalidInputError(f"{source}: {one.capability} stands twice; keep one")
        seen.add(one.capability)


def _near(word: str, words: Iterable[str]) -> str:
    near = get_close_matches(word, list(words), n=2, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
