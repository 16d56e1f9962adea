"""Pages of the registers: lists, entries, profiles of products, countries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enduse.desk.accounts.authority import can, permit, user_of, visible
from enduse.desk.core import engine
from enduse.desk.evidence.uploads import was_too_large
from enduse.desk.pages.exporting import exported
from enduse.desk.pages.forms import refuse
from enduse.desk.pages.listing import Listing, read_listing
from enduse.desk.registers import lists, services
from enduse.desk.registers.forms import (
    AgencyForm,
    EntryForm,
    PartyForm,
    ProductForm,
    ProfileForm,
    SourceForm,
)
from enduse.desk.registers.models import Agency, Party, Product
from enduse.documents.country_page import country_body
from enduse.domain.dates import parse_day
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError
from enduse.evidence.dossier import country_dossier

_CASES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Register:
    """What the pages of one register need to know of it."""

    model: Any
    form: type[EntryForm]
    listing: Listing[Any]
    title: str | Promise
    explains: str | Promise
    add_label: str | Promise
    edit_label: str | Promise

    @property
    def kind(self) -> str:
        """`product`, `party` or `agency`: the name in verbs and addresses."""
        return str(self.model._meta.model_name)

    @property
    def list_route(self) -> str:
        """The name of its list's address."""
        return f"registers:{self.listing.name}"


PRODUCTS = Register(
    Product,
    ProductForm,
    lists.PRODUCTS,
    gettext_lazy("Products"),
    gettext_lazy("What may be sold, and what each can do to people."),
    gettext_lazy("Add a product"),
    gettext_lazy("Change this product"),
)
PARTIES = Register(
    Party,
    PartyForm,
    lists.PARTIES,
    gettext_lazy("Parties"),
    gettext_lazy("Firms and persons that take part in sales."),
    gettext_lazy("Add a party"),
    gettext_lazy("Change this party"),
)
AGENCIES = Register(
    Agency,
    AgencyForm,
    lists.AGENCIES,
    gettext_lazy("Agencies"),
    gettext_lazy("Bodies of states that may use what is sold."),
    gettext_lazy("Add an agency"),
    gettext_lazy("Change this agency"),
)


def list_view(register: Register) -> Callable[..., HttpResponseBase]:
    """The page that lists a register, and its export."""

    @permit(f"{register.kind}:view")
    @require_safe
    def view(request: HttpRequest) -> HttpResponseBase:
        queryset = visible(request.user, register.model.objects.all())
        if file := exported(request, register.listing, queryset):
            return file
        may_edit = can(request.user, f"{register.kind}:edit")
        context = {
            "title": register.title,
            "explains": register.explains,
            "rows": read_listing(request, register.listing, queryset),
            "add_url": reverse(f"registers:add_{register.kind}") if may_edit else "",
            "add_label": register.add_label,
            "may_export": True,
        }
        return render(request, "pages/components/list_page.html", context)

    return view


def add_view(register: Register) -> Callable[..., HttpResponseBase]:
    """The page that adds an entry."""

    @permit(f"{register.kind}:edit")
    def view(request: HttpRequest) -> HttpResponse:
        form = register.form(request.POST or None)
        if form.is_valid():
            try:
                entry = services.add_entry(
                    register.model, actor=user_of(request), fields=form.fields_of_register()
                )
                return redirect(entry)
            except InvalidInputError as error:
                refuse(form, error)
        return _form_page(request, form, register, register.add_label, reverse(register.list_route))

    return view


def edit_view(register: Register) -> Callable[..., HttpResponseBase]:
    """The page that changes an entry; what somebody else changed meanwhile is shown, not lost."""

    @permit(f"{register.kind}:edit")
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        entry = services.get_entry(user_of(request), register.model, pk)
        form = register.form(request.POST or None, instance=entry, initial={"seen": entry.version})
        if form.is_valid():
            fields, seen = form.fields_of_register(), form.cleaned_data["seen"]
            try:
                services.change_entry(entry, actor=user_of(request), fields=fields, seen=seen)
                return redirect(entry)
            except ConflictError:
                entry.refresh_from_db()
                return _conflict(request, register, entry, fields)
            except InvalidInputError as error:
                refuse(form, error)
        return _form_page(request, form, register, register.edit_label, entry.get_absolute_url())

    return view


def entry_view(register: Register) -> Callable[..., HttpResponseBase]:
    """The page of an entry, with the cases that draw on it, as far as one may know of them."""

    @permit(f"{register.kind}:view")
    @require_safe
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        entry = services.get_entry(user_of(request), register.model, pk)
        context = {
            "entry": entry,
            "register": register,
            "crumbs": _crumbs(register),
            "country": lists.country_name(getattr(entry, "country", "")),
            "cases": visible(request.user, entry.cases.order_by("-pk"))[:_CASES_SHOWN],
            "may_edit": can(request.user, f"{register.kind}:edit", entry),
            "may_open": can(request.user, "case:open"),
        }
        if register.model is Product:
            context |= _profile_context(entry)
        return render(request, f"registers/{register.kind}.html", context)

    return view


