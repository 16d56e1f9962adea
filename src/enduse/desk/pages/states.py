"""Every state the desk shows: a word, an icon and a ground; never a colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class State:
    """How one state looks."""

    word: str | Promise
    icon: str
    tone: str  # good | warn | bad | info | none


STATES: Mapping[str, State] = {
    # Tasks
    "not_started": State(_("Not started"), "ring", "none"),
    "cannot_start": State(_("Cannot start yet"), "lock", "none"),
    "in_progress": State(_("In progress"), "half", "info"),
    "needs_attention": State(_("Needs attention"), "warning", "warn"),
    "complete": State(_("Complete"), "check", "good"),
    "not_applicable": State(_("Not applicable"), "minus", "none"),
    # Answers: three kinds of nothing, never blank
    "yes": State(_("Yes"), "check", "info"),
    "no": State(_("No"), "cross", "info"),
    "unknown": State(_("Not known"), "question", "warn"),
    "not_known": State(_("Not known after looking"), "question", "warn"),
    "not_checked": State(_("Not checked yet"), "ring", "none"),
    "answered": State(_("Answered"), "check", "info"),
    # Findings
    "raised": State(_("Raised"), "warning", "bad"),
    "clear": State(_("Clear"), "check", "good"),
    "error": State(_("Could not be worked out"), "stop", "bad"),
    "accepted": State(_("Accepted with reason"), "clock", "info"),
    "false_positive": State(_("False positive"), "minus", "info"),
    # Weights
    "stop": State(_("Stop"), "stop", "bad"),
    "high": State(_("High"), "warning", "bad"),
    "caution": State(_("Caution"), "warning", "warn"),
    "note": State(_("Note"), "dot", "none"),
    # Routes
    "proceed": State(_("Proceed"), "check", "good"),
    "proceed_with_conditions": State(_("Proceed with conditions"), "check", "warn"),
    "escalate": State(_("Escalate"), "people", "bad"),
    "do_not_proceed": State(_("Do not proceed"), "stop", "bad"),
    "pause": State(_("Pause"), "pause", "warn"),
    "not_assessed": State(_("Not assessed yet"), "ring", "none"),
    # Stages of a case
    "draft": State(_("Draft"), "half", "none"),
    "review": State(_("In review"), "people", "info"),
    "decided": State(_("Decided"), "check", "info"),
    "withdrawn": State(_("Withdrawn"), "minus", "none"),
    "superseded": State(_("Superseded"), "minus", "none"),
    # Matches; nothing found is never green
    "same_party": State(_("Same party"), "warning", "bad"),
    "different_party": State(_("Different party"), "check", "info"),
    "cannot_tell": State(_("Cannot tell yet"), "question", "warn"),
    "not_judged": State(_("Not judged yet"), "question", "warn"),
    "look_again": State(_("To be judged again"), "clock", "warn"),
    "no_match": State(_("No match"), "minus", "none"),
    "not_searched": State(_("Could not be searched"), "question", "warn"),
    "speaks_for": State(_("For"), "check", "none"),
    "speaks_against": State(_("Against"), "cross", "none"),
    "neither": State(_("Counted below"), "minus", "none"),
    # Decisions and conditions
    "no_decision": State(_("Nothing decided yet"), "ring", "none"),
    "waiting": State(_("Waiting for signatures"), "people", "warn"),
    "in_force": State(_("In force"), "check", "info"),
    "lapsed": State(_("Lapsed"), "clock", "bad"),
    "overtaken": State(_("The case changed since"), "clock", "warn"),
    "agrees": State(_("Agreed"), "check", "good"),
    "dissents": State(_("Dissented"), "cross", "warn"),
    "not_signed": State(_("Not signed yet"), "ring", "none"),
    "comments_only": State(_("May comment only"), "minus", "none"),
    "signature_fits": State(_("The signature fits"), "check", "good"),
    "signature_wrong": State(_("The signature does not fit"), "stop", "bad"),
    "may_ship": State(_("May ship"), "check", "good"),
    "may_not_ship": State(_("May not ship"), "stop", "bad"),
    "proven": State(_("Proof to be looked at"), "people", "warn"),
    "released": State(_("Proven and released"), "check", "good"),
    "proof_lapsed": State(_("The proof counts no more"), "clock", "bad"),
    # Evidence, dates
    "current": State(_("Current"), "check", "good"),
    "stale": State(_("Stale"), "clock", "warn"),
    "expired": State(_("Expired"), "clock", "bad"),
    "overdue": State(_("Overdue"), "clock", "bad"),
    "open": State(_("Open"), "ring", "info"),
    "done": State(_("Done"), "check", "good"),
}
"""By key; an app adds its own states here."""
