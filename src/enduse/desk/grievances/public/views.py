"""The public pages. Each works without script, keeps no address and writes no log."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from enduse.desk.accounts.authority import OPEN, permit
from enduse.desk.evidence.types import HEAD_BYTES, media_type_of
from enduse.desk.grievances import intake
from enduse.desk.grievances.intake import FileGiven, Filing
from enduse.desk.grievances.public.apart import URLS
from enduse.desk.grievances.public.limits import FILINGS, RECEIPTS, Limit
from enduse.desk.grievances.public.phrases import LANGUAGES, phrases
from enduse.desk.grievances.public.sessions import VISITS, PublicSession
from enduse.desk.grievances.public.uploads import InMemoryOnly
from enduse.desk.grievances.receipts import open_receipt, proof_of_filing
from enduse.desk.grievances.words import read_receipt
from enduse.domain.errors import ConflictError, InvalidInputError

ANSWER_SECONDS = 0.5
"""Every receipt takes this long to answer, known or unknown."""

Page = Callable[..., HttpResponse]


def _page(view: Page) -> Page:
    """Refuse a language there is not, and keep files in memory."""

    @wraps(view)
    def shown(request: HttpRequest, code: str) -> HttpResponse:
        if code not in LANGUAGES:
            raise Http404
        request.upload_handlers = [InMemoryOnly(request)]
        return view(request, code)

    return permit(OPEN)(shown)  # type: ignore[return-value]  # it answers what it is given


@permit(OPEN)
def welcome(request: HttpRequest) -> HttpResponse:
    """Choose a language; the browser's own is offered first."""
    wished = request.headers.get("Accept-Language", "").lower()
    first = next((code for code in LANGUAGES if wished.startswith(code)), "en")
    ordered = [first, *(code for code in LANGUAGES if code != first)]
    context = {"languages": [phrases(code) for code in ordered]}
    return _render(first, "welcome", context)


@_page
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What this is, and the two ways on."""
    del request
    return _render(code, "start", {})


@_page
def safety(request: HttpRequest, code: str) -> HttpResponse:
    """What is protected, and what is not."""
    del request
    return _render(code, "safety", {"items": phrases(code).safety})


@_page
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Say what happened."""
    if request.method != "POST":
        return _with_visit(request, code, "new", {"officers": intake.officers_on_duty()})
    try:
        session = _posted(request)
        _within(FILINGS, request)
        filed = intake.file_grievance(_filing(request, code))
    except (InvalidInputError, ConflictError) as error:
        return _again(request, code, "new", error, officers=intake.officers_on_duty())
    session.receipt = filed.receipt
    session.proof = proof_of_filing(bytes(filed.grievance.content), filed.grievance.received_on)
    return redirect(_address_of("receipt", code))


@_page
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the seven words, and have them typed back."""
    session = _visit(request)
    if session is None or not session.receipt:
        return redirect(_address_of("start", code))
    if request.method != "POST":
        return _with_visit(request, code, "receipt", {"receipt": session.receipt})
    if not _is_typed_back(request, session):
        wrong = InvalidInputError("back: these are not the words")
        return _again(request, code, "receipt", wrong, receipt=session.receipt)
    session.receipt = ""
    return redirect(_address_of("done", code))


def _is_typed_back(request: HttpRequest, session: PublicSession) -> bool:
    try:
        return (
            _posted(request) is session
            and read_receipt(request.POST.get("receipt", "")) == session.receipt
        )
    except InvalidInputError:
        return False


@_page
def done(request: HttpRequest, code: str) -> HttpResponse:
    """What happens now, and the proof of filing to keep."""
    session = _visit(request)
    if session is None or not session.proof:
        return redirect(_address_of("start", code))
    return _with_visit(request, code, "done", {})


@_page
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """The signed proof that something was filed, as a file."""
    session = _visit(request)
    if session is None or not session.proof:
        return redirect(_address_of("start", code))
    response = HttpResponse(session.proof, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="proof.txt"'
    return response


@_page
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the seven words; whatever is typed, the answer takes the same time."""
    if request.method != "POST":
        return _with_visit(request, code, "answer", {})
    began = time.monotonic()
    try:
        session = _posted(request)
        _within(RECEIPTS, request)
        session.opened = open_receipt(read_receipt(request.POST.get("receipt", "")))
    except InvalidInputError as error:
        return _again(request, code, "answer", error)
    response = _with_visit(request, code, "status", {"view": intake.look(session.opened)})
    time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - began)))
    return response


