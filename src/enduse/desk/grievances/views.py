"""The officers' pages: the list, one grievance, and one form for each thing to be done."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import permit, user_of, visible
from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.grievances import handling, identities, intake
from enduse.desk.grievances.counting import count_grievances
from enduse.desk.grievances.forms import (
    AskIdentityForm,
    CaseForm,
    MessageForm,
    NewPassphraseForm,
    OfficerForm,
    OutcomeForm,
    RecoveryForm,
    RetaliationForm,
    TakeInForm,
    UnlockForm,
)
from enduse.desk.grievances.handling import Opener
from enduse.desk.grievances.intake import Filing
from enduse.desk.grievances.models import (
    Grievance,
    IdentityRequest,
    OfficerKey,
    Outcome,
    Remedy,
    Retaliation,
)
from enduse.desk.grievances.officers import RING
from enduse.domain.errors import EnduseError, NotAllowedError, NotFoundError

_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


@permit("grievance:view")
@require_safe
def grievance_list(request: HttpRequest) -> HttpResponse:
    """What is sealed to this officer: what is overdue first, then what is new."""
    user, today = user_of(request), timezone.localdate()
    found = visible(user, Grievance.objects.defer("content", "reporter_key"))
    still_open = list(found.filter(closed_on=None).prefetch_related("pauses")[:500])
    rows = [
        {
            "grievance": one,
            "acknowledge_by": one.acknowledge_by(today),
            "answer_by": one.answer_by(today),
            "is_overdue": one.is_overdue(today),
        }
        for one in still_open
    ]
    rows.sort(key=lambda row: (not row["is_overdue"], row["answer_by"]))
    asked = IdentityRequest.objects.filter(to=user, granted_on=None, refused_on=None)
    context = {
        "rows": rows,
        "closed": found.exclude(closed_on=None).order_by("-closed_on")[:50],
        "asked": asked.select_related("identity__grievance", "asked_by"),
        "has_key": OfficerKey.objects.filter(user=user).exists(),
        "is_unlocked": RING.get(_session(request)) is not None,
    }
    return render(request, "grievances/list.html", context)


@permit("grievance:count")
@require_safe
def effectiveness(request: HttpRequest) -> HttpResponse:
    """The eight criteria of UNGP 31, each answered by a feature or a figure."""
    return render(request, "grievances/effectiveness.html", {"figures": count_grievances()})


# One's own key


@permit("grievance:handle")
def key(request: HttpRequest) -> HttpResponse:
    """Unlock one's key, or make it the first time."""
    user = user_of(request)
    is_first = not OfficerKey.objects.filter(user=user).exists()
    form = (NewPassphraseForm if is_first else UnlockForm)(request.POST or None)
    if form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        recovery = handling.set_up_key(user, passphrase) if is_first else ""
        try:
            RING.hold(_session(request), handling.unlock(user, passphrase))
        except NotAllowedError as error:
            form.add_error("passphrase", error.message)
        else:
            if recovery:
                return render(request, "grievances/recovery.html", {"recovery": recovery})
            return redirect(_next(request))
    context = {"form": form, "is_first": is_first, "next": _next(request)}
    return render(request, "grievances/key.html", context)


@permit("grievance:handle")
def recover_key(request: HttpRequest) -> HttpResponse:
    """Choose a new passphrase with the printed recovery key."""
    form = RecoveryForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            handling.change_passphrase(user_of(request), given["recovery"], given["passphrase"])
        except EnduseError as error:
            form.add_error("recovery", error.message)
        else:
            messages.success(request, _("Your passphrase was changed."))
            return redirect("grievances:key")
    return _asking(request, form, title=_("A new passphrase"), button=_("Change it"), back=_list())


@permit("grievance:handle")
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Forget the unlocked key at once."""
    RING.lock(_session(request))
    return redirect("grievances:list")


# One grievance


@permit("grievance:view")
@require_safe
def grievance_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a grievance. It is on the record that this officer did."""
    grievance = handling.get_grievance(user_of(request), pk)
    opener = _opener(request)
    if opener is None:
        return redirect(f"{reverse('grievances:key')}?next={request.path}")
    view = handling.read_grievance(grievance, opener)
    today = timezone.localdate()
    identity = getattr(grievance, "identity", None)
    context = {
        "grievance": grievance,
        "view": view,
        "paragraphs": {
            "what": defanged(view.what),
            "where_and_when": defanged(view.where_and_when),
            "about": defanged(view.about),
        },
        "lines": [(line, defanged(line.text)) for line in view.messages],
        "acknowledge_by": grievance.acknowledge_by(today),
        "answer_by": grievance.answer_by(today),
        "is_overdue": grievance.is_overdue(today),
        "is_paused": grievance.pauses.filter(until=None).exists(),
        "readers": User.objects.filter(grievance_shares__grievance=grievance),
        "excluded": grievance.exclusions.select_related("user"),
        "links": grievance.links.select_related("case"),
        "identity": identity,
        "requests": identity.requests.filter(asked_by=opener.user) if identity else [],
    }
    return render(request, "grievances/grievance.html", context)


