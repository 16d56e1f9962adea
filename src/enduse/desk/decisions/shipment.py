"""Whether what a case is about may be shipped, and if not, everything that stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enduse.desk.cases.models import Case
from enduse.desk.decisions.models import LETS_SHIP, Condition, Decision, Progress
from enduse.desk.pages.states import STATES


@dataclass(frozen=True, slots=True)
class Shipment:
    """The answer on one day."""

    decision: Decision | None  # the one in force
    conditions: tuple[Condition, ...]
    because: tuple[str, ...]  # why not; empty if it may ship

    @property
    def may_ship(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.because

    @property
    def state(self) -> str:
        """As a key of `pages.states.STATES`."""
        return "may_ship" if self.may_ship else "may_not_ship"


def shipment(case: Case, day: date | None = None) -> Shipment:
    """Whether a case may ship: no, unless a decision in force says so and its conditions are met.

    Two queries.
    """
    in_force = case.decisions.filter(progress=Progress.IN_FORCE)
    found = in_force.select_related("run__transaction").prefetch_related(
        Prefetch("conditions", Condition.objects.select_related("owner", "evidence"))
    )
    return shipment_by(case, found.first(), day)


def shipment_by(case: Case, decision: Decision | None, day: date | None = None) -> Shipment:
    """The same by the decision in force, if there is one."""
    if decision is None:
        return Shipment(None, (), (_("No decision is in force."),))
    conditions = tuple(decision.conditions.all())
    because = _in_the_way(case, decision, conditions, day or timezone.localdate())
    return Shipment(decision, conditions, tuple(because))


def _in_the_way(
    case: Case, decision: Decision, conditions: Iterable[Condition], day: date
) -> Iterable[str]:
    state = decision.state_on(case, day)
    if state != "in_force":
        yield f"{_('Decision %d:') % decision.number} {STATES[state].word}"
    if decision.outcome not in LETS_SHIP:
        yield _("It was decided: %s") % decision.get_outcome_display()
    blocking = [one for one in conditions if one.blocks_shipment]
    if left := sum(not one.is_met_on(day) for one in blocking):
        told = {"left": left, "all": len(blocking)}
        yield (
            ngettext(
                "%(left)d of %(all)d condition that blocks shipment is not proven and released",
                "%(left)d of %(all)d conditions that block shipment are not proven and released",
                len(blocking),
            )
            % told
        )
