"""The fixed word lists of the field. Ids are never reused."""

from enum import StrEnum


class Right(StrEnum):
    """A human right that surveillance can harm, after the ICCPR."""

    PRIVACY = "privacy"
    EXPRESSION = "expression"
    ASSOCIATION = "association"
    ASSEMBLY = "assembly"
    RELIGION = "religion"
    LIBERTY = "liberty"
    EQUALITY = "equality"
    LIFE_AND_INTEGRITY = "life_and_integrity"
    REMEDY = "remedy"

    @property
    def label(self) -> str:
        """The right in words, with its ICCPR article."""
        return _RIGHT_LABELS[self]


_RIGHT_LABELS = {
    Right.PRIVACY: "Privacy (art. 17)",
    Right.EXPRESSION: "Expression and opinion (art. 19)",
    Right.ASSOCIATION: "Association (art. 22)",
    Right.ASSEMBLY: "Peaceful assembly (art. 21)",
    Right.RELIGION: "Religion or belief (art. 18)",
    Right.LIBERTY: "Liberty and fair trial (arts. 9, 14)",
    Right.EQUALITY: "Equality and non-discrimination (arts. 26, 27)",
    Right.LIFE_AND_INTEGRITY: "Life and bodily integrity (arts. 6, 7)",
    Right.REMEDY: "Effective remedy (art. 2(3))",
}


class MisuseForm(StrEnum):
    """The forms of misuse that the Guidance names."""

    STIFLE_DISSENT = "stifle_dissent"
    HARASS_DEFENDERS = "harass_human_rights_defenders"
    INTIMIDATE_MINORITIES = "intimidate_minority_communities"
    DISCOURAGE_WHISTLE_BLOWERS = "discourage_whistle_blowers"
    CHILL_EXPRESSION = "chill_free_expression"
    TARGET_OPPONENTS = "target_opponents_journalists_lawyers"
    UNLAWFUL_INTERFERENCE = "unlawful_privacy_interference"
    MASS_SURVEILLANCE = "mass_surveillance"


class PartyType(StrEnum):
    """What kind of body a party is."""

    POLICE = "police"
    INTELLIGENCE = "intelligence"
    MILITARY = "military"
    INTERIOR_MINISTRY = "interior_ministry"
    TELECOM_REGULATOR = "telecom_regulator"
    STATE_TELECOM = "state_telecom"
    MINISTRY = "ministry"
    ELECTION_BODY = "election_body"
    BORDER = "border"
    HEALTH = "health"
    MUNICIPALITY = "municipality"
    PRIVATE = "private"
    OTHER = "other"


class Role(StrEnum):
    """What a party does in a transaction."""

    END_USER = "end_user"
    BUYER = "buyer"
    RESELLER = "reseller"
    DISTRIBUTOR = "distributor"
    INTEGRATOR = "integrator"
    AGENT = "agent"
    BROKER = "broker"
    OPERATOR = "operator"
    FINANCIER = "financier"
    CONTRACTOR = "contractor"
    FORWARDER = "forwarder"
    CONSIGNEE = "consignee"
    OWNER = "owner"
    OTHER = "other"


class Milestone(StrEnum):
    """A step of a sale that other dates are counted from."""

    DECISION = "decision"
    SIGNATURE = "signature"
    SHIPMENT = "shipment"
    RENEWAL = "renewal"

    @property
    def label(self) -> str:
        """The step as it stands in a sentence."""
        return f"the {self.value}" if self is Milestone.DECISION else self.value


class Property(StrEnum):
    """What makes a capability graver: how, on whom and how widely it works."""

    COVERT = "covert"
    REMOTE = "remote"
    MASS_SCALE = "mass_scale"
    REAL_TIME = "real_time"
    RETENTION = "retention"
    CROSS_MATCHING = "cross_matching"
    NON_COOPERATIVE = "non_cooperative"
    IDENTITY_ATTRIBUTES = "identity_attributes"
    DEVICE_INTRUSION = "device_intrusion"
    CONTENT_ACCESS = "content_access"


class Severity(StrEnum):
    """How much a raised red flag weighs. STOP asks for a person with power to refuse."""

    NOTE = "note"
    CAUTION = "caution"
    HIGH = "high"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for NOTE to 3 for STOP."""
        return _SEVERITY_RANKS[self]


_SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Confidence(StrEnum):
    """How sure this project is that an item stands in the 2020 Guidance."""

    QUOTED = "quoted"
    QUOTED_BASIS = "quoted_basis"
    QUOTED_DRAFT = "quoted_draft"
    MEMORY_HIGH = "memory_high"
    MEMORY_MEDIUM = "memory_medium"
    MEMORY_LOW = "memory_low"
    INFERRED = "inferred"

    @property
    def label(self) -> str:
        """What a reader is told beside the item; nothing recalled reads as a quotation."""
        return _CONFIDENCE_LABELS[self]


_CONFIDENCE_LABELS = {
    Confidence.QUOTED: "Guidance, seen in a source that reports the final text",
    Confidence.QUOTED_BASIS: "Guidance in substance; the wording is this project's",
    Confidence.QUOTED_DRAFT: "2019 draft; believed carried into the final",
    Confidence.MEMORY_HIGH: "recalled, not checked against the text (fairly sure)",
    Confidence.MEMORY_MEDIUM: "recalled, not checked against the text (probable)",
    Confidence.MEMORY_LOW: "recalled, not checked against the text (unsure)",
    Confidence.INFERRED: "this project's addition, not in the Guidance",
}


class RouteLevel(StrEnum):
    """What the assessment proposes. A named person decides."""

    PROCEED = "proceed"
    PROCEED_WITH_CONDITIONS = "proceed_with_conditions"
    ESCALATE = "escalate"
    DO_NOT_PROCEED = "do_not_proceed"

    @property
    def rank(self) -> int:
        """0 for PROCEED to 3 for DO_NOT_PROCEED."""
        return _ROUTE_RANKS[self]

    @property
    def label(self) -> str:
        """The route as a plain sentence."""
        return _ROUTE_LABELS[self]


_ROUTE_RANKS = {level: rank for rank, level in enumerate(RouteLevel)}

_ROUTE_LABELS = {
    RouteLevel.PROCEED: "Proceed",
    RouteLevel.PROCEED_WITH_CONDITIONS: "Proceed with conditions",
    RouteLevel.ESCALATE: "Escalate",
    RouteLevel.DO_NOT_PROCEED: "Do not proceed",
}
