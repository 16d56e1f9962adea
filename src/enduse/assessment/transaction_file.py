"""The file in which a person describes a transaction: JSON or TOML, read strictly.

Unknown keys are refused. Every error names the file, the field and what would be right.
"""

import json
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from enduse.assessment.product_review import beside, with_attachments
from enduse.domain.dates import parse_day
from enduse.domain.errors import EnduseError, InvalidInputError
from enduse.domain.ownership import Holding, OwnerKind
from enduse.domain.transactions import (
    AnswerValue,
    Claim,
    Party,
    Product,
    Proof,
    SafeguardInHand,
    Seller,
    Transaction,
)
from enduse.domain.vocabulary import Milestone, PartyType, Role

W = TypeVar("W", Role, PartyType, OwnerKind, Milestone)

MAX_BYTES = 1_000_000  # of one transaction; a longer one is a mistake, not a sale


def _day(value: object) -> object:
    """TOML gives a date, JSON a text; both mean a day."""
    if not isinstance(value, str):
        return value
    try:
        return parse_day(value)
    except InvalidInputError as error:
        raise ValueError(str(error)) from None  # so that the field is named


_Text = Annotated[str, Field(max_length=200_000)]
_Name = Annotated[str, Field(min_length=1, max_length=2_000)]
_Day = Annotated[date, BeforeValidator(_day)]
_Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SellerFile(_File):
    """The firm that assesses."""

    name: _Name | None = None
    country: _Name | None = Field(None, description="ISO 3166-1 alpha-3, such as USA")


class ProductFile(_File):
    """The product or service under review."""

    name: _Name | None = None
    vendor: _Name | None = None
    description: _Text | None = Field(None, description="what it does, in free text")
    capabilities: list[_Name] | None = Field(
        None, description="ids of the capability taxonomy; guessed from the text when absent"
    )
    scan: dict[str, Any] | _Name | None = Field(
        None, description="what `enduse scan --format json` gave, or the path of that file"
    )
    profile: dict[str, Any] | _Name | None = Field(
        None, description="the product profile, or the path of that file"
    )


class PartyFile(_File):
    """One person or organisation, in one role."""

    role: str = Field(json_schema_extra={"enum": [role.value for role in Role]})
    name: _Name | None = None
    country: _Name | None = Field(None, description="ISO 3166-1 alpha-3, such as UGA")
    type: str | None = Field(None, json_schema_extra={"enum": [kind.value for kind in PartyType]})
    region: _Name | None = Field(None, description="sub-national place, when use is bound to one")


class HoldingFile(_File):
    """One share that one party holds of another."""

    owned: _Name = Field(description="the party that is owned, by its name")
    owner: _Name = Field(description="who holds the share, by name")
    share: float | None = Field(
        None, ge=0, le=1, description="0.0 to 1.0; left out when it is not known"
    )
    country: _Name | None = Field(None, description="of the owner, ISO 3166-1 alpha-3")
    kind: str | None = Field(None, json_schema_extra={"enum": [kind.value for kind in OwnerKind]})


_Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]  # what every reader of JSON can hold
_Sign = StrictBool | Annotated[str, Field()]
_Answer = StrictBool | _Whole | float | _Text | list[_Text] | dict[str, _Sign]


class ProofFile(_File):
    """What shows that a safeguard is in place."""

    kind: _Name = Field(description="a kind of proof of the rule pack, such as signed_clause")
    reference: _Name | None = Field(None, description="where it is kept: a number, path or link")
    sha256: _Sha256 | None = Field(None, description="of the proof itself, in lower-case hex")
    before_sha256: _Sha256 | None = Field(None, description="of what a difference starts from")
    by: _Name | None = Field(None, description="who signed or checked it")


class SafeguardFile(_File):
    """A safeguard that is done, with what proves it."""

    id: _Name
    done_on: _Day | None = Field(None, description="YYYY-MM-DD")
    proof: ProofFile | None = None