@_page
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Add a message, and see how things stand."""
    session = _visit(request)
    if session is None or session.opened is None:
        return redirect(_address_of("answer", code))
    context: dict[str, Any] = {"sent": False}
    if request.method == "POST":
        began = time.monotonic()
        try:
            _posted(request)
            intake.add_message(session.opened, request.POST.get("message", ""), _files(request))
            context["sent"] = True
        except InvalidInputError as error:
            context["error"] = _said(code, error)
        time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - began)))
    return _with_visit(request, code, "status", {**context, "view": intake.look(session.opened)})


@_page
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Forget the visit, here and in the browser."""
    if request.method == "POST":
        VISITS.end(request.COOKIES.get(_cookie(), ""))
    response = _render(code, "left", {})
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(_cookie(), samesite="Strict")
    return response


# The visit


def _cookie() -> str:
    return "__Host-speak" if settings.TLS else "speak"


def _visit(request: HttpRequest) -> PublicSession | None:
    return VISITS.get(request.COOKIES.get(_cookie(), ""))


def _posted(request: HttpRequest) -> PublicSession:
    """The visit that a form belongs to.

    Raises:
        InvalidInputError: the form is from another visit, or too large.
    """
    token = request.POST.get("token", "")  # reading the form takes in its files
    if getattr(request, "upload_too_large", False):
        raise InvalidInputError("files: too large")
    session = _visit(request)
    if session is None or not session.fits(token):
        raise InvalidInputError("expired: the form was open too long")
    return session


def _within(limit: Limit, request: HttpRequest) -> None:
    if not limit.allows(str(request.META.get("REMOTE_ADDR", ""))):
        raise InvalidInputError("many: too many from this address today")


def _with_visit(
    request: HttpRequest, code: str, name: str, context: dict[str, Any]
) -> HttpResponse:
    """A page with a form: it begins a visit if there is none."""
    session, fresh = _visit(request), ""
    if session is None:
        fresh, session = VISITS.begin()
    response = _render(code, name, {**context, "token": session.form_token, "in_visit": True})
    if fresh:
        response.set_cookie(
            _cookie(), fresh, path="/", secure=settings.TLS, httponly=True, samesite="Strict"
        )
    return response


def _again(
    request: HttpRequest, code: str, name: str, error: Exception, **context: Any
) -> HttpResponse:
    """The same form with what was typed and what is wrong; files have to be chosen again."""
    typed = {key: request.POST.get(key, "") for key in ("what", "where_and_when", "about", "who")}
    shown = {**context, "typed": typed, "error": _said(code, error)}
    response = _with_visit(request, code, name, shown)
    response.status_code = 400
    return response


def _said(code: str, error: Exception) -> str:
    """What is wrong, in the reporter's language: by the field that the error names."""
    words = phrases(code).words
    field = str(error).partition(":")[0]
    return words.get(f"error_{field}", words["error_other"])


def _filing(request: HttpRequest, code: str) -> Filing:
    shut_out = set(request.POST.getlist("excluded"))
    officers = intake.officers_on_duty()
    return Filing(
        what=request.POST.get("what", ""),
        where_and_when=request.POST.get("where_and_when", ""),
        about=request.POST.get("about", ""),
        who=request.POST.get("who", ""),
        files=_files(request),
        excluded=tuple(officer.user for officer in officers if str(officer.user_id) in shut_out),
        language=code,
    )


def _files(request: HttpRequest) -> tuple[FileGiven, ...]:
    """The files of a form, each of a type that is taken, by its first bytes."""
    given = []
    for file in request.FILES.getlist("files"):
        content = file.read()
        name = str(file.name)
        try:
            media_type_of(name, content[:HEAD_BYTES])
        except InvalidInputError:
            raise InvalidInputError("files: not of a type that is taken") from None
        given.append(FileGiven(name, content))
    return tuple(given)


def _address_of(name: str, code: str) -> str:
    return reverse(name, urlconf=URLS, kwargs={"code": code})


def _render(code: str, name: str, context: dict[str, Any]) -> HttpResponse:
    spoken = phrases(code)
    links = {
        page: _address_of(page, code)
        for page in ("start", "new", "answer", "status", "receipt", "proof", "safety", "leave")
    }
    page = render_to_string(
        f"speak/{name}.html",
        {"t": spoken.words, "spoken": spoken, "to": links, "is_tls": settings.TLS, **context},
    )
    return HttpResponse(page)
