"""Screening: the newest run, one run as evidence, one match side by side, judging it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from enduse.desk.accounts.authority import can, permit, user_of, visible
from enduse.desk.cases import services as cases
from enduse.desk.cases.asking import ask_about
from enduse.desk.cases.models import Case
from enduse.desk.cases.tabs import case_context
from enduse.desk.cases.views.cases import say_changes
from enduse.desk.matches import services
from enduse.desk.matches.forms import AskForm, JudgeForm, ScreenForm
from enduse.desk.matches.gaps import gaps
from enduse.desk.matches.models import Match, ScreeningRun
from enduse.desk.matches.remembered import JudgedMatch, JudgedParty, judged
from enduse.desk.matches.services import Question
from enduse.desk.matches.sides import grounds, sides
from enduse.desk.matches.tasks import whats_new
from enduse.desk.pages.forms import refuse
from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.domain.screening import Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the three words for a match, as its page asks for it."""

    verdict: Verdict
    form: type[JudgeForm]
    title: str | Promise
    explains: str | Promise


KINDS: Mapping[str, Kind] = {
    "same": Kind(
        Verdict.SAME,
        JudgeForm,
        gettext_lazy("Same party"),
        gettext_lazy("The listed party is ours. It counts in every case of this party."),
    ),
    "different": Kind(
        Verdict.DIFFERENT,
        JudgeForm,
        gettext_lazy("Different party"),
        gettext_lazy("The two are not one. It is remembered, and never clears a list."),
    ),
    "cannot-tell": Kind(
        Verdict.CANNOT_TELL,
        AskForm,
        gettext_lazy("Cannot tell"),
        gettext_lazy("The match stays open, and somebody is asked to find out."),
    ),
}
"""By their place in the address."""


@permit("match:view")
@require_safe
def screening(request: HttpRequest, case: int) -> HttpResponse:
    """How the parties of a case stand on the watchlists, by the newest run."""
    found = cases.get_case(user_of(request), case)
    run = services.newest_run(found)
    context = case_context(
        request,
        found,
        "screening",
        form=ScreenForm(),
        may_judge=can(request.user, "match:judge", found),
        earlier=list(found.screenings.select_related("made_by")[1:11]),
        whats_new=whats_new(run, found) if run else [],
        **_shown(run),
    )
    return render(request, "matches/screening.html", context)


@permit("match:judge")
@require_POST
def look(request: HttpRequest, case: int) -> HttpResponse:
    """Look for every party."""
    found = cases.get_case(user_of(request), case)
    form = ScreenForm(request.POST)
    if not form.is_valid():
        raise InvalidInputError("threshold: choose one of those offered")
    run = services.screen_case(
        found, actor=user_of(request), threshold=form.cleaned_data["threshold"]
    )
    messages.success(request, _("Kept as screening %(number)d.") % {"number": run.number})
    return redirect("matches:screening", found.pk)


@permit("match:view")
@require_safe
def run_page(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """One run as evidence: what was asked, of which lists, and what was found. To be printed."""
    found = cases.get_case(user_of(request), case)
    run = services.get_run(found, number)
    context = case_context(request, found, "screening", **_shown(run))
    return render(request, "matches/run.html", context)


@permit("match:view")
@require_safe
def match_page(request: HttpRequest, case: int, match: int) -> HttpResponse:
    """Our party and a listed one side by side, with the score by its evidence."""
    found = cases.get_case(user_of(request), case)
    run, party, shown = _shown_match(found, match)
    words = shown.judgement or shown.lapsed
    known = words is not None and visible(request.user, Case.objects.filter(pk=words.case_id))
    place = party.matches.index(shown)
    context = case_context(
        request,
        found,
        "screening",
        run=run,
        party=party,
        shown=shown,
        words=words,
        words_case=words.case if known and words else None,
        number=place + 1,
        before=party.matches[place - 1].match if place else None,
        after=party.matches[place + 1].match if place + 1 < len(party.matches) else None,
        lines=sides(shown.match),
        grounds=grounds(shown.match),
        gaps=gaps(run.coverage, timezone.localdate()),
        kinds=[(key, kind.title) for key, kind in KINDS.items()],
        is_newest=run == services.newest_run(found),
        may_judge=can(request.user, "match:judge", found),
    )
    return render(request, "matches/match.html", context)


@permit("match:judge")
def judge(request: HttpRequest, case: int, match: int, kind: str) -> HttpResponse:
    """Ask for the reason and the day, then keep what was said of a match."""
    found = cases.get_case(user_of(request), case)
    _run, party, shown = _shown_match(found, match)
    if kind not in KINDS:
        raise NotFoundError("a match is the same party, a different one, or cannot be told")
    asked = KINDS[kind]
    form = asked.form(request.POST or None)
    if form.is_valid():
        try:
            given = form.cleaned_data
            _judgement, changes = services.judge_match(
                shown.match,
                actor=user_of(request),
                verdict=asked.verdict,
                reason=given["reason"],
                until=given["until"],
                question=_question(given),
            )
            say_changes(request, changes)
            return redirect("matches:screening", found.pk)
        except InvalidInputError as error:
            refuse(form, error)
    return ask_about(
        request,
        found,
        form,
        caption=f"{party.party} / {shown.match.entry_name}",
        title=asked.title,
        explains=asked.explains,
        button=_("Keep this on the record"),
        back=reverse("matches:match", args=[found.pk, match]),
    )


def _question(given: Mapping[str, object]) -> Question | None:
    """Who is asked, where somebody is."""
    if "to" not in given:
        return None
    return Question(given["to"], given["due_on"], str(given["note"]))  # type: ignore[arg-type]


def _shown(run: ScreeningRun | None) -> dict[str, object]:
    """A run as its pages show it."""
    if run is None:
        return {"run": None}
    today = timezone.localdate()
    parties = judged(run)
    wanting = {row.list_id: said for row, said in gaps(run.coverage, today)}
    return {
        "run": run,
        "parties": parties,
        "found": sum(len(party.matches) for party in parties),
        "waiting": sum(one.is_open for party in parties for one in party.matches),
        "lists": [(row, wanting.get(row.list_id, "")) for row in run.coverage],
        "wanting": len(wanting),
    }


def _shown_match(case: Case, pk: int) -> tuple[ScreeningRun, JudgedParty, JudgedMatch]:
    """A match of a case with its party and run.

    Raises:
        NotFoundError: the case has no such match.
    """
    of_case = Match.objects.filter(party__run__case=case, pk=pk)
    row = of_case.select_related("party__run__made_by", "party__run__transaction").first()
    if row is None:
        raise NotFoundError("there is no such match in this case")
    run = row.party.run
    run.case = case
    for party in judged(run):
        for shown in party.matches:
            if shown.match == row:
                shown.match.party = party.party
                shown.match.party.run = run
                return run, party, shown
    raise NotFoundError("there is no such match in this case")
