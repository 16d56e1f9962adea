"""What stands beside a question: why we ask, what proves it, what is known, what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.desk.cases.models import AnswerVersion
from enduse.desk.core import engine
from enduse.domain.catalogue import Question

MOST_KNOWN = 6
_OWN_WORDS = "the transaction file"


@dataclass(frozen=True, slots=True)
class Settles:
    """A red flag that the answer bears on."""

    id: str
    title: str
    severity: str


@dataclass(frozen=True, slots=True)
class Known:
    """One thing already on file, with its source and date."""

    says: str
    source: str
    published_on: str  # YYYY-MM-DD, or empty
    locator: str


@dataclass(frozen=True, slots=True)
class Rail:
    """Everything the rail shows."""

    why: str
    settles: tuple[Settles, ...]
    mark: str  # how sure the catalogue is of the question
    evidence: tuple[str, ...]
    known: tuple[Known, ...]
    history: tuple[AnswerVersion, ...]


def rail_of(
    questions: Iterable[Question],
    findings: Iterable[Mapping[str, Any]],
    *,
    why: str = "",
    history: Iterable[AnswerVersion] = (),
) -> Rail:
    """The rail beside one or more questions.

    Args:
        questions: what is asked on the page.
        findings: of the case's standing, as the document has them.
        why: a reason of the page's own, in place of the consideration's summary.
        history: earlier answers, the newest first.
    """
    questions = tuple(questions)
    ids = {question.id for question in questions}
    concerned = [finding for finding in findings if ids & set(finding["asks"])]
    return Rail(
        why=why or _summary_of(questions[0]),
        settles=tuple(Settles(one["id"], one["title"], one["severity"]) for one in concerned),
        mark="; ".join(dict.fromkeys(question.confidence.label for question in questions)),
        evidence=tuple(dict.fromkeys(question.evidence for question in questions)),
        known=tuple(_known(concerned)),
        history=tuple(history),
    )


def _summary_of(question: Question) -> str:
    considerations = engine().pack.catalogue.considerations
    return next(one.summary for one in considerations if one.id == question.consideration)


def _known(findings: Iterable[Mapping[str, Any]]) -> list[Known]:
    """What registers and country evidence say; what people answered stands in the history."""
    found: dict[str, Known] = {}
    for finding in findings:
        for one in finding["evidence"]:
            provenance = one["provenance"]
            if provenance["source"] != _OWN_WORDS:
                found.setdefault(
                    one["says"],
                    Known(
                        one["says"],
                        provenance["source"],
                        provenance["published_on"] or "",
                        provenance["locator"],
                    ),
                )
    return list(found.values())[:MOST_KNOWN]
