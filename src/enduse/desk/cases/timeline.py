"""What happened to a case, from the record, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enduse.desk.accounts.models import User
from enduse.desk.cases.models import Case
from enduse.desk.pages.states import STATES
from enduse.desk.record.models import Event
from enduse.desk.record.services import thing_name

PAGE = 50

WORDS: Mapping[str, str | Promise] = {
    "case:opened": gettext_lazy("Opened the case"),
    "case:described": gettext_lazy("Changed the description of the sale"),
    "case:assessed": gettext_lazy("Kept an assessment"),
    "case:submitted": gettext_lazy("Sent it to review"),
    "case:sent_back": gettext_lazy("Sent it back"),
    "case:reopened": gettext_lazy("The decision was opened again"),
    "case:withdrawn": gettext_lazy("Withdrew the case"),
    "case:superseded": gettext_lazy("Put another case in its place"),
    "case:member_added": gettext_lazy("Added someone to the team"),
    "case:member_removed": gettext_lazy("Took someone off the team"),
    "case:assigned": gettext_lazy("Asked someone to see to a part"),
    "case:assignment_done": gettext_lazy("Finished what was asked"),
    "case:commented": gettext_lazy("Commented"),
    "case:evidence_attached": gettext_lazy("Attached evidence"),
    "case:set_aside": gettext_lazy("Set a consideration aside"),
    "case:taken_up": gettext_lazy("Took a consideration up again"),
    "answer:given": gettext_lazy("Answered"),
    "finding:accepted": gettext_lazy("Accepted a finding"),
    "finding:false_positive": gettext_lazy("Called a finding a false positive"),
    "match:screened": gettext_lazy("Looked for the parties on the watchlists"),
    "match:judged": gettext_lazy("Judged a match"),
    "decision:proposed": gettext_lazy("Put a decision forward"),
    "decision:signed": gettext_lazy("Signed a decision"),
    "decision:taken": gettext_lazy("The decision is in force"),
    "decision:withdrawn": gettext_lazy("Withdrew a decision"),
    "decision:superseded": gettext_lazy("Another decision took its place"),
    "decision:ended": gettext_lazy("What the decision waited for has happened"),
    "condition:changed": gettext_lazy("Changed who sees to a condition, or when"),
    "condition:proven": gettext_lazy("Brought proof of a condition"),
    "condition:refused": gettext_lazy("Refused a proof"),
    "condition:released": gettext_lazy("Released a condition"),
}
"""What an event says on a timeline; an app that records on cases adds its verbs here."""


_PLAIN = ("finding", "consideration", "place", "question", "title", "text", "by")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a timeline shows it."""

    seq: int
    at: datetime
    who: str
    what: str
    details: tuple[str, ...]
    reason: str


def timeline(case: Case, before: int | None = None) -> list[Happening]:
    """The newest events of a case, or those before one of them; two queries."""
    events = Event.objects.filter(thing=thing_name(case)).select_related("body")
    if before is not None:
        events = events.filter(seq__lt=before)
    shown = list(events.order_by("-seq")[:PAGE])
    return happenings(shown)


def happenings(events: list[Event]) -> list[Happening]:
    """Events in words; one query for the people."""
    names = people_of(events)
    return [_happening(event, names) for event in events]


def people_of(events: list[Event]) -> dict[str, str]:
    """Who acted or is spoken of, by id."""
    ids = {event.actor.removeprefix("user:") for event in events if event.actor[:5] == "user:"}
    for event in events:
        ids |= set(re.findall(_UUID, event.body.text)) if hasattr(event, "body") else set()
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}


_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _happening(event: Event, names: Mapping[str, str]) -> Happening:
    body = getattr(event, "body", None)
    content = (body.content if body else None) or {}
    actor = event.actor.removeprefix("user:")
    return Happening(
        seq=event.seq,
        at=event.at,
        who=names.get(actor, actor),
        what=str(WORDS.get(event.verb, event.verb)),
        details=tuple(_details(content, names)),
        reason=body.reason if body else "",
    )


def _details(content: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    said = [names[content[key]] for key in ("user", "to") if content.get(key) in names]
    if answers := content.get("answers"):
        said.append(", ".join(sorted(answers)))
    said += [str(content[key]) for key in _PLAIN if content.get(key)]
    if run := content.get("run"):
        said.append(_("Run %d") % run)
    if due := content.get("due_on"):
        said.append(_("due %s") % due)
    if until := content.get("until"):
        said.append(_("until %s") % until)
    said += [_change(*change) for change in content.get("findings", ())]
    return said


def _change(red_flag: str, was: str, now: str) -> str:
    before = STATES[was].word if was else _("not asked")
    return f"{red_flag}: {before} \u2192 {STATES[now].word}"
