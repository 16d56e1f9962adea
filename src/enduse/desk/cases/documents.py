"""What a case can be saved as: one table, to which every kind of document adds a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enduse.desk.cases import papers, standing
from enduse.desk.cases.models import Case
from enduse.desk.core import engine
from enduse.documents.assessment_page import assessment_page
from enduse.documents.outline.model import Kind
from enduse.documents.render.rendering import DocumentFormat
from enduse.domain.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One kind of document of a case."""

    id: str
    title: str | Promise
    says: str | Promise
    ending: str  # of the file, which tells its media type
    write: Callable[[Case], bytes]


def _assessment_json(case: Case) -> bytes:
    return standing.text_of(case.standing.document)


def _assessment_html(case: Case) -> bytes:
    assessment = papers.assessed(case)
    loaded = engine()
    page = assessment_page(assessment, base=loaded.base, catalogue=loaded.pack.catalogue)
    return page.encode()


def _paper(
    kind: Kind, output: DocumentFormat, title: str | Promise, says: str | Promise
) -> CaseDocument:
    """A line of the table for one of the core's documents."""
    id_ = f"{kind.value}-{output.value}"
    write = papers.paper(kind, output)
    return CaseDocument(id_, title, says, output.value, write)


_DOCUMENTS: Mapping[str, CaseDocument] = {
    one.id: one
    for one in (
        CaseDocument(
            "assessment-html",
            _("Assessment, to read and print"),
            _("One self-contained page: findings, rights at risk, route, safeguards, sources."),
            "html",
            _assessment_html,
        ),
        CaseDocument(
            "assessment-json",
            _("Assessment, as data"),
            _("The same outcome, to the byte as it is kept."),
            "json",
            _assessment_json,
        ),
        _paper(
            Kind.DOSSIER,
            DocumentFormat.HTML,
            _("Dossier, to read on a screen"),
            _("Everything the assessment found, with its sources, its plan and its why-trees."),
        ),
        _paper(
            Kind.DOSSIER,
            DocumentFormat.PDF,
            _("Dossier, to file and print"),
            _("The same, page by page, with a table of contents."),
        ),
        _paper(
            Kind.BOARD,
            DocumentFormat.PDF,
            _("Board summary"),
            _("Two pages for those who decide: the route, the reasons, what must happen first."),
        ),
        _paper(
            Kind.ANNEX,
            DocumentFormat.DOCX,
            _("Contract annex"),
            _("The clauses that the plan asks for, balanced, for counsel's review."),
        ),
        _paper(
            Kind.END_USE_CERTIFICATE,
            DocumentFormat.DOCX,
            _("End-use certificate"),
            _("For the end-user to complete and sign."),
        ),
        _paper(
            Kind.BIS_MEMO,
            DocumentFormat.PDF,
            _("Memo on a United States licence"),
            _("Human rights review under 15 CFR 742.7: the facts on file under each factor."),
        ),
        _paper(
            Kind.EU_MEMO,
            DocumentFormat.PDF,
            _("Memo on awareness in the European Union"),
            _("Awareness under Article 5 of Regulation (EU) 2021/821, in five steps."),
        ),
        CaseDocument(
            "plan-text",
            _("Safeguard plan, to read"),
            _("What to do about each finding, who, by when, what proves it, and what is left."),
            "txt",
            papers.plan_as_text,
        ),
        CaseDocument(
            "plan-tracker",
            _("Safeguard plan, to work in"),
            _("The same plan as a workbook."),
            "xlsx",
            papers.plan_as_tracker,
        ),
        CaseDocument(
            "bundle",
            _("Evidence bundle"),
            _(
                "Input, facts, rules, outcome, sources and documents, with a program to check "
                "them. It takes some seconds to write."
            ),
            "zip",
            papers.evidence_bundle,
        ),
    )
}


def case_documents(case: Case) -> list[CaseDocument]:
    """Every document that can be made of a case now."""
    del case  # all kinds can be made of any case that has a standing, and every case has one
    return list(_DOCUMENTS.values())


def get_document(id_: str) -> CaseDocument:
    """One kind of document.

    Raises:
        NotFoundError: there is none of this name.
    """
    if id_ not in _DOCUMENTS:
        raise NotFoundError("there is no such document", document=id_)
    return _DOCUMENTS[id_]
