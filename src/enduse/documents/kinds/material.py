"""What a document is made from."""

from dataclasses import dataclass

from enduse.assessment.engine import Engine
from enduse.assessment.plan import plan_safeguards
from enduse.assessment.plan_annex import assemble_annex
from enduse.domain.assessment import Assessment
from enduse.domain.catalogue import Catalogue
from enduse.domain.clauses import Annex, ClauseLibrary, Variant
from enduse.domain.safeguard_plan import SafeguardPlan
from enduse.evidence.base import EvidenceBase


@dataclass(frozen=True, slots=True)
class Material:
    """One assessment with everything it was reached with, its plan and its annex."""

    plan: SafeguardPlan
    annex: Annex
    base: EvidenceBase
    catalogue: Catalogue

    @property
    def assessment(self) -> Assessment:
        """The assessment that the plan is for."""
        return self.plan.assessment

    @property
    def user_countries(self) -> tuple[str, ...]:
        """The countries of the end-users, as ISO 3166-1 alpha-3, each once."""
        users = self.assessment.transaction.end_users
        return tuple(dict.fromkeys(user.country for user in users if user.country))


def make_material(
    assessment: Assessment,
    engine: Engine,
    library: ClauseLibrary,
    variant: Variant = Variant.BALANCED,
) -> Material:
    """Plan the safeguards of an assessment and assemble its annex.

    Args:
        assessment: the outcome.
        engine: what it was reached with.
        library: the clauses for the annex.
        variant: how hard they are drawn.
    """
    plan = plan_safeguards(assessment, engine.pack)
    annex = assemble_annex(plan, library, variant, countries=engine.base.countries)
    return Material(plan, annex, engine.base, engine.pack.catalogue)
