"""A case as the papers that the core writes: dossier, memos, annex, plan, evidence bundle."""

from collections.abc import Callable

import orjson
from django.conf import settings
from django.utils import translation

from enduse.assessment.plan import plan_safeguards
from enduse.desk.cases import services, standing
from enduse.desk.cases.models import Case
from enduse.desk.core import clauses, engine
from enduse.documents.bundle.making import bundle_of
from enduse.documents.kinds.fields import template_fields
from enduse.documents.kinds.making import make_document
from enduse.documents.kinds.material import Material, make_material
from enduse.documents.outline.model import Kind, Stamp
from enduse.documents.plan_text import plan_text
from enduse.documents.render.rendering import DocumentFormat, render
from enduse.documents.tracker import tracker_xlsx
from enduse.domain.assessment import Assessment
from enduse.domain.safeguard_plan import SafeguardPlan

_LANGUAGE = "en"  # the papers are written in it, so what is stamped on them is too


def paper(kind: Kind, output: DocumentFormat) -> Callable[[Case], bytes]:
    """A function that writes one kind of document of a case in one format."""

    def write(case: Case) -> bytes:
        material = _material(case)
        made = make_document(kind, material, stamp_of(case))
        return render(made, output, fields=template_fields(material))

    return write


def plan_as_text(case: Case) -> bytes:
    """The safeguards to put in place, as text."""
    return plan_text(_plan(case)).encode()


def plan_as_tracker(case: Case) -> bytes:
    """The same plan as a workbook to work in."""
    return tracker_xlsx(_plan(case))


def evidence_bundle(case: Case) -> bytes:
    """Everything an outsider needs to check the assessment of a case, in one zip file."""
    written = orjson.dumps(services.content_of(case), option=orjson.OPT_INDENT_2)
    made = bundle_of(
        engine(),
        _material(case),
        stamp_of(case),
        pack=settings.RULE_PACK_DIR,
        input_name="transaction.json",
        input_content=written + b"\n",
    )
    return made.content


def stamp_of(case: Case) -> Stamp:
    """What stands on every page: the case, the version of its transaction, stage, who may see."""
    with translation.override(_LANGUAGE):
        return Stamp(
            reference=case.reference,
            version=str(case.version),
            status=case.get_stage_display(),
            classification=case.get_classification_display(),
            dated=case.standing.as_of.isoformat(),
        )


def assessed(case: Case) -> Assessment:
    """The assessment of a case as it stands, on the day of its standing."""
    return standing.assess_content(services.content_of(case), case.standing.as_of)


def _material(case: Case) -> Material:
    return make_material(assessed(case), engine(), clauses())


def _plan(case: Case) -> SafeguardPlan:
    return plan_safeguards(assessed(case), engine().pack)
