"""What officers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import User
from enduse.desk.grievances.models import Channel, Outcome, Remedy, Retaliation
from enduse.desk.grievances.officers import SHORTEST_PASSPHRASE
from enduse.desk.grievances.public.phrases import LANGUAGES, phrases

_LONG = forms.Textarea(attrs={"rows": 6, "dir": "auto"})


class UnlockForm(forms.Form):
    """The passphrase of one's own key."""

    passphrase = forms.CharField(
        label=_("Your passphrase"),
        help_text=_("Unlocks your key for a quarter of an hour, in this session only."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
    )


class NewPassphraseForm(forms.Form):
    """A passphrase, typed twice."""

    passphrase = forms.CharField(
        label=_("A passphrase"),
        help_text=_(
            "At least 16 characters, for grievances only. The desk does not keep it: "
            "without it and the recovery key nobody can open what was sealed to you."
        ),
        min_length=SHORTEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class RecoveryForm(NewPassphraseForm):
    """A new passphrase, by the printed recovery key."""

    recovery = forms.CharField(label=_("The recovery key you printed"))
    field_order = ("recovery", "passphrase", "again")


class MessageForm(forms.Form):
    """Words to the reporter."""

    text = forms.CharField(
        label=_("Message to the reporter"),
        help_text=_("They read it with their seven words. Do not name other people."),
        widget=_LONG,
        max_length=50_000,
    )


class OutcomeForm(MessageForm):
    """The outcome, the remedy, and both in words."""

    outcome = forms.ChoiceField(label=_("What was found"), choices=Outcome.choices[1:])
    remedy = forms.ChoiceField(label=_("What is done about it"), choices=Remedy.choices[1:])
    field_order = ("outcome", "remedy", "text")


class RetaliationForm(forms.Form):
    """What asking about reprisals brought to light."""

    found = forms.ChoiceField(
        label=_("Did the reporter meet with reprisals?"), choices=Retaliation.choices[1:]
    )


class OfficerForm(forms.Form):
    """One of the other officers."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=User.objects.none())

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]  # a choice of models


class AskIdentityForm(OfficerForm):
    """Why the name is needed, and who is to agree."""

    reason = forms.CharField(
        label=_("Why the name is needed"),
        help_text=_("This goes on the record. Do not name anybody in it."),
        widget=_LONG,
        max_length=2_000,
    )


class CaseForm(forms.Form):
    """A case, by its reference."""

    reference = forms.RegexField(
        label=_("Reference of the case"), regex=r"^\s*[Cc]-?\d+\s*$", help_text=_("e.g. C-0142")
    )

    def number(self) -> int:
        """The number in the reference."""
        return int("".join(filter(str.isdigit, self.cleaned_data["reference"])))


class TakeInForm(forms.Form):
    """What someone said by telephone, by post or through an organisation."""

    channel = forms.ChoiceField(label=_("How it came"), choices=Channel.choices[1:])
    language = forms.ChoiceField(label=_("Language"), choices=[])
    what = forms.CharField(
        label=_("What happened, in their own words"), widget=_LONG, max_length=50_000
    )
    where_and_when = forms.CharField(label=_("Where and when"), required=False, max_length=50_000)
    about = forms.CharField(
        label=_("Which product, company or agency"), required=False, max_length=50_000
    )
    who = forms.CharField(
        label=_("Who they are, if they agree to its being kept"),
        help_text=_("Two officers must agree before anyone reads it."),
        required=False,
        max_length=50_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = [(code, phrases(code).name) for code in LANGUAGES]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]  # a choice
