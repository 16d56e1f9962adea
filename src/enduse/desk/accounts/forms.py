"""Forms of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enduse.desk.accounts.models import Invitation, User
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.tokens import LONGEST_DAYS, scopes_of


class WelcomeForm(forms.Form):
    """Joining: what is asked depends on what the invitation knows."""

    email = forms.EmailField(
        label=_("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As the others know you."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters; a few words are easier to keep than signs."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if invitation.user is not None:
            del self.fields["name"]
        if invitation.user is not None or invitation.email:
            del self.fields["email"]


class RolesField(forms.MultipleChoiceField):
    """One or more roles."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Roles"),
            choices=Role.choices,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("Email address"))
    roles = RolesField()


class RolesForm(forms.Form):
    """The roles of someone, and why they change."""

    roles = RolesField(required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class TokenForm(forms.Form):
    """A new API token: what for, how long, and what it may do."""

    name = forms.CharField(
        label=_("What it is for"), help_text=_("Such as: nightly import."), max_length=100
    )
    days = forms.IntegerField(
        label=_("Days until it ends"), min_value=1, max_value=LONGEST_DAYS, initial=90
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Never more than you may, today and later."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"].choices = [(verb, verb) for verb in scopes_of(user)]  # type: ignore[attr-defined]  # a choice field
