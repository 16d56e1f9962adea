"""What a customer's Word template may name beside the stamp, as plain texts, lists and tables."""

from collections.abc import Iterable

from enduse.documents.assessment_words import printable
from enduse.documents.kinds.material import Material
from enduse.domain.transactions import Party


def template_fields(material: Material) -> dict[str, object]:
    """Texts, tables of texts and lists of tables; nothing that could be called or reached into."""
    assessment = material.assessment
    transaction = assessment.transaction
    return {
        "seller": _texts(name=transaction.seller.name, country=transaction.seller.country),
        "product": _texts(
            name=transaction.product.name,
            vendor=transaction.product.vendor,
            description=transaction.product.description,
        ),
        "end_use": printable(transaction.end_use or ""),
        "parties": _parties(material, transaction.parties),
        "end_users": _parties(material, transaction.end_users),
        "route": assessment.route.level.label,
        "as_of": assessment.as_of.isoformat(),
    }


def _parties(material: Material, parties: Iterable[Party]) -> list[dict[str, str]]:
    return [
        _texts(
            name=party.name,
            role=party.role.value.replace("_", " "),
            kind=party.type.value.replace("_", " ") if party.type else None,
            region=party.region,
            country=material.base.countries.name(party.country) if party.country else None,
        )
        for party in parties
    ]


def _texts(**values: str | None) -> dict[str, str]:
    return {name: printable(value or "") for name, value in values.items()}