@permit("product:edit")
def add_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a data sheet or parts list, and go on to confirm what was read in it."""
    product = services.get_entry(user_of(request), Product, pk)
    too_big = request.method == "POST" and was_too_large(request)
    form = SourceForm(request.POST or None, request.FILES or None, too_big=too_big)
    if form.is_valid():
        try:
            services.add_source(
                product, actor=user_of(request), upload=form.upload(), about=form.about()
            )
            return redirect("registers:profile", pk)
        except InvalidInputError as error:
            refuse(form, error)
    context = {
        "form": form,
        "caption": product.name,
        "title": _("Add a data sheet or parts list"),
        "explains": _(
            "Texts, bills of materials (CycloneDX, SPDX) and lock files are read for what the "
            "product can do. You confirm what is right."
        ),
        "button": _("Add and read"),
        "back": product.get_absolute_url(),
        "crumbs": [*_crumbs(PRODUCTS), (product.name, product.get_absolute_url())],
    }
    return render(request, "pages/components/confirm.html", context, status=_status(form, too_big))


@permit("product:edit")
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what a product can do."""
    product = services.get_entry(user_of(request), Product, pk)
    last = product.profiles.first()
    readings = last.readings if last and last.readings else services.read_description(product)
    held = last.capabilities if last else []
    likely = list(dict.fromkeys([*held, *(seen["id"] for seen in readings)]))
    form = ProfileForm(
        request.POST or None,
        likely=likely,
        initial={"capabilities": held, "complete": bool(last and last.complete)},
    )
    if form.is_valid():
        given = form.cleaned_data
        services.confirm_profile(
            product,
            actor=user_of(request),
            capabilities=given["capabilities"],
            complete=given["complete"],
            note=given["note"],
        )
        return redirect(product)
    context = {
        "form": form,
        "product": product,
        "readings": _named(readings),
        "likely": len(likely),
        "crumbs": [*_crumbs(PRODUCTS), (product.name, product.get_absolute_url())],
    }
    return render(request, "registers/profile.html", context)


@permit("country:view")
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Every country, by name; a name typed in leads to its page."""
    base = engine().base
    asked = request.GET.get("q", "").strip()
    if asked and (code := base.countries.resolve(asked)):
        return redirect("registers:country", code)
    listed = sorted(base.countries, key=lambda country: country.name)
    context = {"countries": listed, "asked": asked}
    return render(request, "registers/countries.html", context)


@permit("country:view")
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """What published sources say about a country, as it was known on a day."""
    base = engine().base
    if code not in base.countries:
        raise NotFoundError("there is no such country", code=code)
    day = parse_day(asked) if (asked := request.GET.get("as_of")) else timezone.localdate()
    context = {
        "name": base.countries.name(code),
        "body": _country_body(code, day),
        "day": day,
        "crumbs": [(_("Countries"), reverse("registers:countries"))],
    }
    return render(request, "registers/country.html", context)


def _country_body(code: str, day: date) -> str:
    base = engine().base
    return country_body(base, country_dossier(base, code, day))


def _profile_context(product: Product) -> dict[str, object]:
    profiles = list(product.profiles.select_related("made_by", "source_file")[:20])
    last = profiles[0] if profiles else None
    taxonomy = engine().taxonomy
    return {
        "profiles": profiles,
        "profile": last,
        "capabilities": [taxonomy.get(id_) for id_ in (last.capabilities if last else ())],
        "readings": _named(last.readings if last else ()),
    }


def _named(readings: Any) -> list[dict[str, Any]]:
    taxonomy = engine().taxonomy
    known = [seen for seen in readings if seen["id"] in taxonomy.ids]
    return [{**seen, "name": taxonomy.get(seen["id"]).name} for seen in known]


def _conflict(
    request: HttpRequest, register: Register, entry: Any, fields: dict[str, str]
) -> HttpResponse:
    """Both versions side by side; the second form saves over the version now on file."""
    rows = [
        (entry._meta.get_field(name).verbose_name, getattr(entry, name), value)
        for name, value in fields.items()
    ]
    form = register.form({**fields, "seen": entry.version}, instance=entry)
    context = {
        "rows": rows,
        "form": form,
        "title": register.edit_label,
        "back": entry.get_absolute_url(),
        "crumbs": _crumbs(register),
    }
    return render(request, "registers/conflict.html", context, status=409)


def _form_page(
    request: HttpRequest, form: EntryForm, register: Register, title: object, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": _("Save"),
        "back": back,
        "crumbs": _crumbs(register),
    }
    status = 422 if form.errors else 200
    return render(request, "pages/components/confirm.html", context, status=status)


def _crumbs(register: Register) -> list[tuple[object, str]]:
    return [(register.title, reverse(register.list_route))]


def _status(form: SourceForm, too_big: bool) -> int:  # noqa: FBT001 - what the upload was
    if too_big:
        return 413
    return 422 if form.errors else 200
