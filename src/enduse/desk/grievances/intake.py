"""The way in: what a reporter, or an operator on their behalf, can do. No login, no trace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.grievances.models import (
    Channel,
    Exclusion,
    Grievance,
    Identity,
    IdentityHalf,
    KeyShare,
    Message,
    OfficerKey,
    SealedFile,
    Status,
)
from enduse.desk.grievances.receipts import Opened, open_receipt
from enduse.desk.grievances.sealing import (
    Halves,
    new_key,
    seal,
    seal_to,
    seal_words,
    unseal,
    unseal_words,
)
from enduse.desk.grievances.words import new_receipt
from enduse.domain.errors import ConflictError, InvalidInputError

LONGEST_TEXT = 50_000
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file as it was given; both its name and its content are sealed."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filing:
    """What someone has to say. `who` stands apart: two officers must agree to open it."""

    what: str = field(repr=False)
    where_and_when: str = field(default="", repr=False)
    about: str = field(default="", repr=False)  # the product or the agency
    who: str = field(default="", repr=False)
    files: tuple[FileGiven, ...] = ()
    excluded: tuple[User, ...] = ()
    language: str = "en"
    channel: str = Channel.WEB

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise InvalidInputError("what: say what happened, in a few words or many")
        for name in ("what", "where_and_when", "about", "who"):
            if len(getattr(self, name)) > LONGEST_TEXT:
                raise InvalidInputError(f"{name}: at most {LONGEST_TEXT} characters")
        if len(self.files) > MOST_FILES:
            raise InvalidInputError(f"files: at most {MOST_FILES}; send more with a message")


@dataclass(frozen=True, slots=True)
class Filed:
    """What the reporter is given, once."""

    grievance: Grievance
    receipt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as its reader sees it."""

    from_reporter: bool
    sent_on: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReporterView:
    """What the seven words show. For words that open nothing it looks like a new grievance."""

    status: str
    messages: tuple[Line, ...]


def officers_on_duty() -> list[OfficerKey]:
    """Those to whom a new grievance is sealed, by name."""
    found = OfficerKey.objects.filter(is_on_duty=True, user__is_active=True)
    return list(found.select_related("user").order_by("user__name", "user_id"))


def file_grievance(filing: Filing) -> Filed:
    """Seal a grievance to the officers who may read it, and to its reporter.

    Raises:
        InvalidInputError: nobody would be left to read it.
        ConflictError: the desk has no officer yet.
    """
    on_duty = officers_on_duty()
    if not on_duty:
        raise ConflictError("nobody here can read a grievance yet")
    excluded = {user.pk for user in filing.excluded}
    readers = [officer for officer in on_duty if officer.user_id not in excluded]
    if not readers:
        raise InvalidInputError("excluded: at least one person must be left who can read it")
    receipt, key = new_receipt(), new_key()
    with transaction.atomic():
        grievance = _keep(filing, open_receipt(receipt), key)
        _give_keys(grievance, key, readers)
        _keep_identity(grievance, filing.who, readers)
        _keep_files(grievance, filing.files, key)
        today = grievance.received_on
        Exclusion.objects.bulk_create(
            Exclusion(grievance=grievance, user=user, by_reporter=True, made_on=today)
            for user in filing.excluded
        )
    return Filed(grievance, receipt)


def look(opened: Opened) -> ReporterView:
    """What a receipt shows; words that open nothing show a grievance that was just received."""
    grievance = _find(opened)
    if grievance is None:
        return ReporterView(Status.RECEIVED, ())
    key = unseal(grievance.reporter_key, opened.unlock_key)
    return ReporterView(grievance.status, read_messages(grievance, key))


def add_message(opened: Opened, text: str, files: Sequence[FileGiven] = ()) -> None:
    """Add a message of the reporter; to words that open nothing it goes nowhere.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    if not text.strip() and not files:
        raise InvalidInputError("message: write something first")
    if len(text) > LONGEST_TEXT:
        raise InvalidInputError(f"message: at most {LONGEST_TEXT} characters")
    if len(files) > MOST_FILES:
        raise InvalidInputError(f"files: at most {MOST_FILES} at a time")
    grievance = _find(opened)
    if grievance is None:
        return
    key = unseal(grievance.reporter_key, opened.unlock_key)
    with transaction.atomic():
        keep_message(grievance, text, key, from_reporter=True)
        _keep_files(grievance, files, key)
        Grievance.objects.filter(pk=grievance.pk).update(has_news_for_officers=True)


def keep_message(grievance: Grievance, text: str, key: bytes, *, from_reporter: bool) -> Message:
    """Seal one message after the others."""
    last = grievance.messages.aggregate(last=Max("number"))["last"] or 0
    return Message.objects.create(
        grievance=grievance,
        number=last + 1,
        from_reporter=from_reporter,
        sent_on=timezone.localdate(),
        content=seal_words({"text": text.strip()}, key),
    )


def read_messages(grievance: Grievance, key: bytes) -> tuple[Line, ...]:
    """The correspondence, opened."""
    return tuple(
        Line(message.from_reporter, message.sent_on, unseal_words(message.content, key)["text"])
        for message in grievance.messages.all()
    )


def _find(opened: Opened) -> Grievance | None:
    found = Grievance.objects.prefetch_related("messages").filter(lookup=opened.lookup)
    return found.first()


def _keep(filing: Filing, opened: Opened, key: bytes) -> Grievance:
    words = {
        "what": filing.what.strip(),
        "where_and_when": filing.where_and_when.strip(),
        "about": filing.about.strip(),
    }
    return Grievance.objects.create(
        lookup=opened.lookup,
        reporter_key=seal(key, opened.unlock_key),
        content=seal_words(words, key),
        language=filing.language,
        channel=filing.channel,
        received_on=timezone.localdate(),
    )


def _give_keys(grievance: Grievance, key: bytes, readers: Iterable[OfficerKey]) -> None:
    KeyShare.objects.bulk_create(
        KeyShare(grievance=grievance, officer=reader.user, sealed=seal_to(reader.public, key))
        for reader in readers
    )


def _keep_identity(grievance: Grievance, who: str, readers: Sequence[OfficerKey]) -> None:
    """Seal who the reporter is; each pair of officers can open it together, none alone."""
    if not who.strip():
        return
    if len(readers) < 2:
        raise InvalidInputError(
            "who: two people must be able to open this together, and only one is left; "
            "leave it empty, and say it in a message later"
        )
    key = new_key()
    identity = Identity.objects.create(
        grievance=grievance, content=seal_words({"who": who.strip()}, key)
    )
    halves = []
    for place, one in enumerate(readers):
        for other in readers[place + 1 :]:
            split = Halves.of(key)
            halves += [
                _half(identity, one, other, split.one),
                _half(identity, other, one, split.other),
            ]
    IdentityHalf.objects.bulk_create(halves)


def _half(identity: Identity, holder: OfficerKey, other: OfficerKey, half: bytes) -> IdentityHalf:
    return IdentityHalf(
        identity=identity,
        officer=holder.user,
        other=other.user,
        sealed=seal_to(holder.public, half),
    )


def _keep_files(grievance: Grievance, files: Iterable[FileGiven], key: bytes) -> None:
    SealedFile.objects.bulk_create(
        SealedFile(grievance=grievance, content=_sealed_file(file, key)) for file in files
    )


def _sealed_file(file: FileGiven, key: bytes) -> bytes:
    """The name, a zero byte, the content: sealed as one."""
    return seal(file.name.replace("\0", "").encode() + b"\0" + file.content, key)
