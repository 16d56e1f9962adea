"""Pages of accounts. What the administrator sees here holds nothing of any case."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from enduse.desk.accounts import services
from enduse.desk.accounts.adapters import second_factors_of
from enduse.desk.accounts.authority import OPEN, can, permit, user_of, visible
from enduse.desk.accounts.forms import InviteForm, RolesForm, TokenForm, WelcomeForm
from enduse.desk.accounts.models import ApiToken, Invitation, RoleGrant, User
from enduse.desk.accounts.tokens import make_token, revoke_token
from enduse.desk.pages.forms import ReasonForm, refuse
from enduse.domain.errors import ConflictError, InvalidInputError


@permit(OPEN)
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Use an invitation: join, or begin again."""
    invitation = services.open_invitation(secret)
    form = WelcomeForm(invitation, request.POST or None)
    if request.method == "POST" and form.is_valid() and _joined(form, secret):
        messages.success(request, _("Welcome. Log in with your new password."))
        return redirect("account_login")
    return render(request, "accounts/welcome.html", {"form": form, "invitation": invitation})


@permit("account:own")
def own_account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the ways to change one's own account."""
    user = user_of(request)
    context = {
        "roles": sorted(role.label for role in user.roles),
        "factors": second_factors_of(user.pk),
        "may_have_tokens": can(user, "token:own"),
    }
    return render(request, "accounts/own.html", context)


@permit("token:own")
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own API tokens; a new one is shown once, on the page that answers its making."""
    user = user_of(request)
    form, secret = TokenForm(user, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            secret = make_token(user, **form.cleaned_data)[1]
            form = TokenForm(user)
        except InvalidInputError as error:
            refuse(form, error)
    context = {"form": form, "secret": secret, "tokens": user.tokens.order_by("-made_at")}
    return render(request, "accounts/tokens.html", context)


@permit("token:own")
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    user = user_of(request)
    revoke_token(get_object_or_404(ApiToken, pk=pk, user=user), actor=user)
    messages.success(request, _("The token has ended."))
    return redirect("accounts:tokens")


@permit("user:view")
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who may enter, and the invitations that are open."""
    user = user_of(request)
    context = {
        "people": _with_roles(visible(user, User.objects.all())).order_by("name", "email"),
        "invitations": Invitation.objects.filter(used_at=None, user=None).order_by("-made_at"),
        "may_manage": can(user, "user:manage"),
    }
    return render(request, "accounts/people.html", context)


@permit("user:manage")
def invite_someone(request: HttpRequest) -> HttpResponse:
    """Make a link for someone new; it is shown once."""
    form, link = InviteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            secret = services.invite(actor=user_of(request), **form.cleaned_data)
            link = request.build_absolute_uri(reverse("accounts:welcome", args=[secret]))
        except (ConflictError, InvalidInputError) as error:
            form.add_error("email", error.message)
    return render(request, "accounts/invite.html", {"form": form, "link": link})


@permit("user:manage")
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: their roles, and what an administrator can do."""
    someone = get_object_or_404(_with_roles(User.objects.all()), pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": list(someone.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_roles(someone, actor=user_of(request), **form.cleaned_data)
            messages.success(request, _("The roles were changed."))
            return redirect("accounts:person", pk=pk)
        except ConflictError as error:
            form.add_error("roles", error.message)
    context = {"someone": someone, "form": form, "is_self": someone.pk == user_of(request).pk}
    return render(request, "accounts/person.html", context)


@permit("user:manage")
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account."""
    says = gettext_lazy("They are logged out and cannot log in. What they did stays on record.")
    return _confirmed(request, pk, services.close_account, gettext_lazy("Close this account"), says)


@permit("user:manage")
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed account again."""
    says = gettext_lazy("They can log in again, with the roles they had.")
    return _confirmed(
        request, pk, services.reopen_account, gettext_lazy("Reopen this account"), says
    )


@permit("user:manage")
def reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link for someone who lost their password or their second factor."""
    someone = get_object_or_404(User, pk=pk)
    form, link = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        secret = services.reset_access(someone, actor=user_of(request), reason=reason)
        link = request.build_absolute_uri(reverse("accounts:welcome", args=[secret]))
    context = {"someone": someone, "form": form, "link": link}
    return render(request, "accounts/reset.html", context)


def _joined(form: WelcomeForm, secret: str) -> bool:
    """Use the invitation; what is wrong with it is shown in the form."""
    given = {name: form.cleaned_data.get(name, "") for name in ("email", "name", "password")}
    try:
        services.accept_invitation(secret, **given)
    except (InvalidInputError, ConflictError) as error:
        form.add_error(None, error.message)
        return False
    return True


def _with_roles(users: QuerySet[User]) -> QuerySet[User]:
    return users.prefetch_related(Prefetch("grants", RoleGrant.objects.order_by("role")))


def _confirmed(
    request: HttpRequest,
    pk: UUID,
    act: Callable[..., None],
    title: str | Promise,
    explains: str | Promise,
) -> HttpResponse:
    """Ask for a reason, then act."""
    someone = get_object_or_404(User, pk=pk)
    form: forms.Form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(someone, actor=user_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("Done, and on the record."))
            return redirect("accounts:person", pk=pk)
        except ConflictError as error:
            form.add_error(None, error.message)
    context = {
        "title": title,
        "caption": str(someone),
        "explains": explains,
        "form": form,
        "button": title,
        "grave": True,
        "back": reverse("accounts:person", args=[pk]),
    }
    return render(request, "pages/components/confirm.html", context)
