"""How cases are listed: columns, orders and filters."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enduse.desk.cases.models import Case, Stage
from enduse.desk.pages.listing import Column, Listing, Order
from enduse.desk.pages.search import matching
from enduse.desk.registers.forms import CountrySelect, country_choices
from enduse.desk.registers.lists import country_name
from enduse.domain.vocabulary import RouteLevel


class CaseFilters(django_filters.FilterSet):  # type: ignore[misc]  # it ships no types
    """Finds cases by words, stage, proposed route, country, and whose they are."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=200)
    stage = django_filters.ChoiceFilter(
        label=_("Stage"), choices=Stage.choices, empty_label=_("Any")
    )
    route = django_filters.ChoiceFilter(
        label=_("Proposed route"),
        choices=[(level.value, level.label) for level in RouteLevel],
        empty_label=_("Any"),
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"),
        choices=lambda: country_choices()[1:],
        empty_label=_("Any"),
        widget=CountrySelect,
    )
    mine = django_filters.ChoiceFilter(
        label=_("Whose"),
        method="by_whom",
        choices=[("owner", _("Mine")), ("author", _("Opened by me"))],
        empty_label=_("All I may see"),
    )

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The cases that have every word."""
        del name
        return matching(queryset, value)

    def by_whom(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The cases that someone owns or opened."""
        del name
        user = getattr(self.request, "user", None)
        return queryset.filter(**{value: user}) if user else queryset.none()


CASES: Listing[Case] = Listing(
    "cases",
    (
        Column(
            "reference",
            _("Case"),
            lambda case: case.reference,
            url=lambda case: case.get_absolute_url(),
        ),
        Column("title", _("Title"), lambda case: case.title),
        Column("product", _("Product"), lambda case: case.product_name, by_default=False),
        Column("end_user", _("End-user"), lambda case: case.end_user_name, by_default=False),
        Column("country", _("Country"), lambda case: country_name(case.country)),
        Column("stage", _("Stage"), lambda case: case.stage, is_state=True),
        Column(
            "route",
            _("Proposed route"),
            lambda case: case.route or "not_assessed",
            is_state=True,
        ),
        Column("raised", _("High or Stop"), lambda case: case.raised_weighty, is_number=True),
        Column(
            "unknown",
            _("Of them not known"),
            lambda case: case.unknown_weighty,
            is_number=True,
            by_default=False,
        ),
        Column("owner", _("Owner"), lambda case: str(case.owner)),
        Column("changed", _("Changed"), lambda case: case.updated_at.date()),
        Column("opened", _("Opened"), lambda case: case.created_at.date(), by_default=False),
        Column(
            "classification",
            _("Classification"),
            lambda case: case.get_classification_display(),
            by_default=False,
        ),
    ),
    (
        Order("newest", _("Newest first")),
        Order("urgent", _("Most urgent first"), "queue_order"),
        Order("changed", _("Recently changed first"), "updated_at"),
    ),
    CaseFilters,
    narrow_first=True,
)
