"""What is done with the registers: entries added and changed, profiles followed by new ones."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from enduse.desk.accounts.authority import require, visible
from enduse.desk.accounts.models import User
from enduse.desk.core import engine
from enduse.desk.evidence import store
from enduse.desk.evidence.models import EvidenceFile
from enduse.desk.evidence.services import About, Upload, add_file
from enduse.desk.pages.search import index_words
from enduse.desk.record.services import record_event
from enduse.desk.registers.models import Agency, Party, Product, ProfileVersion
from enduse.desk.registers.reading import Seen, read_capabilities, seen_in
from enduse.domain.errors import ConflictError, InvalidInputError, NotFoundError

E = TypeVar("E", Product, Party, Agency)
Fields = Mapping[str, str]

FIELDS: Mapping[type[Product | Party | Agency], tuple[str, ...]] = {
    Product: ("name", "vendor", "description", "notes"),
    Party: ("name", "country", "type", "other_names", "identifiers", "website", "notes"),
    Agency: ("name", "country", "type", "region", "answers_to", "other_names", "notes"),
}
"""The fields that a person fills in, by register."""

_FOUND_BY = ("name", "vendor", "other_names", "identifiers", "answers_to", "region")


def get_entry(user: User, register: type[E], pk: int) -> E:
    """One entry of a register.

    Raises:
        NotFoundError: there is none, or the user may not see the register.
    """
    found = visible(user, register._default_manager.filter(pk=pk)).first()  # noqa: SLF001 - Django's own
    if found is None:
        raise NotFoundError(f"there is no such {register._meta.verbose_name}")
    return found


def add_entry(register: type[E], *, actor: User, fields: Fields, via: str = "web") -> E:
    """Add an entry to a register.

    Raises:
        InvalidInputError: no name, or a country that is none.
    """
    kind = str(register._meta.model_name)
    require(actor, f"{kind}:edit")
    given = _checked(register, fields)
    with transaction.atomic():
        entry = register._default_manager.create(**given, added_by=actor)  # noqa: SLF001
        _make_findable(entry)
        record_event(f"{kind}:added", actor=actor, thing=entry, body=dict(given), via=via)
    return entry


def change_entry(entry: E, *, actor: User, fields: Fields, seen: int, via: str = "web") -> E:
    """Change an entry; what it said before is in the record.

    Raises:
        ConflictError: somebody changed it meanwhile.
        InvalidInputError: no name, or a country that is none.
    """
    register, kind = type(entry), str(entry._meta.model_name)
    require(actor, f"{kind}:edit", entry)
    given = _checked(register, fields)
    with transaction.atomic():
        held = register._default_manager.select_for_update().get(pk=entry.pk)  # noqa: SLF001
        if held.version != seen:
            raise ConflictError("this entry was changed meanwhile", version=held.version)
        changed = {
            field: {"was": getattr(held, field), "now": value}
            for field, value in given.items()
            if getattr(held, field) != value
        }
        for field, value in given.items():
            setattr(held, field, value)
        held.version, held.updated_at = held.version + 1, timezone.now()
        held.save()
        _make_findable(held)
        record_event(f"{kind}:changed", actor=actor, thing=held, body=changed, via=via)
    return held


def add_source(
    product: Product, *, actor: User, upload: Upload, about: About, via: str = "web"
) -> ProfileVersion:
    """Keep a data sheet or parts list, and begin a profile from what is read in it.

    The capabilities confirmed so far stay; what is read is laid beside them, to be confirmed.

    Raises:
        InvalidInputError: the file is not taken, or is a parts list that is damaged; nothing is
            kept.
    """
    require(actor, "product:edit", product)
    with transaction.atomic():
        file = add_file(actor=actor, upload=upload, about=about, via=via)
        seen = read_capabilities(file.name, store.read(file.sha256), file.media_type)
        return _follow(product, actor=actor, readings=seen, source=file, note=about.title, via=via)


def confirm_profile(
    product: Product,
    *,
    actor: User,
    capabilities: list[str],
    complete: bool,
    note: str = "",
    via: str = "web",
) -> ProfileVersion:
    """Say what a product can do, as a new version of its profile.

    Raises:
        InvalidInputError: a capability that the taxonomy does not have.
    """
    require(actor, "product:edit", product)
    for id_ in capabilities:
        if id_ not in engine().taxonomy.ids:
            raise InvalidInputError("capabilities: there is no such capability", id=id_)
    with transaction.atomic():
        return _follow(
            product,
            actor=actor,
            capabilities=sorted(set(capabilities)),
            complete=complete,
            note=note,
            via=via,
        )


def read_description(product: Product) -> list[Seen]:
    """What the product's own description says it can do."""
    return seen_in(product.description)


def _follow(
    product: Product,
    *,
    actor: User,
    note: str,
    via: str,
    capabilities: list[str] | None = None,
    complete: bool | None = None,
    readings: list[Seen] | None = None,
    source: EvidenceFile | None = None,
) -> ProfileVersion:
    """A new version of a profile; what is not given stays as it was, and is complete no more."""
    Product.objects.select_for_update().get(pk=product.pk)
    last = product.profiles.first()
    made = ProfileVersion.objects.create(
        product=product,
        number=last.number + 1 if last else 1,
        capabilities=capabilities if capabilities is not None else _kept(last),
        complete=bool(complete),
        readings=readings if readings is not None else (last.readings if last else []),
        source_file=source or (last.source_file if last else None),
        note=note,
        made_by=actor,
    )
    body = {
        "number": made.number,
        "capabilities": made.capabilities,
        "complete": made.complete,
        "source": str(source.pk) if source else "",
    }
    record_event("product:profiled", actor=actor, thing=product, reason=note, body=body, via=via)
    return made


def _kept(last: ProfileVersion | None) -> list[str]:
    return list(last.capabilities) if last else []


def _checked(register: type[E], fields: Fields) -> dict[str, str]:
    given = {name: fields.get(name, "").strip() for name in FIELDS[register]}
    if not given["name"]:
        raise InvalidInputError("name: give a name")
    if given.get("country"):
        code = engine().base.countries.resolve(given["country"])
        if code is None:
            raise InvalidInputError("country: no such country; give its name or ISO code")
        given["country"] = code
    return given


def _make_findable(entry: Product | Party | Agency) -> None:
    index_words(entry, *[getattr(entry, field, "") for field in _FOUND_BY])
