"""Decisions of a case with signatures and conditions, to take elsewhere."""

from typing import Any

from enduse.desk.cases.models import Case
from enduse.desk.decisions.models import Decision


def decisions_as_json(case: Case) -> dict[str, Any]:
    """Every decision of a case, the withdrawn and superseded ones too."""
    rows = case.decisions.select_related("run").prefetch_related(
        "signatures__user", "signatures__event", "conditions__owner", "conditions__released_by"
    )
    return {"decisions": [_decision(one) for one in rows.order_by("number")]}


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "number": one.number,
        "run": one.run.number,
        "outcome": one.outcome,
        "proposed": one.proposed,
        "reasons": one.reasons,
        "against": one.against,
        "pause_until": one.pause_until,
        "valid_until": one.valid_until,
        "triggers": one.triggers,
        "signatures_needed": one.signatures_needed,
        "statement": one.statement,
        "statement_sha256": one.statement_sha256,
        "progress": one.progress,
        "in_force_at": one.in_force_at,
        "ended_at": one.ended_at,
        "ended_reason": one.ended_reason,
        "signatures": [
            {
                "by": signature.user.email,
                "stance": signature.stance,
                "words": signature.words,
                "signed_sha256": signature.signed_sha256,
                "event": signature.event.seq,
                "event_hash": signature.event.hash,
                "at": signature.signed_at,
            }
            for signature in one.signatures.all()
        ],
        "conditions": [
            {
                "text": condition.text,
                "proof": condition.proof,
                "owner": condition.owner.email,
                "due_on": condition.due_on,
                "blocks_shipment": condition.blocks_shipment,
                "evidence": condition.evidence_id and str(condition.evidence_id),
                "proof_note": condition.proof_note,
                "proven_at": condition.proven_at,
                "released_by": condition.released_by and condition.released_by.email,
                "released_at": condition.released_at,
            }
            for condition in one.conditions.all()
        ],
    }
