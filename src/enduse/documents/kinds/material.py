"""What a document is made from."""

from dataclasses import dataclass

from enduse.domain.assessment import Assessment
from enduse.domain.catalogue import Catalogue
from enduse.domain.clauses import Annex
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
