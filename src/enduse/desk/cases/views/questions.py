"""Asking: the first pass, a consideration, one question, the whole questionnaire."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enduse.assessment.first_pass import Kind
from enduse.desk.accounts.authority import can, permit, user_of
from enduse.desk.cases import answering, collaboration, path, services, standing, tasks
from enduse.desk.cases.answering import Answered, Given, Ground
from enduse.desk.cases.findings import told
from enduse.desk.cases.models import Case
from enduse.desk.cases.question_forms import FactsForm, same
from enduse.desk.cases.rail import rail_of
from enduse.desk.cases.sheet import NOT_CHECKED, Values, facts_of
from enduse.desk.cases.standing import Document
from enduse.desk.cases.tabs import case_context
from enduse.desk.cases.views.cases import say_changes
from enduse.desk.core import engine
from enduse.desk.pages.forms import ReasonForm, set_seen
from enduse.domain.catalogue import Consideration, Question
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError
from enduse.domain.facts import FactDefinition, FactType


@permit("case:view")
def question_page(request: HttpRequest, case: int, question: str) -> HttpResponse:
    """One question with its checklist; saving goes on to the next that is asked of this case."""
    found = services.get_case(user_of(request), case)
    asked = answering.get_question(question)
    content = services.content_of(found)
    now = answering.answered(found, asked, content)
    form = FactsForm(
        request.POST or None,
        case=found,
        facts=facts_of(asked),
        values=now.values,
        ground=now.ground,
        seen=_seen([now]),
        main=asked.fact.name,
        main_label=asked.text,
    )
    document = standing.read(found.standing.document)
    onward = _after(found, asked, document)
    conflict = False
    if request.method == "POST" and form.is_valid():
        given = _given(form, [now])
        try:
            changes = answering.give_answers(found, given, actor=user_of(request)) if given else []
            say_changes(request, changes)
            return redirect(onward if "next" in request.POST else _back_to(found, asked))
        except ConflictError:
            conflict = True
            set_seen(form, _seen([now]))
        except InvalidInputError as error:
            form.add_error(None, str(error))
    context = case_context(
        request,
        found,
        form=form,
        question=asked,
        consideration=_consideration(asked.consideration),
        rail=rail_of([asked], document["findings"], history=answering.history(found, asked.id)),
        conflict=[_shown(now)] if conflict else None,
        shown=_shown(now),
        may_answer=can(request.user, "case:answer", found) and found.stage not in _CLOSED,
        expired=tasks.has_expired(now, timezone.localdate()),
        attach=reverse("cases:attach", args=[found.pk]) + f"?question={asked.id}",
    )
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "cases/question.html", context, status=status)


@permit("case:view")
def first_pass_page(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """One page of the first pass; every page is saved by itself."""
    steps = path.first_pass()
    if not 1 <= number <= len(steps):
        raise Http404
    found, step = services.get_case(user_of(request), case), steps[number - 1]
    content, facts = services.content_of(found), path.facts_of_step(step)
    questions = path.questions_of_step(step)
    now = [answering.answered(found, question, content) for question in questions]
    values = {name: value for one in now for name, value in one.values.items()}
    document = standing.read(found.standing.document)
    main = facts[0].name if step.kind is not Kind.SIGNS else ""
    if step.kind is Kind.PARTIES:
        values.setdefault(main, _party_names(document))
    if step.kind is Kind.INVENTORY and not values.get(main):
        values[main] = list(content.get("product", {}).get("capabilities") or ())
    form = FactsForm(
        request.POST or None,
        case=found,
        facts=facts,
        values=values,
        seen=_seen(now),
        main=main,
        main_label=step.ask,
    )
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            given = _given(form, now)
            changes = answering.give_answers(found, given, actor=user_of(request)) if given else []
            say_changes(request, changes)
            return redirect(_step_url(found, number + 1, len(steps)))
        except ConflictError:
            conflict = True
            set_seen(form, _seen(now))
        except InvalidInputError as error:
            form.add_error(None, str(error))
    context = case_context(
        request,
        found,
        form=form,
        step=step,
        number=number,
        pages=len(steps),
        before=_step_url(found, number - 1, len(steps)) if number > 1 else "",
        rail=rail_of(questions, document["findings"], why=step.why),
        conflict=[_shown(one) for one in now] if conflict else None,
        may_answer=can(request.user, "case:answer", found) and found.stage not in _CLOSED,
        read=_read_in_text(document) if step.kind is Kind.INVENTORY else (),
    )
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "cases/first_pass.html", context, status=status)


@permit("case:view")
@require_safe
def consideration_page(request: HttpRequest, case: int, consideration: str) -> HttpResponse:
    """One consideration: its questions with their answers, those not asked of this case apart."""
    found = services.get_case(user_of(request), case)
    one = _consideration(consideration)
    content = services.content_of(found)
    document = standing.read(found.standing.document)
    asked = path.asked_questions(document["findings"])
    situation = tasks.situation_of(
        found, content, answering.all_answered(found, content), told(found), asked
    )
    rows = [_shown(situation.answered[question.id]) for question in one.questions]
    counted = {row.question.id for row in situation.questions_of(one)}
    raised = [item for item in situation.told if item.finding.consideration == one.id]
    context = case_context(
        request,
        found,
        "tasks",
        consideration=one,
        task=tasks.consideration_task(one, situation),
        blocked=tasks.cannot_start(one.id, situation),
        asked=[row for row in rows if row["id"] in counted],
        others=[row for row in rows if row["id"] not in counted],
        told=[item for item in raised if item.finding.answer != "clear"],
        aside=situation.set_aside.get(one.id),
        may_edit=can(request.user, "case:edit", found),
    )
    return render(request, "cases/consideration.html", context)


@permit("case:edit")
def set_aside(request: HttpRequest, case: int, consideration: str) -> HttpResponse:
    """Ask why a consideration does not apply."""
    found, one = services.get_case(user_of(request), case), _consideration(consideration)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        collaboration.set_aside(
            found,
            actor=user_of(request),
            consideration=one.id,
            reason=form.cleaned_data["reason"],
        )
        return redirect(found)
    context = case_context(
        request,
        found,
        form=form,
        caption=f"{one.number}. {one.title}",
        title=_("This consideration does not apply"),
        explains=_("Its red flags are still asked. Only the task list changes."),
        button=_("Set it aside"),
        back=reverse("cases:consideration", args=[found.pk, one.id]),
    )
    return render(request, "pages/components/confirm.html", context)


@permit("case:edit")
@require_POST
def take_up(request: HttpRequest, case: int, consideration: str) -> HttpResponse:
    """Let a consideration apply after all."""
    found, one = services.get_case(user_of(request), case), _consideration(consideration)
    collaboration.take_up_again(found, actor=user_of(request), consideration=one.id)
    return redirect("cases:consideration", found.pk, one.id)


@permit("case:view")
@require_safe
def questionnaire(request: HttpRequest, case: int) -> HttpResponse:
    """Every question with its checklist and what was answered, to read and to print."""
    found = services.get_case(user_of(request), case)
    content = services.content_of(found)
    answered = answering.all_answered(found, content)
    parts = [
        (one, [_shown(answered[question.id]) for question in one.questions])
        for one in engine().pack.catalogue.considerations
    ]
    return render(request, "cases/questionnaire.html", case_context(request, found, parts=parts))


_CLOSED = ("withdrawn", "superseded")


def _given(form: FactsForm, now: Iterable[Answered]) -> list[Given]:
    """What was answered, question by question; a question that says what it said is left out."""
    values, ground, seen = form.given_values(), form.given_ground(), form.given_seen()
    return [
        given
        for one in now
        if (given := _one_given(one, values, ground, seen.get(one.question.id))) is not None
    ]


def _one_given(now: Answered, values: Values, ground: Ground, seen: int | None) -> Given | None:
    own = {fact.name for fact in facts_of(now.question)}
    merged = {**now.values, **{name: value for name, value in values.items() if name in own}}
    moved = not same(merged, now.values)
    said = ground if ground != Ground() else now.ground
    if not moved and said == now.ground:
        return None
    return Given(now.question.id, merged, said, 0 if seen is None else seen)


def _seen(now: Iterable[Answered]) -> str:
    return ",".join(f"{one.question.id}={one.number}" for one in now)


def _shown(one: Answered) -> dict[str, Any]:
    """A question and its answer as a page shows them."""
    question, own = one.question, one.values.get(one.question.fact.name)
    lines = [
        (sign.fact.reads_as, state_of(one.values.get(sign.fact.name, NOT_CHECKED)))
        for sign in question.signs
    ]
    return {
        "id": question.id,
        "text": question.text,
        "state": _state(question, one),
        "value": _words(own, question.fact),
        "lines": lines,
        "ground": one.ground,
        "owner": question.owner,
        "evidence": question.evidence,
        "confidence": question.confidence.label,
    }


def state_of(value: object) -> str:
    """The state that shows one value: the word itself, or that something was answered."""
    return str(value) if value in ("yes", "no", "not_known", "not_checked") else "answered"


def _state(question: Question, one: Answered) -> str:
    own = one.values.get(question.fact.name)
    if own is not None and own != NOT_CHECKED:
        return state_of(own)
    return "answered" if one.is_settled else "not_checked"


def _words(value: object, fact: FactDefinition) -> str:
    if value in (None, "not_known", "not_checked") or fact.type is FactType.YES_NO:
        return ""
    if isinstance(value, list):
        names = {one.id: one.name for one in engine().taxonomy.capabilities}
        return ", ".join(names.get(word, word.replace("_", " ")) for word in value)
    return str(value).replace("_", " ") if fact.type is FactType.WORD else str(value)


def _after(case: Case, question: Question, document: Document) -> str:
    """The next question asked of this case under the same consideration, or the consideration."""
    asked = path.asked_questions(document["findings"])
    questions = [one.id for one in _consideration(question.consideration).questions]
    later = questions[questions.index(question.id) + 1 :]
    following = next((id_ for id_ in later if id_ in asked), None)
    if following is None:
        return _back_to(case, question)
    return reverse("cases:question", args=[case.pk, following])


def _back_to(case: Case, question: Question) -> str:
    return reverse("cases:consideration", args=[case.pk, question.consideration])


def _step_url(case: Case, number: int, pages: int) -> str:
    if number > pages:
        return reverse("cases:findings", args=[case.pk])
    return reverse("cases:first_pass", args=[case.pk, number])


def _consideration(id_: str) -> Consideration:
    found = [one for one in engine().pack.catalogue.considerations if one.id == id_]
    if not found:
        raise NotFoundError("there is no such consideration", consideration=id_)
    return found[0]


def _party_names(document: Document) -> list[str]:
    named = [party["name"] for party in document["transaction"]["parties"] if party["name"]]
    return list(dict.fromkeys(named))


def _read_in_text(document: Document) -> list[Any]:
    return [one for one in document["capabilities"] if not one["declared"]]
