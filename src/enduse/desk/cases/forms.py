"""Forms about a case as a whole."""

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enduse.assessment.transaction_file import MAX_BYTES, parse_json, parse_toml
from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import VERBS
from enduse.desk.cases.models import Classification, TeamRole
from enduse.desk.core import engine
from enduse.desk.pages.forms import DateInput
from enduse.desk.registers.forms import CountryField
from enduse.desk.registers.models import PARTY_TYPES
from enduse.domain.errors import EnduseError
from enduse.domain.vocabulary import Role as PartyRole

_FURTHER_ROWS = 4
PLACES = {"parties": "user_name", "seller": "seller_country", "product": "product_name"}
"""The field that shows what the core says of a part of the transaction."""


def case_people() -> QuerySet[User]:
    """Everyone with a role that works on cases."""
    roles = [role.value for role in VERBS["case:view"]]
    people = User.objects.filter(is_active=True, grants__role__in=roles)
    return people.distinct().order_by("name", "email")


class SaleForm(forms.Form):
    """The sale: product, who will use it, what for, and who else takes part."""

    product_name = forms.CharField(
        label=_("Product"), max_length=300, widget=forms.TextInput(attrs={"list": "products"})
    )
    vendor = forms.CharField(
        label=_("Who makes it"),
        max_length=300,
        required=False,
        help_text=_("Reports of earlier misuse name makers; without a name none can be ruled out."),
    )
    description = forms.CharField(
        label=_("What it does"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it reads, about whom, and what it keeps."),
    )
    user_name = forms.CharField(
        label=_("Who will use it"),
        max_length=300,
        required=False,
        help_text=_("The agency or firm, as exactly as you know: a unit rather than a ministry."),
    )
    user_country = CountryField(label=_("In which country"))
    user_type = forms.ChoiceField(
        label=_("What kind of body"),
        choices=[("", _("Not known yet")), *PARTY_TYPES],
        required=False,
    )
    user_region = forms.CharField(
        label=_("In which part of the country"),
        max_length=200,
        required=False,
        help_text=_("Only if the use is bound to one."),
    )
    end_use = forms.CharField(
        label=_("What it will be used for"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the words of the one who will use it."),
    )
    seller_name = forms.CharField(label=_("Seller"), max_length=300, required=False)
    seller_country = CountryField(label=_("Country of the seller"))

    PRODUCT = ("product_name", "vendor", "description")
    USER = ("user_name", "user_country", "user_type", "user_region", "end_use")
    SELLER = ("seller_name", "seller_country")

    @property
    def product_fields(self) -> list[forms.BoundField]:
        """About the product."""
        return [self[name] for name in self.PRODUCT]

    @property
    def user_fields(self) -> list[forms.BoundField]:
        """About the end-user."""
        return [self[name] for name in self.USER]

    @property
    def seller_fields(self) -> list[forms.BoundField]:
        """About the seller."""
        return [self[name] for name in self.SELLER]

    def content_over(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The transaction with what was filled in put over what it had; the rest stays."""
        given = self.cleaned_data
        product = _put(
            old.get("product", {}),
            {
                "name": given["product_name"],
                "vendor": given["vendor"],
                "description": given["description"],
            },
        )
        user = _put(
            _first_user(old),
            {
                "name": given["user_name"],
                "country": given["user_country"],
                "type": given["user_type"],
                "region": given["user_region"],
            },
        )
        seller = _put(
            old.get("seller", {}),
            {
                "name": given["seller_name"],
                "country": given["seller_country"],
            },
        )
        parties = [dict(party) for party in old.get("parties", ())] or [user]
        parties[_user_at(parties)] = user
        return _put(
            {**old, "product": product, "parties": parties},
            {"seller": seller, "end_use": given["end_use"]},
        )


def sale_initial(content: Mapping[str, Any]) -> dict[str, object]:
    """What a transaction says, as the form has it."""
    product, user = content.get("product", {}), _first_user(content)
    seller = content.get("seller") or {}
    resolve = engine().base.countries.resolve
    return {
        "product_name": product.get("name"),
        "vendor": product.get("vendor"),
        "description": product.get("description"),
        "user_name": user.get("name"),
        "user_country": resolve(user["country"]) if user.get("country") else "",
        "user_type": user.get("type"),
        "user_region": user.get("region"),
        "end_use": content.get("end_use"),
        "seller_name": seller.get("name"),
        "seller_country": resolve(seller["country"]) if seller.get("country") else "",
    }


class OpenForm(SaleForm):
    """The sale, and whose case it is."""

    title = forms.CharField(
        label=_("What people will call the case"),
        max_length=300,
        required=False,
        help_text=_("Left empty: the product and who will use it."),
    )
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("I do"),
    )
    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=Classification.choices,
        initial=Classification.CONFIDENTIAL,
    )
    product_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agency_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    party_id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    CASE = ("title", "owner", "classification")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = case_people()  # type: ignore[attr-defined]

    @property
    def case_fields(self) -> list[forms.BoundField]:
        """About the case."""
        return [self[name] for name in self.CASE]

    def title_or_names(self) -> str:
        """The title; made of the names where none was given."""
        given = self.cleaned_data
        user = given["user_name"] or str(_("end-user not named"))
        title: str = given["title"] or f"{given['product_name']} \u2192 {user}"
        return title[:300]


class DescribeForm(SaleForm):
    """The sale of a case that is open, with further parties and a reason."""

    reason = forms.CharField(
        label=_("Why it changes"),
        max_length=1_000,
        required=False,
        help_text=_("Kept on the record."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class PartyRow(forms.Form):
    """One further party of a sale."""

    name = forms.CharField(label=_("Name"), max_length=300, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.value.replace("_", " ").capitalize()) for role in PartyRole],
        initial=PartyRole.BUYER.value,
    )
    country = CountryField(label=_("Country"))
    type = forms.ChoiceField(
        label=_("Kind of body"), choices=[("", _("Not known yet")), *PARTY_TYPES], required=False
    )


PartyRows = forms.formset_factory(PartyRow, extra=_FURTHER_ROWS, max_num=50)


def parties_initial(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parties after the first end-user, as the form has them."""
    parties = list(content.get("parties", ()))
    del parties[_user_at(parties)]
    return [
        {key: party.get(key) or "" for key in ("name", "role", "country", "type")}
        for party in parties
    ]


def with_parties(content: Mapping[str, Any], rows: Any) -> dict[str, Any]:
    """The transaction with these further parties after its first end-user."""
    parties = list(content["parties"])
    first = parties[_user_at(parties)]
    given = [row.cleaned_data for row in rows if row.cleaned_data.get("name")]
    further = [{key: value for key, value in one.items() if value} for one in given]
    return {**content, "parties": [first, *further]}


class UploadForm(forms.Form):
    """A transaction file, as the command line reads it."""

    file = forms.FileField(
        label=_("Transaction file"),
        help_text=_("A .toml or .json file, as `enduse new` begins it."),
    )
    title = forms.CharField(label=_("What people will call the case"), max_length=300)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("I do"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = case_people()  # type: ignore[attr-defined]

    def clean_file(self) -> dict[str, Any]:
        """The content of the file, read.

        Raises:
            ValidationError: it is too long, or neither TOML nor JSON.
        """
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("%(size)d bytes long; a transaction has at most %(most)d"),
                params={"size": file.size, "most": MAX_BYTES},
            )
        return read_transaction_file(file.name, file.read())


def read_transaction_file(name: str, content: bytes) -> dict[str, Any]:
    """A transaction file as plain JSON values.

    Raises:
        ValidationError: neither TOML nor JSON.
    """
    parse = parse_toml if PurePath(name).suffix.lower() == ".toml" else parse_json
    try:
        read = parse(content)
    except EnduseError as error:
        raise forms.ValidationError(str(error)) from None
    if not isinstance(read, dict):
        raise forms.ValidationError(_("should be a table of names and values"))
    plain: dict[str, Any] = json.loads(json.dumps(read, default=str))
    plain.pop("id", None)  # the case's own reference takes its place
    return plain


class ResolveForm(forms.Form):
    """What is said to a raised finding."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000
    )
    until = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        help_text=_("At most a year. It ends sooner if what the finding rests on changes."),
    )


class AssignForm(forms.Form):
    """A task for somebody."""

    to = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    place = forms.ChoiceField(label=_("Which part"), required=False)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput)
    note = forms.CharField(
        label=_("What to do"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = case_people()  # type: ignore[attr-defined]
        parts = [
            (one.id, f"{one.number}. {one.title}") for one in engine().pack.catalogue.considerations
        ]
        self.fields["place"].choices = [("", _("The whole case")), *parts]  # type: ignore[attr-defined]

    def clean_due_on(self) -> object:
        """A day that is not past."""
        due = self.cleaned_data["due_on"]
        if due is not None and due < timezone.localdate():
            raise forms.ValidationError(_("This day is past; choose a later one."))
        return due


class MemberForm(forms.Form):
    """Somebody who joins the team."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    role = forms.ChoiceField(
        label=_("What for"),
        choices=[choice for choice in TeamRole.choices if choice[0] != TeamRole.AUTHOR],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = case_people()  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """Something to say."""

    text = forms.CharField(
        label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000
    )


class SupersedeForm(forms.Form):
    """The case that takes another's place, and why."""

    by = forms.CharField(label=_("Which case takes its place"), help_text=_("Such as C-0012."))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000
    )

    def clean_by(self) -> int:
        """The number of the case."""
        given = self.cleaned_data["by"].strip().upper().removeprefix("C-")
        if not given.isdigit():
            raise forms.ValidationError(_("Write a reference such as C-0012."))
        return int(given)


def _put(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A table with these values put in; what is empty is taken out."""
    return {key: value for key, value in {**old, **new}.items() if value not in ("", None, {})}


def _first_user(content: Mapping[str, Any]) -> dict[str, Any]:
    parties = list(content.get("parties", ()))
    return dict(parties[_user_at(parties)]) if parties else {"role": PartyRole.END_USER.value}


def _user_at(parties: list[Any]) -> int:
    users = [at for at, party in enumerate(parties) if party.get("role") == PartyRole.END_USER]
    return users[0] if users else 0
