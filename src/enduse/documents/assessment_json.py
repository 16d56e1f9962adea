"""An assessment as JSON, filled and written the same way each time.

This runs once for every line of a batch, so it builds plain dictionaries and checks nothing; the
tests check every document against the schema.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import orjson
from pydantic import TypeAdapter

from enduse.assessment.transaction_file import TransactionFile
from enduse.documents.assessment_screening import screening_json
from enduse.documents.assessment_shape import (
    AssessmentDocument,
    ClaimJson,
    EvidenceJson,
    FindingJson,
    HoldingJson,
    InstrumentJson,
    ProductJson,
    ProofJson,
    RightJson,
    RouteJson,
    SafeguardInHandJson,
    SafeguardJson,
    TraceJson,
    TransactionJson,
    UnknownJson,
)
from enduse.domain.assessment import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Assessment,
    RightAtRisk,
    Route,
    SafeguardAsked,
    Unknown,
)
from enduse.domain.findings import Finding, Trace
from enduse.domain.ownership import Holding
from enduse.domain.provenance import Evidence
from enduse.domain.transactions import (
    AnswerValue,
    Claim,
    Product,
    Proof,
    SafeguardInHand,
    Transaction,
)
from enduse.rules.evaluate import deciding_evidence

T = TypeVar("T")


def assessment_document(
    assessment: Assessment, instruments: Iterable[InstrumentJson] = ()
) -> AssessmentDocument:
    """Give an assessment as dictionaries, lists, texts and numbers. It is for reading only.

    Args:
        assessment: the outcome.
        instruments: the same outcome in the terms of related instruments, when it is wanted.
    """
    document = _frame(assessment)
    document["findings"] = [_finding(finding) for finding in assessment.findings]
    document["safeguards"] = [_safeguard(one) for one in assessment.safeguards]
    document["unknowns"] = [_unknown(one) for one in assessment.unknowns]
    listed = list(instruments)
    if listed:
        document["instruments"] = listed
    return document


def assessment_line(assessment: Assessment) -> bytes:
    """Write an assessment on one line of JSON without a newline, for a batch.

    The same as the document in one line; findings, safeguards and unknowns are written once and
    given again, since most of a batch's repeat.
    """
    frame: dict[str, object] = dict(_frame(assessment))
    frame["findings"] = [_written(one, _make_finding) for one in assessment.findings]
    frame["safeguards"] = [_written(one, _safeguard) for one in assessment.safeguards]
    frame["unknowns"] = [_written(one, _unknown) for one in assessment.unknowns]
    return orjson.dumps(frame)


def _frame(assessment: Assessment) -> AssessmentDocument:
    """Everything but the long lists, which take their place in the order of keys."""
    return {
        "id": assessment.transaction.id,
        "as_of": assessment.as_of.isoformat(),
        "transaction": _transaction(assessment.transaction),
        "scope": {
            "in_scope": assessment.scope.in_scope,
            "reasons": list(assessment.scope.reasons),
        },
        "route": _route(assessment.route),
        "queue_order": assessment.queue_order,
        "rights": [_right(right) for right in assessment.rights],
        "affected_groups": list(assessment.affected_groups),
        "whole_population": assessment.whole_population,
        "benefits": [{"name": one.name, "words": list(one.words)} for one in assessment.benefits],
        "capabilities": [
            {
                "id": one.id,
                "name": one.name,
                "declared": one.declared,
                "confidence": one.confidence,
                "words": one.words,
            }
            for one in assessment.capabilities
        ],
        "considerations": [
            {
                "id": one.id,
                "title": one.title,
                "answered": one.answered,
                "of": one.of,
                "raised": one.raised,
                "clear": one.clear,
                "unknown": one.unknown,
            }
            for one in assessment.considerations
        ],
        "findings": [],
        "safeguards": [],
        "conditions": list(assessment.conditions),
        "review_triggers": [
            {"id": one.id, "text": one.text, "due_on": _day(one.due_on)}
            for one in assessment.review_triggers
        ],
        "legal_holds": [
            {"id": one.id, "state": one.state, "says": one.says} for one in assessment.legal_holds
        ],
        "screening": screening_json(assessment.screening, assessment.as_of),
        "unknowns": [],
        "notes": list(assessment.notes),
        "public_line": assessment.public_line,
        "reproducibility": {
            "engine": assessment.reproducibility.engine,
            "rules_sha256": assessment.reproducibility.rules_sha256,
            "snapshots": dict(sorted(assessment.reproducibility.snapshots.items())),
        },
    }


def dump(document: AssessmentDocument) -> str:
    """Write a document for people and for files: indented, with a newline at the end."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(document, option=option).decode()


