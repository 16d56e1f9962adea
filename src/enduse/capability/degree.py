"""What a text says about degree: on whom, how widely and how openly a capability works."""

from dataclasses import dataclass
from enum import StrEnum

from enduse.domain.vocabulary import Property


class Narrowing(StrEnum):
    """A stated limit. The text opens the question; a person confirms the answer."""

    ONE_TO_ONE = "one_to_one"
    AGGREGATE_ONLY = "aggregate_only"
    OWN_DEVICES_OR_NETWORK = "own_devices_or_network"
    CONSENTED = "consented"
    CASE_BY_CASE_WARRANT = "case_by_case_warrant"
    NOT_IDENTIFYING = "not_identifying"
    ANONYMISED = "anonymised"
    CHILDREN_SAFETY = "children_safety"
    SHORT_RETENTION = "short_retention"
    ON_DEVICE_ONLY = "on_device_only"
    SEARCH_AND_RESCUE = "search_and_rescue"
    AUDITED = "audited"


class Widening(StrEnum):
    """A stated reach that makes misuse easier or graver."""

    COVERT = "covert"
    REMOTE = "remote"
    BULK_OR_NATIONWIDE = "bulk_or_nationwide"
    WHOLE_POPULATION = "whole_population"
    REAL_TIME_TRACKING = "real_time_tracking"
    CONTENT_ACCESS = "content_access"
    DEVICE_INTRUSION = "device_intrusion"
    NON_COOPERATIVE = "non_cooperative"
    IDENTITY_ATTRIBUTES = "identity_attributes"
    LONG_RETENTION = "long_retention"
    CROSS_MATCHING = "cross_matching"

    @property
    def property(self) -> Property:
        """The aggravating property that this reach is a sign of."""
        return _PROPERTIES[self]


_PROPERTIES = {
    Widening.COVERT: Property.COVERT,
    Widening.REMOTE: Property.REMOTE,
    Widening.BULK_OR_NATIONWIDE: Property.MASS_SCALE,
    Widening.WHOLE_POPULATION: Property.MASS_SCALE,
    Widening.REAL_TIME_TRACKING: Property.REAL_TIME,
    Widening.CONTENT_ACCESS: Property.CONTENT_ACCESS,
    Widening.DEVICE_INTRUSION: Property.DEVICE_INTRUSION,
    Widening.NON_COOPERATIVE: Property.NON_COOPERATIVE,
    Widening.IDENTITY_ATTRIBUTES: Property.IDENTITY_ATTRIBUTES,
    Widening.LONG_RETENTION: Property.RETENTION,
    Widening.CROSS_MATCHING: Property.CROSS_MATCHING,
}


class Stance(StrEnum):
    """How a sentence holds what it says, from most to least the product's own function."""

    ASSERTED = "asserted"
    OPTIONAL = "optional"  # an add-on, a plug-in, possible with configuration
    PLANNED = "planned"
    MENTIONED = "mentioned"  # an integration, a source, a customer, a document about it
    COMPARED = "compared"  # what others do
    OPPOSED = "opposed"  # what the product detects, blocks or protects from
    NEGATED = "negated"

    @property
    def rank(self) -> int:
        """0 for ASSERTED to 6 for NEGATED."""
        return _RANKS[self]


_RANKS = {stance: rank for rank, stance in enumerate(Stance)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show something, where they stand and why they count."""

    sentence: str
    start: int  # offset of the telling words in the whole text
    end: int
    reason: str
    stance: Stance = Stance.ASSERTED


@dataclass(frozen=True, slots=True)
class Mark:
    """One degree mark with the words that show it."""

    kind: Narrowing | Widening
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Degree:
    """Every degree mark of a text, each kind at most once, in the order found."""

    narrowing: tuple[Mark, ...] = ()
    widening: tuple[Mark, ...] = ()

    def has(self, kind: Narrowing | Widening) -> bool:
        """Whether the text bears this mark."""
        return any(mark.kind is kind for mark in (*self.narrowing, *self.widening))

    @property
    def properties(self) -> tuple[Property, ...]:
        """The aggravating properties that the widening marks are signs of."""
        kinds = (mark.kind for mark in self.widening)
        return tuple(dict.fromkeys(k.property for k in kinds if isinstance(k, Widening)))
