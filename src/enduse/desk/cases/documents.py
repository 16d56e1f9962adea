"""What a case can be saved as: one table, to which every kind of document adds a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enduse.desk.cases import services, standing
from enduse.desk.cases.models import Case
from enduse.desk.core import engine
from enduse.documents.assessment_page import assessment_page
from enduse.domain.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One kind of document of a case."""

    id: str
    title: str | Promise
    says: str | Promise
    ending: str  # of the file
    media_type: str
    write: Callable[[Case], bytes]


def _assessment_json(case: Case) -> bytes:
    return standing.text_of(case.standing.document)


def _assessment_html(case: Case) -> bytes:
    assessment = standing.assess_content(services.content_of(case), case.standing.as_of)
    loaded = engine()
    page = assessment_page(assessment, base=loaded.base, catalogue=loaded.pack.catalogue)
    return page.encode()


_DOCUMENTS: Mapping[str, CaseDocument] = {
    one.id: one
    for one in (
        CaseDocument(
            "assessment-html",
            _("Assessment, to read and print"),
            _("One self-contained page: findings, rights at risk, route, safeguards, sources."),
            "html",
            "text/html",
            _assessment_html,
        ),
        CaseDocument(
            "assessment-json",
            _("Assessment, as data"),
            _("The same outcome, to the byte as it is kept."),
            "json",
            "application/json",
            _assessment_json,
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