@permit("grievance:handle")
@require_safe
def files(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files as one zip: numbered, with endings that nothing opens by itself."""
    grievance = handling.get_grievance(user_of(request), pk)
    opener = _need_opener(request)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        names = []
        for number, (name, content) in enumerate(handling.open_files(grievance, opener), 1):
            archive.writestr(f"file-{number:02}.bin", content)
            names.append(f"file-{number:02}.bin\t{name}")
        archive.writestr("names.txt", "\n".join(names) + "\n")
    response = HttpResponse(held.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="files.zip"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done to a grievance: its form, and what is called with what was given."""

    title: str | Promise
    button: str | Promise
    do: Callable[[Grievance, Opener, dict[str, Any]], object]
    form: type[forms.Form] = forms.Form
    explains: str | Promise = ""
    is_grave: bool = False


def _conclude(grievance: Grievance, opener: Opener, given: dict[str, Any]) -> None:
    handling.conclude(
        grievance,
        opener,
        outcome=Outcome(given["outcome"]),
        remedy=Remedy(given["remedy"]),
        text=given["text"],
    )


ACTIONS = {
    "acknowledge": Action(
        gettext_lazy("Tell the reporter that you have read it"),
        gettext_lazy("Send"),
        lambda g, o, given: handling.acknowledge(g, o, given["text"]),
        MessageForm,
    ),
    "take-up": Action(
        gettext_lazy("Tell the reporter that it is being looked at"),
        gettext_lazy("Send"),
        lambda g, o, given: handling.take_up(g, o, given["text"]),
        MessageForm,
    ),
    "reply": Action(
        gettext_lazy("Write to the reporter"),
        gettext_lazy("Send"),
        lambda g, o, given: handling.reply(g, o, given["text"]),
        MessageForm,
    ),
    "conclude": Action(
        gettext_lazy("Give the outcome"), gettext_lazy("Give it"), _conclude, OutcomeForm
    ),
    "pause": Action(
        gettext_lazy("Stop the clocks"),
        gettext_lazy("Stop them and tell the reporter"),
        lambda g, o, given: handling.pause(g, o, given["text"]),
        MessageForm,
        gettext_lazy("Say in your message why it takes longer. The reason is kept, sealed."),
    ),
    "resume": Action(
        gettext_lazy("Let the clocks run again"),
        gettext_lazy("Let them run"),
        lambda g, o, _given: handling.resume(g, o),
    ),
    "retaliation": Action(
        gettext_lazy("Reprisals"),
        gettext_lazy("Record it"),
        lambda g, o, given: handling.check_retaliation(g, o, Retaliation(given["found"])),
        RetaliationForm,
        gettext_lazy("Ask the reporter first, with a message."),
    ),
    "close": Action(
        gettext_lazy("Close it"),
        gettext_lazy("Close it"),
        lambda g, o, _given: handling.close(g, o),
        explains=gettext_lazy("Ninety days after this, everything but figures is deleted."),
        is_grave=True,
    ),
    "share": Action(
        gettext_lazy("Let one more officer read it"),
        gettext_lazy("Seal it to them"),
        lambda g, o, given: handling.share_with(g, o, given["officer"]),
        OfficerForm,
    ),
    "exclude": Action(
        gettext_lazy("Shut out an officer whom it concerns"),
        gettext_lazy("Shut them out"),
        lambda g, o, given: handling.exclude(g, o, given["officer"]),
        OfficerForm,
        gettext_lazy("Their key is taken and they get no other. This cannot be undone."),
        is_grave=True,
    ),
    "hold": Action(
        gettext_lazy("Place a legal hold"),
        gettext_lazy("Place it"),
        lambda g, o, _given: handling.set_hold(g, o, is_held=True),
        explains=gettext_lazy("While it stands, nothing of this grievance is deleted."),
    ),
    "release": Action(
        gettext_lazy("Lift the legal hold"),
        gettext_lazy("Lift it"),
        lambda g, o, _given: handling.set_hold(g, o, is_held=False),
    ),
    "link": Action(
        gettext_lazy("Link a case"),
        gettext_lazy("Link it"),
        lambda g, o, given: handling.link_case(g, o, given["case"]),
        CaseForm,
        gettext_lazy("The case is told that there is a grievance, never what it says."),
    ),
    "ask-identity": Action(
        gettext_lazy("Ask to know who the reporter is"),
        gettext_lazy("Ask"),
        lambda g, o, given: identities.ask_identity(g, o, given["officer"], given["reason"]),
        AskIdentityForm,
        gettext_lazy("A second officer must agree. Both answers go on the record."),
        is_grave=True,
    ),
}
"""By the last part of its address."""


@permit("grievance:handle")
def act(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """Ask for what an action needs, then do it."""
    grievance = handling.get_grievance(user_of(request), pk)
    action = ACTIONS.get(what)
    if action is None:
        raise NotFoundError("there is no such page")
    opener = _need_opener(request)
    form = _form(action, request, opener, grievance)
    if request.method == "POST" and form.is_valid():
        try:
            action.do(grievance, opener, _given(form))
        except EnduseError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("It is done, and on the record."))
            return redirect(grievance)
    return _asking(
        request,
        form,
        title=action.title,
        button=action.button,
        back=grievance.get_absolute_url(),
        caption=grievance.reference,
        explains=action.explains,
        grave=action.is_grave,
    )


@permit("grievance:handle")
@require_POST
def answer_identity(request: HttpRequest, request_id: int, answer: str) -> HttpResponse:
    """Agree to a colleague's wish to know who the reporter is, refuse it, or read the name."""
    asked = IdentityRequest.objects.select_related("identity__grievance").filter(pk=request_id)
    found = asked.first()
    if found is None or answer not in ("agree", "refuse", "read"):
        raise NotFoundError("there is no such request")
    opener = _need_opener(request)
    if answer == "read":
        who = identities.read_identity(found, opener)
        return render(request, "grievances/identity.html", {"who": who, "asked": found})
    (identities.grant_identity if answer == "agree" else identities.refuse_identity)(found, opener)
    messages.success(request, _("It is done, and on the record."))
    return redirect("grievances:list")


@permit("grievance:handle")
def take_in(request: HttpRequest) -> HttpResponse:
    """File what someone said by telephone, by post or through an organisation."""
    form = TakeInForm(request.POST or None)
    if form.is_valid():
        try:
            filed = intake.file_grievance(Filing(**form.cleaned_data))
        except EnduseError as error:
            form.add_error(None, error.message)
        else:
            return render(request, "grievances/taken_in.html", {"receipt": filed.receipt})
    return _asking(
        request,
        form,
        title=_("Take in a grievance"),
        button=_("Seal and file it"),
        back=_list(),
        explains=_("Then read the seven words to the reporter, or send them by a safe way."),
    )


def defanged(text: str) -> str:
    """A text whose links cannot be followed by mistake."""
    return _LINK.sub(lambda found: _harmless(found[0]), text)


def _harmless(link: str) -> str:
    return re.sub("^http", "hxxp", link, flags=re.IGNORECASE).replace(".", "[.]")


def _form(action: Action, request: HttpRequest, opener: Opener, grievance: Grievance) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if issubclass(action.form, OfficerForm):
        others = User.objects.filter(grievance_key__isnull=False).exclude(pk=opener.user.pk)
        shut_out = grievance.exclusions.values("user")
        return action.form(data, officers=others.exclude(pk__in=shut_out))
    return action.form(data)


def _given(form: forms.Form) -> dict[str, Any]:
    if not isinstance(form, CaseForm):
        return dict(form.cleaned_data)
    case = Case.objects.filter(pk=form.number()).first()
    if case is None:
        raise NotFoundError("there is no case of this reference")
    return {"case": case}


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _opener(request: HttpRequest) -> Opener | None:
    private = RING.get(_session(request))
    return Opener(user_of(request), private) if private else None


def _need_opener(request: HttpRequest) -> Opener:
    opener = _opener(request)
    if opener is None:
        raise NotAllowedError("unlock your key first, then do this again")
    return opener


def _next(request: HttpRequest) -> str:
    """Where to go on: a page of the officers' side, or their list."""
    asked = request.GET.get("next") or request.POST.get("next") or ""
    return asked if asked.startswith(_list()) and "//" not in asked else _list()


def _list() -> str:
    return reverse("grievances:list")


def _asking(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str | Promise,
    button: str | Promise,
    back: str,
    caption: str = "",
    explains: str | Promise = "",
    grave: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "caption": caption,
        "explains": explains,
        "grave": grave,
    }
    return render(request, "pages/components/confirm.html", context)
