"""What is signed: a statement of everything that is decided, and the assessment under it."""

import hashlib
from collections.abc import Sequence

from enduse.desk.accounts.models import User
from enduse.desk.cases.models import AssessmentRun, Case
from enduse.desk.decisions.basis import Basis, document_of
from enduse.desk.decisions.drafts import Draft
from enduse.desk.decisions.models import Decision, Signature
from enduse.desk.record.chain import canonical
from enduse.domain.errors import BadDataError


def statement_of(
    case: Case, number: int, actor: User, draft: Draft, basis: Basis, named: Sequence[User]
) -> str:
    """Everything that is decided and what it rests on, as canonical JSON."""
    run, screening = basis.run, case.screenings.first()
    return canonical(
        {
            "case": case.reference,
            "decision": number,
            "proposed_by": str(actor.pk),
            "run": run.number,
            "run_sha256": run.sha256,
            "rules_sha256": run.rules_sha256,
            "transaction": run.transaction.number,
            "transaction_sha256": run.transaction.sha256,
            "as_of": run.as_of.isoformat(),
            "screening": screening.number if screening else None,
            "proposed": basis.proposed.value,
            "outcome": draft.outcome,
            "reasons": draft.reasons.strip(),
            "against": draft.against.strip(),
            "pause_until": draft.pause_until.strip(),
            "valid_until": draft.valid_until.isoformat(),
            "triggers": list(draft.triggers),
            "conditions": [
                {
                    "text": one.text.strip(),
                    "proof": one.proof.strip(),
                    "owner": str(one.owner.pk),
                    "due_on": one.due_on.isoformat(),
                    "blocks_shipment": one.blocks_shipment,
                }
                for one in draft.conditions
            ],
            "raised": list(basis.raised),
            "not_known": list(basis.unknown),
            "signatures_needed": basis.signatures_needed,
            "deciders": [str(user.pk) for user in named],
        }
    ).decode()


def signed_sha256(run: AssessmentRun, statement: str) -> str:
    """The hash of the assessment and the statement together, both to the byte.

    Raises:
        BadDataError: the kept assessment is not what it was when it was kept.
    """
    return hashlib.sha256(document_of(run) + b"\n" + statement.encode()).hexdigest()


def signature_fits(signature: Signature, decision: Decision) -> bool:
    """Whether a signature is of this statement and this assessment, by the record too."""
    try:
        signed = signed_sha256(decision.run, decision.statement)
    except BadDataError:
        return False
    body = getattr(signature.event, "body", None)
    recorded = (body.content or {}).get("signed_sha256", signed) if body else signed
    return signature.signed_sha256 == signed == recorded