def dump_line(document: AssessmentDocument) -> str:
    """Write a document on one line without a newline, for a batch."""
    return orjson.dumps(document).decode()


def assessment_schema() -> dict[str, Any]:
    """Give the JSON Schema of an assessment document."""
    return TypeAdapter(AssessmentDocument).json_schema()


def transaction_schema() -> dict[str, Any]:
    """Give the JSON Schema of a transaction file."""
    return TypeAdapter(TransactionFile).json_schema()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _transaction(transaction: Transaction) -> TransactionJson:
    product, seller = transaction.product, transaction.seller
    written: TransactionJson = {
        "id": transaction.id,
        "as_of": _day(transaction.as_of),
        "seller": {"name": seller.name, "country": seller.country},
        "product": _product(product),
        "parties": [
            {
                "role": party.role,
                "name": party.name,
                "country": party.country,
                "type": party.type,
                "region": party.region,
            }
            for party in transaction.parties
        ],
        "end_use": transaction.end_use,
        "answers": {key: _answer(value) for key, value in sorted(transaction.answers.items())},
        "safeguards": [
            _in_hand(one) for one in sorted(transaction.safeguards, key=lambda one: one.id)
        ],
        "milestones": {
            name.value: day.isoformat() for name, day in sorted(transaction.milestones.items())
        },
        "claims": [_claim(claim) for claim in transaction.claims],
    }
    if transaction.ownership:
        written["ownership"] = [_holding(one) for one in transaction.ownership]
    return written


def _in_hand(one: SafeguardInHand) -> str | SafeguardInHandJson:
    if one.done_on is None and one.proof is None:
        return one.id
    proof = one.proof
    return {
        "id": one.id,
        "done_on": _day(one.done_on),
        "proof": None if proof is None else proof_json(proof),
    }


def proof_json(proof: Proof) -> ProofJson:
    """Give a proof as it stands in a file; an empty field is null."""
    return {
        "kind": proof.kind,
        "reference": proof.reference or None,
        "sha256": proof.sha256 or None,
        "before_sha256": proof.before_sha256 or None,
        "by": proof.by or None,
    }


def _claim(claim: Claim) -> ClaimJson:
    return {
        "key": claim.key,
        "answer": list(claim.answer) if isinstance(claim.answer, tuple) else claim.answer,
        "by": claim.by,
        "role": claim.role,
        "on": claim.on.isoformat(),
        "words": claim.words,
        "document_sha256": claim.document_sha256 or None,
    }


def _holding(one: Holding) -> HoldingJson:
    return {
        "owned": one.owned,
        "owner": one.owner,
        "share": one.share,
        "country": one.country,
        "kind": one.kind,
    }


def _product(product: Product) -> ProductJson:
    capabilities = product.capabilities
    written: ProductJson = {
        "name": product.name,
        "vendor": product.vendor,
        "description": product.description,
        "capabilities": None if capabilities is None else sorted(capabilities),
    }
    if product.scan is not None:
        written["scan"] = dict(product.scan)
    if product.profile is not None:
        written["profile"] = dict(product.profile)
    return written


def _answer(value: AnswerValue) -> bool | int | float | str | list[str] | dict[str, str]:
    if isinstance(value, str | bool | int | float):
        return value
    return list(value) if isinstance(value, tuple) else dict(value)


def _route(route: Route) -> RouteJson:
    cited = _Cited(deciding_evidence(route.trace))
    trace = _trace(route.trace, cited)
    return {
        "level": route.level,
        "says": route.level.label,
        "pause_until": list(route.pause_until),
        "because": list(route.because),
        "would_change": [
            {
                "fact": one.fact,
                "reads_as": one.reads_as,
                "if_it_is": one.if_it_is,
                "route": one.route,
                "question": one.question,
            }
            for one in route.would_change
        ],
        "provisional": route.provisional,
        "rule": route.rule,
        "trace": trace,
        "evidence": cited.rows(),
    }


def _right(one: RightAtRisk) -> RightJson:
    return {
        "right": one.right,
        "label": one.right.label,
        "severity": {
            "scale": SEVERITY_WORDS[one.scale],
            "scope": SEVERITY_WORDS[one.scope],
            "irremediability": SEVERITY_WORDS[one.irremediability],
            "level": SEVERITY_WORDS[one.severity],
        },
        "likelihood": {
            "level": LIKELIHOOD_WORDS[one.likelihood],
            "because": one.likelihood_because,
        },
        "misuse_forms": list(one.misuse_forms),
    }


