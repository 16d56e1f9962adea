"""Forms of screening: how far to look, and what is said of a match."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User
from enduse.desk.cases.forms import case_people
from enduse.desk.pages.forms import DateInput
from enduse.screening.index import DEFAULT_THRESHOLD

_THRESHOLDS = [
    (f"{DEFAULT_THRESHOLD:.2f}", _("0.75: the usual")),
    ("0.65", _("0.65: wider")),
    ("0.50", _("0.50: as wide as is useful")),
]


class ScreenForm(forms.Form):
    """How far to look."""

    threshold = forms.TypedChoiceField(
        label=_("Least score"), choices=_THRESHOLDS, coerce=float, initial=_THRESHOLDS[0][0]
    )


class JudgeForm(forms.Form):
    """What tells two parties apart, or makes them one."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Which facts, from where. Every case of this party will show it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
    )
    until = forms.DateField(
        label=_("Remember it until"),
        widget=DateInput,
        help_text=_("At most a year. It ends sooner if the lists change what they say."),
        initial=lambda: timezone.localdate() + timedelta(days=365),
    )


class AskForm(JudgeForm):
    """What was looked at in vain, and who may know."""

    to = forms.ModelChoiceField(label=_("Whom to ask"), queryset=User.objects.none())
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput)
    note = forms.CharField(
        label=_("What to find out"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = case_people()  # type: ignore[attr-defined]
        self.fields["reason"].label = _("What you looked at")
