"""Forms of the registers."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from enduse.desk.core import engine
from enduse.desk.evidence.forms import EvidenceForm
from enduse.desk.registers.models import Agency, Party, Product
from enduse.desk.registers.services import FIELDS


def country_choices() -> list[tuple[str, str | Promise]]:
    """Every country by name, with an empty first choice."""
    named = sorted((country.name, country.iso3) for country in engine().base.countries)
    return [("", _("Not known yet")), *[(iso3, name) for name, iso3 in named]]


class CountrySelect(forms.Select):
    """A list of all countries, written in one go: a template for each of 250 options is slow."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list, with the country that is chosen."""
        del renderer
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, SafeString(" selected") if code == chosen else "", label)
                for code, label in self.choices
            ),
        )
        own = self.build_attrs({**self.attrs, "name": name}, attrs)
        return format_html("<select{}>{}</select>", flatatt(own), options)


class CountryField(forms.ChoiceField):
    """A country, chosen by name and kept as ISO 3166-1 alpha-3."""

    widget = CountrySelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=country_choices, **kwargs)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # one form class a register
    """What every register's form has: the version it was opened at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def fields_of_register(self) -> dict[str, str]:
        """What was filled in, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS[self._meta.model]}


class ProductForm(EntryForm):
    """A product."""

    class Meta:
        """Fields in the order of the page."""

        model = Product
        fields = ("name", "vendor", "description", "notes")
        help_texts = {  # noqa: RUF012 - Django's own shape
            "name": _("As it stands on the price list."),
            "description": _("What it does, what it reads, about whom, and what it keeps."),
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012


class AgencyForm(EntryForm):
    """An agency."""

    country = CountryField(label=_("Country"))

    class Meta:
        """Fields in the order of the page."""

        model = Agency
        fields = ("name", "country", "type", "region", "answers_to", "other_names", "notes")
        help_texts = {  # noqa: RUF012
            "name": _("The unit that would use the product, not the ministry above it."),
            "answers_to": _("Who commands it, and who oversees it."),
        }
        widgets = {  # noqa: RUF012
            "other_names": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }


class PartyForm(EntryForm):
    """A party."""

    country = CountryField(label=_("Country"))

    class Meta:
        """Fields in the order of the page."""

        model = Party
        fields = ("name", "country", "type", "other_names", "identifiers", "website", "notes")
        widgets = {  # noqa: RUF012
            "other_names": forms.Textarea(attrs={"rows": 3}),
            "identifiers": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }


class SourceForm(EvidenceForm):
    """A data sheet or parts list of a product."""


class ProfileForm(forms.Form):
    """What a product can do: every capability of the taxonomy, the likely ones first."""

    capabilities = forms.MultipleChoiceField(
        label=_("What it can do"), widget=forms.CheckboxSelectMultiple, required=False
    )
    complete = forms.BooleanField(
        label=_("This is everything it can do"),
        help_text=_("Only then does an absence count; until then any capability is possible."),
        required=False,
    )
    note = forms.CharField(
        label=_("What changed, and how you know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        required=False,
    )

    def __init__(self, *args: Any, likely: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taxonomy = engine().taxonomy
        first = [taxonomy.get(id_) for id_ in likely]
        rest = [one for one in taxonomy.capabilities if one.id not in likely]
        field = self.fields["capabilities"]
        field.choices = [(one.id, one.name) for one in (*first, *rest)]  # type: ignore[attr-defined]
