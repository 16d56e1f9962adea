"""Whether what is on file proves a safeguard."""

from collections.abc import Iterable
from datetime import date

from enduse.domain.safeguard_plan import ProofKind, SafeguardState
from enduse.domain.transactions import Proof, SafeguardInHand

_FIELD_WORDS = {
    "reference": "where it is kept (reference)",
    "sha256": "its SHA-256 (sha256)",
    "before_sha256": "the SHA-256 of what it is compared with (before_sha256)",
    "by": "who signed or checked it (by)",
}


def judge_proof(
    in_hand: SafeguardInHand | None, kinds: Iterable[ProofKind], as_of: date
) -> tuple[SafeguardState, str]:
    """Judge one safeguard.

    Args:
        in_hand: what the file says of it; None when it says nothing.
        kinds: the kinds of proof that would do.
        as_of: the day of the assessment; what is done later proves nothing yet.

    Returns:
        How far it is, and what is lacking; lacking is empty unless the file says it is done.
    """
    if in_hand is None:
        return SafeguardState.TO_DO, ""
    lacking = _lacking(in_hand, {kind.id: kind for kind in kinds}, as_of)
    return (SafeguardState.NOT_PROVED if lacking else SafeguardState.PROVED), lacking


def _lacking(in_hand: SafeguardInHand, kinds: dict[str, ProofKind], as_of: date) -> str:
    proof = in_hand.proof
    if proof is None:
        return f"no proof is on file; {' or '.join(kinds)} would do"
    if in_hand.done_on is None:
        return "the day it was done (done_on) is missing"
    if in_hand.done_on > as_of:
        return f"it is done on {in_hand.done_on.isoformat()}, after the day of the assessment"
    kind = kinds.get(proof.kind)
    if kind is None:
        return f"{proof.kind} does not prove it; {' or '.join(kinds)} would do"
    return _unfilled(proof, kind)


def _unfilled(proof: Proof, kind: ProofKind) -> str:
    empty = [_FIELD_WORDS[name] for name in kind.needs if not getattr(proof, name).strip()]
    if empty:
        return f"{kind.id} needs {' and '.join(empty)}"
    if "before_sha256" in kind.needs and proof.before_sha256 == proof.sha256:
        return "both SHA-256 are the same, so nothing was changed"
    return ""