def _with_id(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


_SafeguardEntry = Annotated[
    SafeguardFile, BeforeValidator(_with_id, json_schema_input_type=_Name | SafeguardFile)
]


class ClaimFile(_File):
    """What a buyer or reseller answered; `enduse questionnaire import` writes these."""

    key: _Name = Field(description="a key that may stand under answers")
    answer: _Text | list[_Text]
    by: _Name = Field(description="the person who answered")
    role: str = Field(json_schema_extra={"enum": [role.value for role in Role]})
    on: _Day = Field(description="YYYY-MM-DD, the day of the answer")
    words: _Text = Field("", description="said beside the answer; decides nothing")
    document_sha256: _Sha256 | None = Field(None, description="of the questionnaire it came in")


class TransactionFile(_File):
    """A transaction. Only `product` and one party with role `end_user` must be there."""

    id: _Name | None = None
    as_of: _Day | None = Field(
        None, description="YYYY-MM-DD: only evidence published by then counts"
    )
    seller: SellerFile | None = None
    product: ProductFile
    parties: list[PartyFile] = Field(max_length=1_000)
    end_use: _Text | None = None
    answers: dict[str, _Answer] = Field(
        default_factory=dict,
        description="by question id, sign of a checklist, or red flag id; see the reference page",
    )
    safeguards: list[_SafeguardEntry] = Field(
        default_factory=list,
        description="safeguards already in hand: an id, or a table with done_on and proof",
    )
    milestones: dict[str, _Day] = Field(
        default_factory=dict,
        description="days of the sale: decision, signature, shipment, renewal",
    )
    claims: list[ClaimFile] = Field(
        default_factory=list,
        max_length=10_000,
        description="answers of a buyer or reseller: they may raise a red flag, never clear one",
    )
    ownership: list[HoldingFile] = Field(
        default_factory=list, max_length=5_000, description="who owns the parties, as far as known"
    )


@dataclass(frozen=True, slots=True)
class Known:
    """The ids a transaction may name."""

    countries: Callable[[str], str | None]  # any way of writing a country to its alpha-3 code
    capabilities: Collection[str]
    answers: Collection[str]
    safeguards: Collection[str]


def read_transaction(path: Path, known: Known) -> Transaction:
    """Read one transaction from a `.toml` or `.json` file.

    Raises:
        InvalidInputError: the file cannot be read or does not fit; the message names the file,
            the field and the remedy.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        parse = parse_toml if path.suffix.lower() == ".toml" else parse_json
        content_read = parse(content)
        if isinstance(content_read, Mapping):
            content_read = with_attachments(content_read, beside(path.parent))
        return transaction_from(content_read, known)
    except EnduseError as error:
        raise InvalidInputError(f"{path}: {error}") from None


def parse_toml(content: bytes) -> object:
    """Read TOML.

    Raises:
        InvalidInputError: too long, not UTF-8, or not TOML.
    """
    try:
        return tomllib.loads(_text(content))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInputError(f"not TOML: {error}") from None


def parse_json(content: bytes) -> object:
    """Read JSON; a key given twice, NaN and lone surrogates are refused.

    Raises:
        InvalidInputError: too long, not UTF-8, or not JSON.
    """
    text = _text(content)
    try:
        value: object = json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_refuse_constant
        )
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"not JSON: {error}") from None
    except UnicodeEncodeError:
        raise InvalidInputError(
            "a text holds half of a character (a lone surrogate); write it whole"
        ) from None
    except (RecursionError, ValueError) as error:
        raise InvalidInputError(f"not JSON that can be read: {error}") from None
    return value


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"{len(content):,} bytes long; a transaction has at most {MAX_BYTES:,}"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"not UTF-8 at byte {error.start}; save the file as UTF-8"
        ) from None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = next(key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1)
        raise InvalidInputError(f"the key {twice!r} is given twice; keep one")
    return table


def _refuse_constant(name: str) -> object:
    raise InvalidInputError(f"{name} is not a number that JSON knows")


def transaction_from(content: object, known: Known) -> Transaction:
    """Turn parsed content into a transaction.

    Raises:
        InvalidInputError: a field is missing, unknown, of the wrong type, or names an id that
            does not exist; the message names the field and the remedy.
    """
    try:
        read = TransactionFile.model_validate(content)
    except ValidationError as error:
        raise InvalidInputError(_first_problem(error)) from None
    product = read.product
    seller = read.seller or SellerFile(name=None, country=None)
    for field, ids, allowed in (
        ("product.capabilities", product.capabilities or [], known.capabilities),
        ("answers", read.answers, known.answers),
        ("claims", [claim.key for claim in read.claims], known.answers),
    ):
        _check_ids(field, ids, allowed)
    return Transaction(
        id=read.id,
        as_of=read.as_of,
        seller=Seller(seller.name, _country("seller.country", seller.country, known.countries)),
        product=Product(
            product.name,
            product.vendor,
            product.description,
            None if product.capabilities is None else tuple(product.capabilities),
            scan=_table("product.scan", product.scan),
            profile=_table("product.profile", product.profile),
        ),
        parties=tuple(_party(row, number, known) for number, row in enumerate(read.parties)),
        end_use=read.end_use,
        answers={key: _answer(value) for key, value in read.answers.items()},
        safeguards=_safeguards(read.safeguards, known.safeguards),
        milestones={
            _word("milestones", name, Milestone): day for name, day in read.milestones.items()
        },
        claims=tuple(_claim(row, number) for number, row in enumerate(read.claims)),
        ownership=holdings_from(read.ownership, known.countries),
    )


def holdings_from(
    rows: Iterable[HoldingFile], countries: Callable[[str], str | None]
) -> tuple[Holding, ...]:
    """Turn rows of ownership into holdings.

    Raises:
        InvalidInputError: a country or kind is none, or a party owns itself.
    """
    return tuple(
        Holding(
            owner=row.owner,
            owned=row.owned,
            share=row.share,
            country=_country(f"ownership[{number}].country", row.country, countries),
            kind=None
            if row.kind is None
            else _word(f"ownership[{number}].kind", row.kind, OwnerKind),
        )
        for number, row in enumerate(rows)
    )


def _safeguards(
    rows: Sequence[SafeguardFile], known: Collection[str]
) -> tuple[SafeguardInHand, ...]:
    ids = [row.id for row in rows]
    _check_ids("safeguards", ids, known)
    twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
    if twice:
        raise InvalidInputError(f"safeguards: {twice!r} is given twice; keep one")
    return tuple(
        SafeguardInHand(row.id, row.done_on, None if row.proof is None else _proof(row.proof))
        for row in rows
    )


def _proof(row: ProofFile) -> Proof:
    return Proof(
        kind=row.kind,
        reference=row.reference or "",
        sha256=row.sha256 or "",
        before_sha256=row.before_sha256 or "",
        by=row.by or "",
    )


def _claim(row: ClaimFile, number: int) -> Claim:
    return Claim(
        key=row.key,
        answer=tuple(row.answer) if isinstance(row.answer, list) else row.answer,
        by=row.by,
        role=_word(f"claims[{number}].role", row.role, Role),
        on=row.on,
        words=row.words,
        document_sha256=row.document_sha256 or "",
    )


def _party(row: PartyFile, number: int, known: Known) -> Party:
    place = f"parties[{number}]"
    kind = None if row.type is None else _word(f"{place}.type", row.type, PartyType)
    return Party(
        role=_word(f"{place}.role", row.role, Role),
        name=row.name,
        country=_country(f"{place}.country", row.country, known.countries),
        type=kind,
        region=row.region,
    )


def _table(field: str, value: Mapping[str, Any] | str | None) -> Mapping[str, Any] | None:
    if isinstance(value, str):
        raise InvalidInputError(
            f"{field}: a path is read only from a file of one transaction; put its content here"
        )
    return value


def _word(field: str, value: str, words: type[W]) -> W:
    try:
        return words(value)
    except ValueError:
        listed = ", ".join(words)
        raise InvalidInputError(f"{field}: {value!r} should be one of {listed}") from None


def _answer(value: object) -> AnswerValue:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str | bool | int | float):
        return value
    raise InvalidInputError("an answer is a text, a number, a list or a table", answer=value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _country(field: str, value: str | None, countries: Callable[[str], str | None]) -> str | None:
    if value is None:
        return None
    code = countries(value)
    if code is None:
        raise InvalidInputError(
            f"{field}: {value!r} is no country; write ISO 3166-1 alpha-3, such as UGA"
        )
    return code


def _check_ids(field: str, ids: Collection[str], allowed: Collection[str]) -> None:
    for id_ in ids:
        if id_ not in allowed:
            near = get_close_matches(id_, allowed, n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise InvalidInputError(f"{field}: {id_!r} does not exist{hint}")


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in problem["loc"]) or "the transaction"
    if problem["type"] == "extra_forbidden":
        return f"{field}: unknown key; remove it or correct its name"
    if problem["type"] == "missing":
        return f"{field}: missing; add it"
    if problem["type"] == "model_type":
        return f"{field}: should be a table of names and values"
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"{field}: {said[:1].lower()}{said[1:]}"
