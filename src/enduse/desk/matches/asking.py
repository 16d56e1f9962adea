"""Who is looked for: every party of a sale, by its name and the other names on file."""

from collections.abc import Iterable
from dataclasses import dataclass

from enduse.assessment.transaction_file import transaction_from
from enduse.desk.cases.models import Content
from enduse.desk.core import engine
from enduse.desk.pages.search import matching
from enduse.desk.registers.models import Agency, Party
from enduse.domain.screening import PartyKind
from enduse.domain.transactions import Party as SaleParty
from enduse.domain.vocabulary import PartyType

_MOST_ALIASES = 20
_FIRM_OR_PERSON = frozenset({None, PartyType.PRIVATE, PartyType.OTHER})


@dataclass(frozen=True, slots=True)
class Asked:
    """One party to be looked for, by its name and the other names on file."""

    name: str
    country: str
    kind: PartyKind
    roles: tuple[str, ...]


def parties_of(content: Content) -> Iterable[Asked]:
    """Each party of a sale once, with all its roles."""
    roles: dict[tuple[str, str, PartyKind], list[str]] = {}
    for party in transaction_from(content, engine().known).parties:
        key = (party.name or "", party.country or "", _kind_of(party))
        roles.setdefault(key, []).append(party.role.value)
    for (name, country, kind), own in roles.items():
        yield Asked(name, country, kind, tuple(dict.fromkeys(own)))


def _kind_of(party: SaleParty) -> PartyKind:
    """A body of a state is an organisation; whoever is private may be a person."""
    return PartyKind.UNKNOWN if party.type in _FIRM_OR_PERSON else PartyKind.ORGANISATION


def names_of(asked: Asked) -> list[str]:
    """The name of a party and the other names that the registers have for it."""
    if not asked.name:
        return []
    names = [asked.name]
    for register in (Party, Agency):
        entries = matching(register._default_manager.all(), asked.name)  # noqa: SLF001 - Django's own
        for entry in entries.filter(name=asked.name)[:_MOST_ALIASES]:
            names += [name.strip() for name in entry.other_names.splitlines() if name.strip()]
    return list(dict.fromkeys(names))[: _MOST_ALIASES + 1]
