"""The end-use certificate: what the end-user declares, filled in as far as the file tells."""

from enduse.documents.assessment_words import FORM_WORDS, product_words
from enduse.documents.kinds.material import Material
from enduse.documents.kinds.sale import product_text
from enduse.documents.outline.model import (
    Document,
    Facts,
    Item,
    Kind,
    Note,
    Provision,
    Section,
    Signatures,
    Span,
    Stamp,
    Text,
    Tone,
)
from enduse.documents.outline.texts import given, text
from enduse.domain.clauses import FOR_COUNSEL
from enduse.domain.transactions import Party
from enduse.domain.vocabulary import Role

_BLANK = "______________________________"
_BETWEEN = (Role.RESELLER, Role.DISTRIBUTOR, Role.AGENT, Role.INTEGRATOR, Role.CONSIGNEE)
_DECLARATIONS = (
    (
        "Use",
        (
            "We are the end-user of the goods, software or service named above, or of the service "
            "they are part of. We will use them only for the purpose stated above and only as the "
            "law of the place of use and the international human rights obligations of its state "
            "allow."
        ),
    ),
    (
        "No misuse",
        (
            "We will not use them, and will not let others use them, to {forms}; nor against "
            "anyone for the peaceful exercise of the rights in Articles 17, 18, 19, 21 and 22 of "
            "the International Covenant on Civil and Political Rights, nor in a way that "
            "discriminates within the meaning of Article 26."
        ),
    ),
    (
        "Place and persons",
        (
            "They will be installed and operated only at the place stated above and only by "
            "persons under our control who have been vetted and trained."
        ),
    ),
    (
        "No onward transfer",
        (
            "We will not sell, lend, lease, give or otherwise transfer them, in whole or in part, "
            "to anyone, and will not move them to another country, without the seller's prior "
            "written consent and any licence that the law requires."
        ),
    ),
    (
        "Checks",
        (
            "We agree that the seller, and any authority that has power over the export, may check "
            "the use on reasonable notice, and we will keep the records that such a check needs."
        ),
    ),
    (
        "Notice",
        (
            "We will tell the seller without delay of any loss, diversion or misuse that we learn "
            "of, of any change in who operates them, and of any change in the law they are used "
            "under."
        ),
    ),
    (
        "Consequence",
        (
            "We understand that the seller may suspend deliveries, updates and support if any of "
            "this is untrue or not kept."
        ),
    ),
)


def end_use_certificate(material: Material, stamp: Stamp) -> Document:
    """Make the certificate; what is not on file is left blank to be filled in by hand."""
    transaction = material.assessment.transaction
    return Document(
        Kind.END_USE_CERTIFICATE,
        "End-use certificate",
        product_text(transaction),
        stamp,
        (
            Section("notice", "About this form", (Note(Tone.WARN, "Draft", text(FOR_COUNSEL)),)),
            Section("parties", "1. Parties and goods", (_parties(material),)),
            Section("declaration", "2. Declaration of the end-user", _declaration(material)),
            Section("sign", "3. Signature", _signatures(transaction.end_users)),
        ),
    )


def _parties(material: Material) -> Facts:
    transaction = material.assessment.transaction
    product, seller = transaction.product, transaction.seller
    rows: list[tuple[str, Text]] = [
        ("Seller", _filled(seller.name)),
        ("Goods, software or service", _filled(product.name and product_words(transaction))),
        ("Quantity and serial numbers", text(_BLANK)),
        ("Contract or order number", text(_BLANK)),
    ]
    for party in transaction.end_users:
        rows += [("End-user", _filled(party.name)), ("Place of use", _place(material, party))]
    rows += [
        (party.role.value.replace("_", " ").capitalize(), _filled(party.name))
        for party in transaction.parties
        if party.role in _BETWEEN
    ]
    rows += [("Address of the end-user", text(_BLANK)), ("Purpose", _filled(transaction.end_use))]
    return Facts(tuple(rows))


def _place(material: Material, party: Party) -> Text:
    country = material.base.countries.name(party.country) if party.country else ""
    return _filled(", ".join(part for part in (party.region, country) if part))


def _filled(words: str | None) -> Text:
    return text(given(words)) if words and words.strip() else text(_BLANK)


def _declaration(material: Material) -> tuple[Provision, ...]:
    forms = {form for right in material.assessment.rights for form in right.misuse_forms}
    named = [words for form, words in FORM_WORDS.items() if form in forms or not forms]
    said = f"{', '.join(named[:-1])} or {named[-1]}" if len(named) > 1 else named[0]
    return tuple(
        Provision(f"2.{number}", heading, (Item((Span(words.replace("{forms}", said)),)),))
        for number, (heading, words) in enumerate(_DECLARATIONS, 1)
    )


def _signatures(users: tuple[Party, ...]) -> tuple[Signatures, ...]:
    lines = ("Name", "Position", "Signature and official stamp", "Place and date")
    return tuple(Signatures(lines) for _ in users)
