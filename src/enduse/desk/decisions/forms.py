"""Forms of decisions and conditions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.core import engine
from enduse.desk.decisions.basis import Basis
from enduse.desk.decisions.drafts import Draft, Wanted
from enduse.desk.decisions.models import Decision, Outcome, Stance
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.pages.forms import DateInput

_MORE_ROWS = 3


class DecisionForm(forms.Form):
    """What is decided, why, and until when."""

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    against = forms.CharField(
        label=_("Why otherwise than proposed"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you decide against what the assessment proposes."),
    )
    pause_until = forms.CharField(
        label=_("What has to be known first"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed if you pause."),
    )
    valid_until = forms.DateField(
        label=_("Valid until"), widget=DateInput, help_text=_("At most a year from now.")
    )
    triggers = forms.MultipleChoiceField(
        label=_("It ends sooner when this happens"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    BEFORE = ("outcome", "reasons", "against", "pause_until")
    AFTER = ("valid_until", "triggers")

    def __init__(self, data: Any, *, basis: Basis) -> None:
        initial = {
            "pause_until": basis.pause_until,
            "valid_until": basis.review_on,
            "triggers": basis.triggers,
        }
        super().__init__(data, initial=initial)
        self.fields["outcome"].choices = _outcomes(basis)  # type: ignore[attr-defined]
        known = engine().pack.catalogue.review_triggers
        self.fields["triggers"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.id} {one.text}") for one in known
        ]

    @property
    def before(self) -> list[forms.BoundField]:
        """The fields above the conditions."""
        return [self[name] for name in self.BEFORE]

    @property
    def after(self) -> list[forms.BoundField]:
        """The fields below them."""
        return [self[name] for name in self.AFTER]

    def draft(self, rows: Any) -> Draft:
        """What the two valid forms put forward."""
        given = self.cleaned_data
        with_them = given["outcome"] == Outcome.WITH_CONDITIONS
        conditions = [row.wanted() for row in rows if row.counts and (with_them or row.is_typed)]
        return Draft(**given, conditions=conditions)


class ConditionRow(forms.Form):
    """One condition."""

    text = forms.CharField(
        label=_("What has to be so"),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs={"list": "safeguards"}),
    )
    proof = forms.CharField(label=_("What proves it"), required=False, max_length=2_000)
    owner = forms.ChoiceField(label=_("Who sees to it"), required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DateInput)
    blocks_shipment = forms.BooleanField(
        label=_("Nothing ships before it is proven"), required=False, initial=True
    )
    leave_out = forms.BooleanField(label=_("Leave this one out"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        names = [(pk, str(user)) for pk, user in self._people.items()]
        self.fields["owner"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]
        if not self.initial.get("text"):
            del self.fields["leave_out"]

    @property
    def counts(self) -> bool:
        """Whether the row says anything."""
        given = self.cleaned_data
        return bool(given.get("text")) and not given.get("leave_out")

    @property
    def is_typed(self) -> bool:
        """Whether somebody filled it in, rather than the assessment."""
        return self.has_changed()

    def clean(self) -> dict[str, Any]:
        """A condition has a proof, an owner and a day."""
        cleaned = super().clean() or {}
        self.cleaned_data = cleaned
        if self.counts and self.is_typed:
            for name in ("proof", "owner", "due_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A condition needs this."))
        return cleaned

    def wanted(self) -> Wanted:
        """The condition of a valid row."""
        given = self.cleaned_data
        return Wanted(
            text=given["text"],
            proof=given["proof"],
            owner=self._people[given["owner"]],
            due_on=given["due_on"],
            blocks_shipment=given["blocks_shipment"],
        )


ConditionRows = forms.formset_factory(ConditionRow, extra=_MORE_ROWS, max_num=60)


def condition_rows(data: Any, case: Case, basis: Basis, earlier: Decision | None) -> Any:
    """The rows, begun with what the assessment proposes and what was left of the last decision."""
    return ConditionRows(
        data,
        initial=[*_left(earlier), *_proposed(basis)],
        prefix="conditions",
        form_kwargs={"people": [member.user for member in case.team]},
    )


class SignForm(forms.Form):
    """How somebody signs."""

    stance = forms.ChoiceField(
        label=_("Your signature"),
        choices=[(Stance.AGREES, _("I agree")), (Stance.DISSENTS, _("I dissent"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you dissent. Kept with the record."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class HappenedForm(forms.Form):
    """What happened that ends a decision."""

    trigger = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How you know"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, triggers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trigger"].choices = trigger_words(triggers)  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """The file that proves a condition."""

    evidence = forms.ModelChoiceField(
        label=_("Which file"),
        queryset=EvidenceFile.objects.none(),
        help_text=_("One of the files of this case. Attach it first if it is not among them."),
    )
    note = forms.CharField(
        label=_("Where in it, and what it shows"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = EvidenceFile.objects.filter(uses__case=case, withdrawn_at=None).distinct()
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """What a decider saw in a proof."""

    note = forms.CharField(
        label=_("What you looked at"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept on the record, with your name and the time."),
    )


class ChangeForm(forms.Form):
    """Who sees to a condition from now on, by when, and why that changes."""

    owner = forms.ChoiceField(label=_("Who sees to it"))
    due_on = forms.DateField(label=_("By"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        names = [(pk, str(user)) for pk, user in self._people.items()]
        self.fields["owner"].choices = names  # type: ignore[attr-defined]

    def new_owner(self) -> User:
        """Who was chosen."""
        return self._people[self.cleaned_data["owner"]]


def trigger_words(ids: Iterable[str]) -> list[tuple[str, str]]:
    """Events of the catalogue in words."""
    wanted = set(ids)
    known = engine().pack.catalogue.review_triggers
    return [(one.id, f"{one.id} {one.text}") for one in known if one.id in wanted]


def _outcomes(basis: Basis) -> list[tuple[str, Any]]:
    told = _("%s (what the assessment proposes)")
    return [
        (value, told % label if value == basis.proposed else label)
        for value, label in Outcome.choices
    ]


def _proposed(basis: Basis) -> Iterable[Mapping[str, Any]]:
    """Safeguards without which the assessment would not ship."""
    for one in basis.document["safeguards"]:
        if one["blocks_shipment"] and not one["in_hand"]:
            yield {"text": f"{one['id']} {one['text']}", "blocks_shipment": True}


def _left(earlier: Decision | None) -> Iterable[Mapping[str, Any]]:
    today = timezone.localdate()
    for one in earlier.conditions.all() if earlier else ():
        if not one.is_met_on(today):
            yield {
                "text": one.text,
                "proof": one.proof,
                "owner": str(one.owner_id),
                "due_on": max(one.due_on, today),
                "blocks_shipment": one.blocks_shipment,
            }