_KEPT: dict[int, tuple[Finding, FindingJson]] = {}
"""Findings given before, by identity, each kept with its finding; the engine repeats them."""
_WRITTEN: dict[int, tuple[object, orjson.Fragment]] = {}
"""Items written before, by identity, each kept with its item."""
_MOST_KEPT = 6_000  # about 30 MB
_LARGE = 20_000  # bytes of one finding


def _finding(finding: Finding) -> FindingJson:
    """Give one finding; the very same finding is worked out once and given again."""
    kept = _KEPT.get(id(finding))
    if kept is not None:
        return kept[1]
    made = _make_finding(finding)
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[id(finding)] = (finding, made)
    return made


def _written(item: T, make: Callable[[T], Mapping[str, object]]) -> orjson.Fragment:
    """Give one item as JSON text; the very same item is written once."""
    kept = _WRITTEN.get(id(item))
    if kept is not None:
        return kept[1]
    text = orjson.dumps(make(item))
    written = orjson.Fragment(text)
    if len(text) > _LARGE:  # seldom repeats, and would hold much memory
        return written
    if len(_WRITTEN) >= _MOST_KEPT:
        _WRITTEN.clear()
    _WRITTEN[id(item)] = (item, written)
    return written


def _make_finding(finding: Finding) -> FindingJson:
    flag = finding.red_flag
    cited = _Cited(finding.evidence)
    trace = _trace(finding.trace, cited)
    return {
        "id": flag.id,
        "title": flag.title,
        "consideration": flag.consideration,
        "answer": finding.answer,
        "severity": flag.severity,
        "reads_as": flag.reads_as,
        "guessed": finding.guessed,
        "missing": list(finding.missing),
        "asks": list(flag.asks),
        "basis": {
            "document": flag.basis_document,
            "place": flag.basis_place,
            "confidence": flag.confidence,
            "label": flag.confidence.label,
        },
        "evidence": cited.rows(),
        "trace": trace,
    }


class _Cited:
    """The evidence of one why-tree, each once: first what decided, then what was looked at."""

    def __init__(self, deciding: tuple[Evidence, ...]) -> None:
        self._evidence = list(deciding)
        self._deciding = len(deciding)
        self._places = {id(one): place for place, one in enumerate(deciding)}

    def place(self, one: Evidence) -> int:
        """The place of one piece of evidence in the list, which grows where it must."""
        place = self._places.get(id(one))
        if place is None:
            if one not in self._evidence:
                self._evidence.append(one)
            place = self._places[id(one)] = self._evidence.index(one)
        return place

    def rows(self) -> list[EvidenceJson]:
        """The list."""
        return [
            _evidence(one, decides=place < self._deciding)
            for place, one in enumerate(self._evidence)
        ]


def _trace(trace: Trace, cited: _Cited) -> TraceJson:
    """Give one node of a why-tree; it names its evidence by place."""
    return {
        "text": trace.text,
        "answer": trace.answer,
        "value": trace.value,
        "guessed": trace.guessed,
        "missing": list(trace.missing),
        "evidence": [cited.place(one) for one in trace.evidence],
        "children": [_trace(child, cited) for child in trace.children],
    }


def _evidence(evidence: Evidence, *, decides: bool) -> EvidenceJson:
    provenance = evidence.provenance
    return {
        "says": evidence.says,
        "decides": decides,
        "looked_for": evidence.looked_for,
        "provenance": {
            "source": provenance.source,
            "locator": provenance.locator,
            "published_on": _day(provenance.published_on),
            "retrieved_on": _day(provenance.retrieved_on),
            "licence": provenance.licence,
        },
    }


def _unknown(one: Unknown) -> UnknownJson:
    return {
        "fact": one.fact,
        "reads_as": one.reads_as,
        "silence": one.silence,
        "question": one.question,
        "red_flags": list(one.red_flags),
    }


def _safeguard(one: SafeguardAsked) -> SafeguardJson:
    item = one.safeguard
    return {
        "id": item.id,
        "text": item.text,
        "consideration": item.consideration,
        "type": item.type,
        "owner": one.owner,
        "phase": one.phase,
        "answers": list(one.answers),
        "because": one.because,
        "blocks_shipment": one.blocks_shipment,
        "in_hand": one.in_hand,
        "confidence": item.confidence,
        "label": item.confidence.label,
    }
