"""What keeps a search from speaking for a list: too old, or not all of it on file."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from enduse.domain.screened import LONGEST_DAYS
from enduse.domain.screening import Coverage


def gap(row: Coverage, day: date) -> str:
    """What is wanting of one list, in words; empty if nothing is."""
    wanting = []
    if (days := (day - row.data_on).days) > LONGEST_DAYS:
        wanting.append(_("%(days)d days old") % {"days": days})
    if row.official is None:
        wanting.append(_("its publisher gives no count to compare with"))
    elif not row.is_complete:
        wanting.append(
            _("%(held)d of %(official)d on file") % {"held": row.held, "official": row.official}
        )
    return ", ".join(wanting)


def gaps(coverage: Iterable[Coverage], day: date) -> list[tuple[Coverage, str]]:
    """The lists for which something is wanting, with what it is."""
    return [(row, said) for row in coverage if (said := gap(row, day))]
