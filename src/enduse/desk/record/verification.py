"""Reading the whole record again and saying what is not as it was written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from nacl.signing import VerifyKey

from enduse.desk.record import merkle, notes, triggers
from enduse.desk.record.chain import GENESIS, commitment, event_hash, seal
from enduse.desk.record.checkpoints import leaf_of, public_key
from enduse.desk.record.models import Body, ChainHead, Checkpoint, Event
from enduse.desk.record.services import head_key
from enduse.domain.errors import InvalidInputError

MOST_PROBLEMS = 100
"""So many are told in full; a record that is wrong throughout needs no longer list."""

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    says: str
    seq: int | None = None

    def __str__(self) -> str:
        return self.says if self.seq is None else f"event {self.seq}: {self.says}"


@dataclass(slots=True)
class Verification:
    """What reading the record found."""

    events: int = 0
    erased: int = 0
    checkpoints: int = 0
    root: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether everything is as it was written."""
        return not self.problems

    def add(self, says: str, seq: int | None = None) -> None:
        """Note a problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(says, seq))


def verify_record(
    notes_from_outside: Sequence[str] = (), key: VerifyKey | None = None
) -> Verification:
    """Read every event, body and checkpoint again and compare.

    Args:
        notes_from_outside: checkpoints that were exported: what the database cannot have changed.
        key: the public key they must be signed with; without it, the desk's own.
    """
    found = Verification()
    _check_triggers(found)
    head = ChainHead.objects.first()
    signed = _statements(found, notes_from_outside, key or public_key())
    last = _read_events(found, head.seq if head else 0, signed)
    _check_head(found, head, last)
    _check_beyond(found, signed)
    return found


def _read_events(found: Verification, upto: int, signed: dict[int, list[notes.Statement]]) -> str:
    """Read the events in their order; the hash of the last one."""
    tree, previous = merkle.GrowingTree(), GENESIS
    for event, body in _events_with_bodies():
        found.events += 1
        if event.seq != found.events:
            found.add(
                f"expected number {found.events}: events are missing or out of order", event.seq
            )
            found.events = event.seq
        _check_event(found, event, previous)
        _check_body(found, event, body)
        previous = event.hash
        tree.add(leaf_of(event.hash) if len(event.hash) == len(GENESIS) else b"")
        for statement in signed.pop(tree.size, ()):
            _check_statement(found, statement, tree)
        if event.seq > upto:
            found.add("stands after the newest event that the head knows", event.seq)
    found.root = tree.root().hex()
    return previous


def _events_with_bodies() -> Iterator[tuple[Event, Body | None]]:
    """Every event with its body, in steps, so that the memory does not grow with the record."""
    after = 0
    while events := list(Event.objects.filter(seq__gt=after).order_by("seq")[:_CHUNK]):
        first, after = events[0].seq, events[-1].seq
        bodies = Body.objects.filter(event_id__gte=first, event_id__lte=after).in_bulk()
        for event in events:
            yield event, bodies.get(event.seq)


def _check_event(found: Verification, event: Event, previous: str) -> None:
    if event.prev_hash != previous:
        found.add("does not follow the event before it", event.seq)
    if event.hash != event_hash(event.hashed_fields()):
        found.add("was changed: its hash does not fit", event.seq)


def _check_body(found: Verification, event: Event, body: Body | None) -> None:
    if body is None:
        if event.body_hash:
            found.add("its words are missing", event.seq)
        return
    if body.erased_by is not None:
        found.erased += 1
        if not _tells_of(body.erased_by, event.seq) or body.text or body.salt:
            found.add("its words were erased without an event that says so", event.seq)
    elif commitment(bytes.fromhex(body.salt), body.text) != event.body_hash:
        found.add("its words were changed", event.seq)


def _tells_of(erasure: int, seq: int) -> bool:
    """Whether this event tells of the erasure of that one's words."""
    told = Body.objects.filter(event_id=erasure, event__verb="record:erased").first()
    return told is not None and bool(told.text) and (told.content or {}).get("event") == seq


def _check_head(found: Verification, head: ChainHead | None, last: str) -> None:
    if head is None:
        if found.events:
            found.add("the head of the chain is missing")
        return
    if (head.seq, head.hash) != (found.events, last):
        found.add(
            f"the head says {head.seq} events; the record has {found.events}, or ends otherwise"
        )
    if head.seal != seal(head_key(), head.seq, head.hash):
        found.add("the head was not written by this desk: its seal does not fit")


def _statements(
    found: Verification, outside: Sequence[str], key: VerifyKey
) -> dict[int, list[notes.Statement]]:
    """Every checkpoint whose signature is good, by size."""
    signed: dict[int, list[notes.Statement]] = {}
    stored = [(note, public_key()) for note in Checkpoint.objects.values_list("note", flat=True)]
    for note, by in [*stored, *((note, key) for note in outside)]:
        try:
            statement = notes.read(note, by)
        except InvalidInputError as error:
            found.add(error.message)
            continue
        signed.setdefault(statement.size, []).append(statement)
    for statement in signed.pop(0, []):
        _check_statement(found, statement, merkle.GrowingTree())
    return signed


def _check_statement(
    found: Verification, statement: notes.Statement, tree: merkle.GrowingTree
) -> None:
    found.checkpoints += 1
    if statement.root != tree.root():
        found.add(f"the checkpoint of {statement.size} events signs another record")


def _check_beyond(found: Verification, signed: dict[int, list[notes.Statement]]) -> None:
    """What is left was signed over more events than there are."""
    for size in sorted(signed):
        found.add(
            f"a checkpoint signs {size} events; the record has {found.events}: its end is cut"
        )


def _check_triggers(found: Verification) -> None:
    with connection.cursor() as cursor:
        cursor.execute(triggers.PRESENT[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    for name in triggers.NAMES[connection.vendor]:
        if name not in present:
            found.add(
                f"the trigger {name} is missing: the database would let the record be changed"
            )
