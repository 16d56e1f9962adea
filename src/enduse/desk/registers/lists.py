"""How the registers are listed: columns, orders and filters."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enduse.desk.core import engine
from enduse.desk.pages.listing import Column, Listing, Order
from enduse.desk.pages.search import matching
from enduse.desk.registers.forms import CountrySelect, country_choices
from enduse.desk.registers.models import PARTY_TYPES, Agency, Party, Product

_ORDERS = (
    Order("newest", _("Newest first")),
    Order("changed", _("Recently changed first"), "updated_at"),
    Order("oldest", _("Oldest first"), descending=False),
)


class WordFilters(django_filters.FilterSet):  # type: ignore[misc]  # it ships no types
    """Finds entries by whole words."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=200)

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The entries that have every word."""
        del name
        return matching(queryset, value)


class PlaceFilters(WordFilters):
    """The same, with country and kind of body."""

    country = django_filters.ChoiceFilter(
        label=_("Country"),
        choices=lambda: country_choices()[1:],
        empty_label=_("Any"),
        widget=CountrySelect,
    )
    type = django_filters.ChoiceFilter(
        label=_("Kind of body"), choices=PARTY_TYPES, empty_label=_("Any"), widget=forms.Select
    )


def country_name(iso3: str) -> str:
    """A country by name; its code if it is not known, and nothing for none."""
    countries = engine().base.countries
    return countries.name(iso3) if iso3 in countries else iso3


PRODUCTS: Listing[Product] = Listing(
    "products",
    (
        Column("name", _("Product"), lambda row: row.name, url=lambda row: row.get_absolute_url()),
        Column("vendor", _("Vendor"), lambda row: row.vendor),
        Column("added", _("Added"), lambda row: row.added_at.date()),
        Column("changed", _("Changed"), lambda row: row.updated_at.date(), by_default=False),
    ),
    _ORDERS,
    WordFilters,
)
PARTIES: Listing[Party] = Listing(
    "parties",
    (
        Column("name", _("Party"), lambda row: row.name, url=lambda row: row.get_absolute_url()),
        Column("country", _("Country"), lambda row: country_name(row.country)),
        Column("type", _("Kind of body"), lambda row: row.get_type_display()),
        Column("added", _("Added"), lambda row: row.added_at.date()),
        Column("identifiers", _("Numbers"), lambda row: row.identifiers, by_default=False),
    ),
    _ORDERS,
    PlaceFilters,
)
AGENCIES: Listing[Agency] = Listing(
    "agencies",
    (
        Column("name", _("Agency"), lambda row: row.name, url=lambda row: row.get_absolute_url()),
        Column("country", _("Country"), lambda row: country_name(row.country)),
        Column("type", _("Kind of body"), lambda row: row.get_type_display()),
        Column("answers_to", _("Answers to"), lambda row: row.answers_to),
        Column("added", _("Added"), lambda row: row.added_at.date(), by_default=False),
    ),
    _ORDERS,
    PlaceFilters,
)
