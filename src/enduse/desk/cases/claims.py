"""What buyers and resellers are asked about a case, and what they answer: claims, not facts.

The file that came back is kept as evidence first: who answered is its source, the day of the
answers the day it counts from. Its claims are read from it, shown, and then taken in.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from enduse.assessment.transaction_file import transaction_from
from enduse.desk.accounts.authority import require
from enduse.desk.accounts.models import User
from enduse.desk.cases import collaboration, services
from enduse.desk.cases.models import Case, Content
from enduse.desk.cases.standing import Change
from enduse.desk.core import engine
from enduse.desk.evidence import store
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.evidence.services import About, Upload
from enduse.documents.questionnaire import claims_from, make_questionnaire
from enduse.documents.questionnaire_file import (
    QuestionnaireFormat,
    claim_row,
    read_returned,
    write_questionnaire,
)
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError
from enduse.domain.transactions import Claim, Transaction
from enduse.domain.vocabulary import Role
from enduse.guidance.questionnaires import load_questionnaires


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim as a page shows it."""

    key: str
    ask: str
    answer: str
    words: str
    by: str
    role: str
    on: str


def questionnaire_file(
    case: Case,
    *,
    actor: User,
    role: Role,
    output: QuestionnaireFormat,
    everything: bool = False,
) -> bytes:
    """Write a questionnaire about the sale of a case.

    Args:
        case: the case.
        actor: who takes it out.
        role: who is asked: a role that `load_questionnaires` has.
        output: a workbook or a Word document.
        everything: ask what is answered already, too.

    Raises:
        InvalidInputError: nothing is left to ask.
    """
    require(actor, "case:export", case)
    sale = _sale(services.content_of(case))
    keys = engine().pack.answer_keys
    made = make_questionnaire(sale, load_questionnaires()[role], keys, everything=everything)
    if not made.questions:
        raise InvalidInputError(_("Nothing is left to ask; choose to ask everything again."))
    return write_questionnaire(made, output)


def bring_back(
    case: Case, *, actor: User, name: str, content: bytes, by: str, on: date, via: str = "web"
) -> EvidenceFile:
    """Keep a questionnaire that came back as evidence of a case; its claims are not in yet.

    Args:
        case: the case.
        actor: who brings it.
        name: of the file; its ending tells the format.
        content: the whole file.
        by: the person who answered.
        on: the day of the answers.
        via: the way by which it came.

    Raises:
        InvalidInputError: it was made for another sale, was changed, or has an answer that does
            not fit; nothing is kept.
    """
    with transaction.atomic():
        held = services.hold(case, actor, "case:import")
        _read(services.content_of(held), name, content, by, on)
        return collaboration.attach_file(
            held,
            actor=actor,
            upload=Upload(name, [content]),
            about=About(_("Questionnaire that came back"), source=by, effective_on=on),
            via=via,
        )


def get_returned(case: Case, pk: UUID) -> EvidenceFile:
    """A questionnaire that came back for a case.

    Raises:
        NotFoundError: no such file is evidence of this case.
    """
    use = case.evidence_uses.filter(file_id=pk).select_related("file").first()
    if use is None:
        raise NotFoundError("there is no such file in this case", case=case.reference)
    return use.file


def claims_in(content: Content, file: EvidenceFile) -> tuple[Claim, ...]:
    """The claims that a kept file makes about a transaction.

    Raises:
        InvalidInputError: it is no questionnaire about this sale, or names nobody who answered.
    """
    if file.withdrawn_at is not None or not file.source or file.effective_on is None:
        raise InvalidInputError("this file is no questionnaire that counts; bring it back anew")
    read = store.read(file.sha256)
    return _read(content, file.name, read, file.source, file.effective_on)


def take_in(case: Case, *, actor: User, file: EvidenceFile, via: str = "web") -> list[Change]:
    """Add the claims of a kept file to the transaction of a case, as a new version of it.

    Raises:
        ConflictError: they are in it already.
        InvalidInputError: as for `claims_in`.
    """
    with transaction.atomic():
        held = services.hold(case, actor, "case:import")
        content = services.content_of(held)
        if is_in(content, file):
            raise ConflictError("the answers of this file are in the case already")
        claims = claims_in(content, file)
        rows = [*content.get("claims", ()), *(claim_row(one) for one in claims)]
        reason = _("%(count)d claims of %(by)s from %(file)s") % {
            "count": len(claims),
            "by": file.source,
            "file": file.name,
        }
        return services.save_transaction(
            held,
            actor=actor,
            content={**content, "claims": rows},
            seen=held.version,
            reason=reason,
            via=via,
        )


def is_in(content: Content, file: EvidenceFile) -> bool:
    """Whether the claims of a file stand in a transaction."""
    rows = content.get("claims", ())
    return any(row.get("document_sha256") == file.sha256 for row in rows)


def shown(rows: Iterable[Mapping[str, Any]]) -> list[ShownClaim]:
    """Claims, as a transaction file has them, with the question as it was put."""
    asks = {
        (role.value, one.key): one.ask
        for role, listed in load_questionnaires().items()
        for one in listed.questions
    }
    return [_shown(row, asks) for row in rows]


def _shown(row: Mapping[str, Any], asks: Mapping[tuple[str, str], str]) -> ShownClaim:
    answer = row["answer"]
    return ShownClaim(
        key=row["key"],
        ask=asks.get((row["role"], row["key"]), ""),
        answer=answer if isinstance(answer, str) else ", ".join(answer),
        words=row.get("words", ""),
        by=row["by"],
        role=row["role"].replace("_", " "),
        on=str(row["on"]),
    )


def _read(content: Content, name: str, returned: bytes, by: str, on: date) -> tuple[Claim, ...]:
    try:
        return claims_from(
            read_returned(name, returned),
            _sale(content),
            engine().pack.answer_keys,
            by=by,
            on=on,
            sha256=hashlib.sha256(returned).hexdigest(),
        )
    except InvalidInputError as error:
        raise InvalidInputError(
            _("%(file)s: %(error)s; nothing was changed") % {"file": name, "error": error.message}
        ) from None


def _sale(content: Content) -> Transaction:
    return transaction_from(content, engine().known)
