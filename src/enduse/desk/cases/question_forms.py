"""Forms that ask for facts: of one question, or of one page of the first pass."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enduse.desk.cases import sheet
from enduse.desk.cases.answering import Ground
from enduse.desk.cases.models import Case
from enduse.desk.cases.sheet import NOT_CHECKED, NOT_KNOWN, Value
from enduse.desk.core import engine
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.pages.forms import DateInput
from enduse.domain.facts import FactDefinition, FactType

NONE = "none"
INVENTORY, PARTIES = "product.inventory", "parties.named"

_NOTHING = ((NOT_KNOWN, _("Not known after looking")), (NOT_CHECKED, _("Not checked yet")))
_YES_NO = (("yes", _("Yes")), ("no", _("No")), *_NOTHING)
_SHORT = (
    ("yes", _("Yes")),
    ("no", _("No")),
    (NOT_KNOWN, _("Not known")),
    (NOT_CHECKED, _("Not checked")),
)
_UNKNOWN_SUFFIX = ":not_known"


class Pills(forms.RadioSelect):
    """A row of choices that stand beside each other."""

    template_name = "cases/pills.html"


class FactsForm(forms.Form):
    """Facts by name, then what the answers rest on."""

    note = forms.CharField(
        label=_("In your words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=20_000,
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=500,
        help_text=_("A document, a person, a page: where the answer can be checked."),
    )
    locator = forms.CharField(
        label=_("Where in it"),
        required=False,
        max_length=200,
        help_text=_("Page, section or address."),
    )
    dated_on = forms.DateField(label=_("Date of the source"), required=False, widget=DateInput)
    evidence = forms.ModelChoiceField(
        label=_("File of this case"),
        queryset=EvidenceFile.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    GROUND = ("note", "source", "locator", "dated_on", "evidence")

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        facts: Iterable[FactDefinition],
        values: Mapping[str, Value],
        ground: Ground | None = None,
        seen: str = "",
        main: str = "",
        main_label: str = "",
    ) -> None:
        """Ask for `facts`; `main` is the one that the page asks in full, the others are lines."""
        self.facts = tuple(facts)
        self.main = main
        super().__init__(data, initial={**_initial(ground), "seen": seen})
        self.fields["evidence"].queryset = EvidenceFile.objects.filter(  # type: ignore[attr-defined]
            uses__case=case, withdrawn_at=None
        ).distinct()
        for fact in self.facts:
            label = main_label if fact.name == main and main_label else fact.reads_as
            self._ask(fact, label, values.get(fact.name, NOT_CHECKED))
        if self.fact(main) is not None and self.fact(main).type is FactType.TEXT:  # type: ignore[union-attr]
            del self.fields["note"]

    def fact(self, name: str) -> FactDefinition | None:
        """One of the facts asked for."""
        return next((fact for fact in self.facts if fact.name == name), None)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields of the fact that is asked in full."""
        names = (self.main, self.main + _UNKNOWN_SUFFIX)
        return [self[name] for name in names if name in self.fields]

    @property
    def line_fields(self) -> list[forms.BoundField]:
        """The lines of the checklist."""
        return [self[fact.name] for fact in self.facts if fact.name != self.main]

    @property
    def ground_fields(self) -> list[forms.BoundField]:
        """What the answer rests on."""
        return [self[name] for name in self.GROUND if name in self.fields]

    @property
    def ground_is_given(self) -> bool:
        """Whether anything is filled in there."""
        return any(self[name].value() for name in self.GROUND if name in self.fields)

    def given_values(self) -> dict[str, Value]:
        """The facts of a valid form, as the sheet has them."""
        return {fact.name: self._value(fact) for fact in self.facts}

    def given_ground(self) -> Ground:
        """What the answers of a valid form rest on."""
        return Ground(**{name: self.cleaned_data.get(name) or _EMPTY[name] for name in self.GROUND})

    def given_seen(self) -> dict[str, int]:
        """The versions of answers that the form was opened at, by question."""
        pairs = (pair.partition("=") for pair in self.cleaned_data["seen"].split(",") if pair)
        return {name: int(number) for name, _sep, number in pairs if number.isdigit()}

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself: a word and that it is not known."""
        cleaned = super().clean() or {}
        for fact in self.facts:
            chosen = cleaned.get(fact.name)
            alone = {NONE, NOT_KNOWN}
            if isinstance(chosen, list) and len(chosen) > 1 and alone & set(chosen):
                self.add_error(fact.name, _("Choose either lines of the list, or the last ones."))
            if chosen and cleaned.get(fact.name + _UNKNOWN_SUFFIX):
                self.add_error(fact.name, _("Either answer, or say that it is not known."))
        return cleaned

    def _ask(self, fact: FactDefinition, label: str, value: Value) -> None:
        in_full = fact.name == self.main
        self.fields[fact.name] = field = _field_for(fact, label, in_full=in_full)
        if isinstance(field, forms.MultipleChoiceField):
            self.initial[fact.name] = _as_list(value)
            field.choices = _chosen_first(_choices_of(fact), _as_list(value))
        elif isinstance(field, forms.ChoiceField):
            self.initial[fact.name] = value
        else:
            self.initial[fact.name] = "" if value in (NOT_KNOWN, NOT_CHECKED) else _as_text(value)
            self.fields[fact.name + _UNKNOWN_SUFFIX] = forms.BooleanField(
                label=_("Not known after looking"), required=False, initial=value == NOT_KNOWN
            )

    def _value(self, fact: FactDefinition) -> Value:
        given = self.cleaned_data[fact.name]
        if self.cleaned_data.get(fact.name + _UNKNOWN_SUFFIX):
            return NOT_KNOWN
        if isinstance(given, list):
            return NOT_KNOWN if given == [NOT_KNOWN] else given
        if fact.name == PARTIES:
            return [line.strip() for line in given.splitlines() if line.strip()]
        return given.isoformat() if isinstance(given, date) else str(given)


def facts_form(data: Any, *, case: Case, **asked: Any) -> FactsForm:
    """A form for facts; `data` is None to show it, or what was sent."""
    return FactsForm(data, case=case, **asked)


_EMPTY: Mapping[str, Any] = {
    "note": "",
    "source": "",
    "locator": "",
    "dated_on": None,
    "evidence": None,
}


def _initial(ground: Ground | None) -> dict[str, object]:
    return {name: getattr(ground, name) for name in FactsForm.GROUND} if ground else {}


def _as_list(value: Value) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if value == NOT_KNOWN else []


def _as_text(value: Value) -> str:
    return "\n".join(value) if isinstance(value, list) else value


def _field_for(fact: FactDefinition, label: str, *, in_full: bool) -> forms.Field:
    match fact.type:
        case FactType.YES_NO:
            widget = forms.RadioSelect if in_full else Pills
            choices = _YES_NO if in_full else _SHORT
            return forms.ChoiceField(label=label, choices=choices, widget=widget)
        case FactType.WORD:
            words = [(word, word.replace("_", " ").capitalize()) for word in fact.words]
            return forms.ChoiceField(
                label=label, choices=[*words, *_NOTHING], widget=forms.RadioSelect
            )
        case FactType.WORDS if fact.name != PARTIES:
            return forms.MultipleChoiceField(
                label=label,
                choices=_choices_of(fact),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Choose all that are true. None chosen: not checked yet."),
            )
        case FactType.DATE:
            return forms.DateField(label=label, required=False, widget=DateInput)
        case _:
            help_text = _("One a line.") if fact.name == PARTIES else ""
            return forms.CharField(
                label=label,
                required=False,
                max_length=20_000,
                help_text=help_text,
                widget=forms.Textarea(attrs={"rows": 4}),
            )


def _choices_of(fact: FactDefinition) -> list[tuple[str, object]]:
    if fact.name == INVENTORY:
        words = [(one.id, one.name) for one in engine().taxonomy.capabilities]
    else:
        words = [(word, word.replace("_", " ").capitalize()) for word in fact.words]
    return [*words, (NONE, _("None of these")), (NOT_KNOWN, _("Not known after looking"))]


def _chosen_first(choices: list[tuple[str, object]], chosen: list[str]) -> list[tuple[str, object]]:
    """A long list with what is chosen at its head."""
    return sorted(choices, key=lambda choice: choice[0] not in chosen)


def same(values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two sets of values say the same; what is not checked is as if it were not there."""
    return _said(values) == _said(other)


def _said(values: Mapping[str, Value]) -> dict[str, object]:
    said = {name: value for name, value in values.items() if sheet.is_settled({name: value})}
    return {
        name: sorted(value) if isinstance(value, list) else value for name, value in said.items()
    }
