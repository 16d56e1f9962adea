"""The registers: products with their profiles, parties, agencies."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File as FileParam
from ninja import Form, Path, Query, Schema, UploadedFile
from pydantic import ConfigDict, Field

from enduse.desk.accounts.authority import visible
from enduse.desk.api.access import caller
from enduse.desk.api.operations.cases import VIA
from enduse.desk.api.operations.evidence import AboutFile, upload_of
from enduse.desk.api.routing import Operations
from enduse.desk.api.shapes import Id, Number, Page, PageAsked, Taken, Words, page_of
from enduse.desk.pages.search import matching
from enduse.desk.registers import services
from enduse.desk.registers.models import Agency, Party, Product
from enduse.domain.vocabulary import PartyType

router = Operations(tags=["registers"])

Line = Field("", max_length=300)
Lines = Field("", max_length=4_000, description="one a line")


class Found(PageAsked):
    """Which entries."""

    q: str = Field("", max_length=200, description="words that all stand in the entry")


class NewProduct(Taken):
    """What a person says of a product."""

    name: str = Field(max_length=300)
    vendor: str = Line
    description: str = Field("", max_length=100_000)
    notes: Words = ""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"name": "Gate"}})


class NewParty(Taken):
    """What a person says of a party."""

    name: str = Field(max_length=300)
    country: str = Line
    type: PartyType | None = None
    other_names: str = Lines
    identifiers: str = Lines
    website: str = Line
    notes: Words = ""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Norvik FZE", "country": "ARE"}}
    )


class NewAgency(Taken):
    """What a person says of an agency."""

    name: str = Field(max_length=300)
    country: str = Line
    type: PartyType | None = None
    region: str = Field("", max_length=200)
    answers_to: str = Line
    other_names: str = Lines
    notes: Words = ""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"name": "Border Service", "country": "KEN"}},
    )


class ChangedProduct(NewProduct):
    """A product as it is from now on."""

    seen: Number = Field(description="the version that the change was made from")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Gate 2", "seen": 1}}
    )


class ChangedParty(NewParty):
    """A party as it is from now on."""

    seen: Number = Field(description="the version that the change was made from")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Norvik LLC", "seen": 1}}
    )


class ChangedAgency(NewAgency):
    """An agency as it is from now on."""

    seen: Number = Field(description="the version that the change was made from")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Border Guard", "seen": 1}}
    )


class EntryShown(Schema):
    """What every entry has."""

    id: int
    name: str
    notes: str
    version: int
    added_at: datetime
    updated_at: datetime


class ProductShown(EntryShown):
    """A product."""

    vendor: str
    description: str


class PartyShown(EntryShown):
    """A party."""

    country: str
    type: str
    other_names: str
    identifiers: str
    website: str


class AgencyShown(EntryShown):
    """An agency."""

    country: str
    type: str
    region: str
    answers_to: str
    other_names: str


class Profile(Schema):
    """What a product can do, as people confirmed it on one day."""

    number: int
    capabilities: list[str]
    complete: bool
    readings: list[dict[str, Any]]
    note: str
    made_at: datetime


class NewProfile(Taken):
    """What a product can do."""

    capabilities: list[str] = Field(max_length=500, description="ids of the taxonomy")
    complete: bool = Field(default=False, description="this is everything it can do")
    note: str = Field("", max_length=4_000)

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"capabilities": ["biometric.face_verification"]}},
    )


@router.reads("/products", "product:view", Page[ProductShown])
def list_products(request: HttpRequest, asked: Query[Found]) -> Any:
    """The products, the newest first."""
    return _list(request, Product, asked)


@router.makes("/products", "product:edit", ProductShown)
def add_product(request: HttpRequest, new: NewProduct) -> Any:
    """Add a product."""
    return services.add_entry(Product, actor=caller(request), fields=_fields(new), via=VIA)


@router.reads("/products/{entry}", "product:view", ProductShown)
def get_product(request: HttpRequest, entry: Path[Id]) -> Any:
    """A product."""
    return services.get_entry(caller(request), Product, entry)


@router.puts("/products/{entry}", "product:edit", ProductShown)
def change_product(request: HttpRequest, entry: Path[Id], new: ChangedProduct) -> Any:
    """Change a product."""
    return _change(request, Product, entry, new)


@router.reads("/products/{entry}/profiles", "product:view", list[Profile])
def list_profiles(request: HttpRequest, entry: Path[Id]) -> Any:
    """What a product can do, as it was confirmed over time, the newest first."""
    return list(services.get_entry(caller(request), Product, entry).profiles.all())


@router.makes("/products/{entry}/profiles", "product:edit", Profile)
def confirm_profile(request: HttpRequest, entry: Path[Id], new: NewProfile) -> Any:
    """Say what a product can do, as a new version of its profile."""
    return services.confirm_profile(
        services.get_entry(caller(request), Product, entry),
        actor=caller(request),
        capabilities=new.capabilities,
        complete=new.complete,
        note=new.note,
        via=VIA,
    )


@router.makes("/products/{entry}/sources", "product:edit", Profile)
def add_source(
    request: HttpRequest, entry: Path[Id], about: Form[AboutFile], file: FileParam[UploadedFile]
) -> Any:
    """Bring a data sheet or parts list; what is read in it waits to be confirmed."""
    return services.add_source(
        services.get_entry(caller(request), Product, entry),
        actor=caller(request),
        upload=upload_of(file),
        about=about.about(),
        via=VIA,
    )


@router.reads("/parties", "party:view", Page[PartyShown])
def list_parties(request: HttpRequest, asked: Query[Found]) -> Any:
    """The parties, the newest first."""
    return _list(request, Party, asked)


@router.makes("/parties", "party:edit", PartyShown)
def add_party(request: HttpRequest, new: NewParty) -> Any:
    """Add a party."""
    return services.add_entry(Party, actor=caller(request), fields=_fields(new), via=VIA)


@router.reads("/parties/{entry}", "party:view", PartyShown)
def get_party(request: HttpRequest, entry: Path[Id]) -> Any:
    """A party."""
    return services.get_entry(caller(request), Party, entry)


@router.puts("/parties/{entry}", "party:edit", PartyShown)
def change_party(request: HttpRequest, entry: Path[Id], new: ChangedParty) -> Any:
    """Change a party."""
    return _change(request, Party, entry, new)


@router.reads("/agencies", "agency:view", Page[AgencyShown])
def list_agencies(request: HttpRequest, asked: Query[Found]) -> Any:
    """The agencies, the newest first."""
    return _list(request, Agency, asked)


@router.makes("/agencies", "agency:edit", AgencyShown)
def add_agency(request: HttpRequest, new: NewAgency) -> Any:
    """Add an agency."""
    return services.add_entry(Agency, actor=caller(request), fields=_fields(new), via=VIA)


@router.reads("/agencies/{entry}", "agency:view", AgencyShown)
def get_agency(request: HttpRequest, entry: Path[Id]) -> Any:
    """An agency."""
    return services.get_entry(caller(request), Agency, entry)


@router.puts("/agencies/{entry}", "agency:edit", AgencyShown)
def change_agency(request: HttpRequest, entry: Path[Id], new: ChangedAgency) -> Any:
    """Change an agency."""
    return _change(request, Agency, entry, new)


def _list(request: HttpRequest, register: type[Any], asked: Found) -> Any:
    found = visible(caller(request), register._default_manager.all())  # noqa: SLF001 - Django's own
    return page_of(matching(found, asked.q) if asked.q else found, asked)


def _change(request: HttpRequest, register: type[Any], pk: int, new: Any) -> Any:
    entry = services.get_entry(caller(request), register, pk)
    return services.change_entry(
        entry, actor=caller(request), fields=_fields(new), seen=new.seen, via=VIA
    )


def _fields(new: Taken) -> dict[str, str]:
    return {name: str(value or "") for name, value in new.dict(exclude={"seen"}).items()}
