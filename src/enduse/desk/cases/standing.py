"""What a case comes to on today's rules and data, made again with every change of it."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from django.utils import timezone

from enduse.assessment.engine import Engine
from enduse.assessment.transaction_file import transaction_from
from enduse.desk.cases.models import Case, Content, Finding, Standing
from enduse.desk.core import engine
from enduse.desk.matches.remembered import judgements_about
from enduse.desk.pages.search import index_words
from enduse.documents.assessment_json import assessment_document, dump
from enduse.documents.assessment_words import party_name
from enduse.domain.assessment import Assessment
from enduse.domain.findings import FindingAnswer
from enduse.domain.transactions import Transaction
from enduse.domain.vocabulary import Severity

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that says something else than before."""

    red_flag: str
    title: str
    was: str  # empty for a flag that was never asked
    now: str


@dataclass(frozen=True, slots=True)
class Written:
    """An assessment as it is kept: JSON, compressed, with the hash of the JSON."""

    document: bytes
    sha256: str


def assess_content(content: Content, day: date | None = None) -> Assessment:
    """Assess a transaction as the file has it, on its own day or on `day`.

    Raises:
        InvalidInputError: the content is no transaction; the message names the field.
    """
    transaction = transaction_from(content, engine().known)
    return engine_for(transaction).assess(transaction, day_of(transaction, day))


def engine_for(transaction: Transaction) -> Engine:
    """The engine, with what people of this desk said of matches of the parties and owners."""
    names = {party.name for party in transaction.parties if party.name}
    names |= {holding.owner for holding in transaction.ownership}
    said = judgements_about(names)
    if not said:
        return engine()
    screener = engine().screener.with_judgements(said)
    kept = engine().reproducibility
    sha256 = hashlib.sha256("\n".join(map(repr, said)).encode()).hexdigest()
    snapshots = {**kept.snapshots, "desk/judgements": sha256}
    return replace(engine(), screener=screener, reproducibility=replace(kept, snapshots=snapshots))


def day_of(transaction: Transaction, day: date | None = None) -> date:
    """The day a transaction is assessed on: its own, one that is asked for, or today."""
    return transaction.as_of or day or timezone.localdate()


def write(assessment: Assessment) -> Written:
    """An assessment as it is kept."""
    text = dump(assessment_document(assessment)).encode()
    return Written(zlib.compress(text, 6), hashlib.sha256(text).hexdigest())


def read(document: bytes | memoryview) -> Document:
    """An assessment that was kept."""
    read: Document = orjson.loads(text_of(document))
    return read


def text_of(document: bytes | memoryview) -> bytes:
    """The JSON of an assessment that was kept, to the byte."""
    return zlib.decompress(bytes(document))


def refresh(case: Case, content: Content) -> list[Change]:
    """Assess a case again, keep what it comes to, and say which findings changed.

    The caller holds the case's row and has an open transaction. The case's own row is changed
    and not saved.
    """
    assessment = assess_content(content)
    written = write(assessment)
    Standing.objects.update_or_create(
        case=case,
        defaults={
            "transaction_number": case.version,
            "as_of": assessment.as_of,
            "document": written.document,
            "sha256": written.sha256,
            "rules_sha256": assessment.reproducibility.rules_sha256,
            "made_at": timezone.now(),
        },
    )
    changes = _settle_findings(case, read(written.document)["findings"])
    _summarise(case, assessment)
    _make_findable(case, assessment.transaction)
    return changes


def _settle_findings(case: Case, found: Iterable[Document]) -> list[Change]:
    held = {row.red_flag: row for row in case.findings.all()}
    changes, fresh, moved = [], [], []
    for one in found:
        row, basis = held.get(one["id"]), basis_of(one)
        if row is None:
            if one["answer"] != FindingAnswer.CLEAR:
                fresh.append(_new_row(case, one, basis))
            continue
        if row.answer != one["answer"]:
            changes.append(Change(row.red_flag, one["title"], row.answer, one["answer"]))
            row.was, row.changed_at = row.answer, timezone.now()
        if (row.answer, row.basis) != (one["answer"], basis):
            row.answer, row.basis = one["answer"], basis
            row.title, row.severity = one["title"], one["severity"]
            moved.append(row)
    if held:
        changes += [Change(row.red_flag, row.title, "", row.answer) for row in fresh]
    Finding.objects.bulk_create(fresh)
    Finding.objects.bulk_update(
        moved, ["answer", "was", "basis", "title", "severity", "changed_at"]
    )
    return changes


def basis_of(finding: Document) -> str:
    """The hash of what a finding rests on: its answer and the answers along its why-tree."""
    rests_on = [finding["answer"], _bare(finding["trace"])]
    return hashlib.sha256(orjson.dumps(rests_on)).hexdigest()


def _bare(trace: Document) -> list[object]:
    children = [_bare(child) for child in trace["children"]]
    return [trace["text"], trace["answer"], trace["value"], trace["guessed"], children]


def _new_row(case: Case, finding: Document, basis: str) -> Finding:
    return Finding(
        case=case,
        red_flag=finding["id"],
        consideration=finding["consideration"],
        title=finding["title"],
        severity=finding["severity"],
        answer=finding["answer"],
        basis=basis,
    )


def _summarise(case: Case, assessment: Assessment) -> None:
    """Write on the case's row what lists show of it."""
    user, product = assessment.transaction.end_users[0], assessment.transaction.product
    weighty = [
        finding.answer
        for finding in assessment.findings
        if finding.red_flag.severity.rank >= Severity.HIGH.rank
    ]
    case.product_name = (product.name or "")[:300]
    case.end_user_name = (user.name or "")[:300]
    case.country = user.country or ""
    case.route = assessment.route.level.value
    case.is_paused = bool(assessment.route.pause_until)
    case.queue_order = assessment.queue_order
    case.raised_weighty = weighty.count(FindingAnswer.RAISED)
    case.unknown_weighty = weighty.count(FindingAnswer.UNKNOWN)
    case.answered = sum(one.answered for one in assessment.considerations)


def _make_findable(case: Case, transaction: Transaction) -> None:
    parties = [party_name(party) for party in transaction.parties if party.name]
    names = [transaction.product.name or "", transaction.product.vendor or "", *parties]
    index_words(case, case.reference, f"{case.pk}", case.title, *names)
