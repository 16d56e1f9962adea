"""The sale itself: product, parties, stated use; and what the assessment proposes about it."""

from enduse.documents.assessment_words import (
    PROPOSES,
    SCOPE_WORDS,
    WHAT_IT_MEANS,
    party_kind,
    party_name,
    product_words,
    tally,
)
from enduse.documents.kinds.material import Material
from enduse.documents.outline.model import Block, Facts, Note, Section, Table, Text, Tone
from enduse.documents.outline.texts import bullets, cut, given, paragraph, quiet, strong, text
from enduse.domain.assessment import Assessment, CapabilityOnFile
from enduse.domain.transactions import Party, Transaction
from enduse.domain.vocabulary import RouteLevel

TONES = {
    RouteLevel.PROCEED: Tone.GOOD,
    RouteLevel.PROCEED_WITH_CONDITIONS: Tone.WARN,
    RouteLevel.ESCALATE: Tone.WARN,
    RouteLevel.DO_NOT_PROCEED: Tone.BAD,
}


def product_text(transaction: Transaction) -> Text:
    """Name the product."""
    return text(given(product_words(transaction)))


def party_text(party: Party, most: int = 2_000) -> Text:
    """Name a party with its kind and place."""
    return text(given(cut(party_name(party), most)), f" ({party_kind(party)})")


def sale_facts(assessment: Assessment) -> Facts:
    """The sale at a glance, everything in full."""
    transaction = assessment.transaction
    seller = transaction.seller
    return Facts(
        (
            ("Product", product_text(transaction)),
            ("Seller", text(given(seller.name or "not stated"), f" ({seller.country or '?'})")),
            *(("End-user", party_text(party)) for party in transaction.end_users),
            ("Stated use", text(given(transaction.end_use or "Not stated"))),
            ("Assessed as of", text(f"{assessment.as_of}; nothing published later counts")),
        )
    )


def parties_table(assessment: Assessment) -> Table:
    """Every party with role, kind and place."""
    rows = tuple(
        (
            text(given(party_name(party))),
            text(party.role.value.replace("_", " ")),
            text(party.type.value.replace("_", " ") if party.type else "not stated"),
            text(given(", ".join(p for p in (party.region, party.country) if p) or "not stated")),
        )
        for party in assessment.transaction.parties
    )
    return Table("Parties", ("Name", "Role", "Kind of body", "Place"), rows, (40, 18, 20, 22))


def capabilities_table(assessment: Assessment) -> Block:
    """What the product can do, as declared or as guessed."""
    if not assessment.capabilities:
        return paragraph("None declared and none read from the text; not confirmed (C1-Q01).")
    rows = tuple(
        (text(one.name), _how_known(one), text(given(one.words or "-")))
        for one in assessment.capabilities
    )
    head = ("Capability", "How it is known", "Words that show it")
    return Table("Capabilities", head, rows, (35, 22, 43))


def _how_known(one: CapabilityOnFile) -> Text:
    return text("declared" if one.declared else f"guessed from the text ({one.confidence:.2f})")


def sale_section(material: Material) -> Section:
    """The sale in full."""
    assessment = material.assessment
    description = assessment.transaction.product.description
    return Section(
        "sale",
        "The sale",
        (
            sale_facts(assessment),
            paragraph(strong("Description. "), given(description or "None is on file.")),
            capabilities_table(assessment),
            parties_table(assessment),
        ),
    )


def route_note(assessment: Assessment) -> Note:
    """The proposed route, with what must be known first."""
    route = assessment.route
    provisional = (
        " It is provisional: part of it rests on guesses or on facts that are not on file."
        if route.provisional
        else ""
    )
    pauses = [f"Pause until it is known: {one}" for one in route.pause_until]
    return Note(
        TONES[route.level],
        f"Proposed route: {route.level.label}",
        text(f"{WHAT_IT_MEANS[route.level]} {PROPOSES}{provisional}"),
        bullets(pauses).items,
    )


def why_section(assessment: Assessment) -> Section:
    """Why this route, whether the Guidance reaches the sale, benefits and notes."""
    benefits = [
        text(one.name, quiet(" (words: "), given(", ".join(one.words)), quiet(")"))
        if one.words
        else text(one.name)
        for one in assessment.benefits
    ]
    blocks: list[Block] = [
        bullets(text(given(one)) for one in assessment.route.because),
        paragraph(f"Red flags: {tally(assessment.findings)}."),
        paragraph(strong("Does the Guidance reach it? "), SCOPE_WORDS[assessment.scope.in_scope]),
        bullets(assessment.scope.reasons),
    ]
    if benefits:
        blocks += [
            paragraph("Benefits that the stated use names, weighed in words; they offset no risk:"),
            bullets(benefits),
        ]
    if assessment.notes:
        blocks += [paragraph(strong("Notes")), bullets(text(given(n)) for n in assessment.notes)]
    return Section("why", "Why", tuple(blocks))
