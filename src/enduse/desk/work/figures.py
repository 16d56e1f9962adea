"""How all cases stand, in counts: for the dashboard."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.authority import visible
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import OPEN_STAGES, Case, Finding, Stage
from enduse.desk.core import engine
from enduse.domain.findings import FindingAnswer
from enduse.domain.vocabulary import RouteLevel

MOST = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: a label, a count, and its share of the longest bar."""

    label: str | Promise
    count: int
    share: float  # 0 to 100


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title, with how many are counted in all."""

    title: str | Promise
    bars: tuple[Bar, ...]
    of: int


def charts(user: User) -> list[Chart]:
    """The charts over the cases someone may see; one query each."""
    seen = visible(user, Case.objects.all())
    still_open = seen.filter(stage__in=OPEN_STAGES)
    name = engine().base.countries.name
    return [
        _chart(_("Cases by stage"), _counted(seen, "stage"), lambda v: Stage(v).label),
        _chart(
            _("Open cases by proposed route"),
            _counted(still_open, "route"),
            lambda v: RouteLevel(v).label if v else _("Not assessed yet"),
        ),
        _chart(
            _("Open cases by country of the end-user"),
            _counted(still_open, "country"),
            lambda v: name(v) if v else _("Not known yet"),
        ),
        _flags(still_open),
    ]


def _counted(cases: QuerySet[Case], field: str) -> list[tuple[str, int]]:
    rows = cases.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    return [(str(value), count) for value, count in rows]


def _flags(cases: QuerySet[Case]) -> Chart:
    raised = Finding.objects.filter(case__in=cases, answer=FindingAnswer.RAISED)
    rows = raised.order_by().values_list("red_flag").annotate(n=Count("pk")).order_by("-n")
    titles = {rule.red_flag.id: rule.red_flag.title for rule in engine().pack.rules}
    counted = [(str(flag), count) for flag, count in rows]
    return _chart(
        _("Red flags raised in open cases"), counted, lambda v: f"{v} {titles.get(v, '')}"
    )


def _chart(
    title: str | Promise, counted: Iterable[tuple[str, int]], label: Callable[[str], str | Promise]
) -> Chart:
    rows = list(counted)
    longest = max((count for _, count in rows), default=1)
    bars = tuple(
        Bar(label(value), count, round(100 * count / longest, 1)) for value, count in rows[:MOST]
    )
    return Chart(title, bars, sum(count for _, count in rows))
