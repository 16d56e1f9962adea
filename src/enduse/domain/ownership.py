"""Who holds a share of whom."""

from dataclasses import dataclass
from enum import StrEnum

from enduse.domain.errors import InvalidInputError


class OwnerKind(StrEnum):
    """What an owner is. Persons and bodies of state have no owners themselves."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Holding:
    """One party holds a share of another. `share` is None where it is not known."""

    owner: str
    owned: str
    share: float | None  # 0.0 to 1.0
    country: str | None = None  # of the owner, ISO 3166-1 alpha-3
    kind: OwnerKind | None = None  # of the owner

    def __post_init__(self) -> None:
        if self.share is not None and not 0.0 <= self.share <= 1.0:
            raise InvalidInputError("a share is 0.0 to 1.0", owner=self.owner, share=self.share)
        if self.owner == self.owned:
            raise InvalidInputError("a party does not own itself", owner=self.owner)
