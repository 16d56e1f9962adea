"""Pages of the contract clauses: the whole library, and one clause in its variants."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enduse.desk.accounts.authority import permit
from enduse.desk.core import clauses, engine
from enduse.domain.clauses import FOR_COUNSEL, Clause, ClauseLibrary, Variant
from enduse.domain.errors import NotFoundError
from enduse.guidance.clauses import blanks, references

Block = tuple[bool, str]
"""One paragraph of a clause: whether it is an item of a list, and its words."""


@permit("clause:view")
@require_safe
def clause_list(request: HttpRequest) -> HttpResponse:
    """Every clause by part; a safeguard typed in narrows them to those that carry it out."""
    library = clauses()
    asked = request.GET.get("safeguard", "").strip().upper()
    chosen = [one for one in library.clauses if not asked or asked in one.safeguards]
    parts = [
        (title, [one for one in chosen if one.part == id_]) for id_, title in library.parts.items()
    ]
    context = {
        "parts": [(title, held) for title, held in parts if held],
        "count": len(chosen),
        "version": library.version,
        "asked": asked,
        "for_counsel": FOR_COUNSEL,
    }
    return render(request, "registers/clauses.html", context)


@permit("clause:view")
@require_safe
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """One clause: its three variants, how it is negotiated, what it answers and leaves blank."""
    library = clauses()
    found = next((one for one in library.clauses if one.id == clause), None)
    if found is None:
        raise NotFoundError("there is no such clause", clause=clause)
    catalogue = engine().pack.catalogue
    context = {
        "clause": found,
        "part": library.parts[found.part],
        "include": found.include.value.replace("_", " "),
        "notes": blocks(found.negotiation),
        "variants": [(one, blocks(found.text(one))) for one in Variant],
        "safeguards": [one for one in catalogue.safeguards if one.id in found.safeguards],
        "red_flags": [one for one in catalogue.red_flags if one.id in found.red_flags],
        "blanks": _blanks(found, library),
        "points_to": _points_to(found, library),
        "for_counsel": FOR_COUNSEL,
        "crumbs": [(_("Clauses"), reverse("registers:clauses"))],
    }
    return render(request, "registers/clause.html", context)


def blocks(text: str) -> list[Block]:
    """A text of the library as paragraphs; its lines are broken only to fit a screen."""
    parts = text.replace("\n- ", "\n\n- ").split("\n\n")
    return [
        (part.startswith("- "), " ".join(part.removeprefix("- ").split()))
        for part in (one.strip() for one in parts)
        if part
    ]


def _blanks(clause: Clause, library: ClauseLibrary) -> list[tuple[str, str]]:
    """What the variants leave to be filled, with what belongs there."""
    left = {name for text in clause.variants.values() for name in blanks(text)}
    return [(one.id, one.asks) for one in library.placeholders if one.id in left]


def _points_to(clause: Clause, library: ClauseLibrary) -> Iterable[Clause]:
    named = {id_ for text in clause.variants.values() for id_ in references(text)}
    return [one for one in library.clauses if one.id in named]
