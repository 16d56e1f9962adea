"""Checkpoints of the record, and proofs against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from nacl.signing import SigningKey, VerifyKey

from enduse.desk import keys
from enduse.desk.record import merkle, notes
from enduse.desk.record.models import ChainHead, Checkpoint, Event, TreeNode
from enduse.domain.errors import NotFoundError

EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That one event is in the record a checkpoint signs."""

    event: Event
    index: int  # of the leaf, from 0
    size: int  # of the tree the checkpoint signs
    path: tuple[bytes, ...]
    note: str


class RecordedHashes:
    """The hashes of the Merkle tree over the record: leaves from events, the rest as kept."""

    def read(self, level: int, start: int, end: int) -> Sequence[bytes]:
        """The hashes of full subtrees of 2**level events; see `merkle.Hashes`.

        Raises:
            NotFoundError: not all of them are on file.
        """
        found = self._leaves(start, end) if level == 0 else self._nodes(level, start, end)
        if len(found) != end - start:
            raise NotFoundError("the record has no such events", level=level, start=start, end=end)
        return found

    def _leaves(self, start: int, end: int) -> list[bytes]:
        events = Event.objects.filter(seq__gt=start, seq__lte=end).order_by("seq")
        return [leaf_of(hash_) for hash_ in events.values_list("hash", flat=True)]

    def _nodes(self, level: int, start: int, end: int) -> list[bytes]:
        nodes = TreeNode.objects.filter(level=level, index__gte=start, index__lt=end)
        hashes = nodes.order_by("index").values_list("hash", flat=True)
        return [bytes.fromhex(hash_) for hash_ in hashes]


def leaf_of(event_hash: str) -> bytes:
    """The leaf of an event: the hash of its hash."""
    return merkle.leaf_hash(bytes.fromhex(event_hash))


def make_checkpoint() -> Checkpoint:
    """Sign the record as it stands; the newest checkpoint if nothing was added since."""
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().first()
        size = head.seq if head is not None else 0
        if (made := Checkpoint.objects.filter(size=size).first()) is not None:
            return made
        _keep_full_subtrees(size)
        root = merkle.root(RecordedHashes(), size)
        note = notes.sign(signing_key(), size, root)
        return Checkpoint.objects.create(size=size, root=root.hex(), note=note, at=timezone.now())


def is_checkpoint_due() -> bool:
    """Whether the newest checkpoint is older than a day, or there is none."""
    newest = newest_checkpoint()
    return newest is None or timezone.now() - newest.at >= EVERY


def newest_checkpoint() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def inclusion_proof(event: Event, checkpoint: Checkpoint | None = None) -> InclusionProof:
    """Prove that an event is in the record that a checkpoint signs.

    Args:
        event: the event.
        checkpoint: of that many events or more; without it the newest, made now if need be.
    """
    signed = checkpoint or newest_checkpoint()
    if signed is None or (checkpoint is None and signed.size < event.seq):
        signed = make_checkpoint()
    if signed.size < event.seq:
        raise NotFoundError("the event is younger than the checkpoint", seq=event.seq)
    path = merkle.inclusion_path(RecordedHashes(), event.seq - 1, signed.size)
    return InclusionProof(event, event.seq - 1, signed.size, tuple(path), signed.note)


def consistency_proof(old: Checkpoint, new: Checkpoint) -> list[bytes]:
    """Prove that what the old checkpoint signs begins what the new one signs."""
    return merkle.consistency_path(RecordedHashes(), old.size, new.size)


def signing_key() -> SigningKey:
    """The key that signs checkpoints."""
    return SigningKey(keys.read_key(settings.KEYS_DIR, keys.CHECKPOINTS))


def public_key() -> VerifyKey:
    """Its public half."""
    return signing_key().verify_key


def _keep_full_subtrees(size: int) -> None:
    """Keep the roots of the subtrees that are full now and were not before."""
    level = merkle.STEP
    while size >> level:
        _keep_level(level, size >> level)
        level += merkle.STEP


def _keep_level(level: int, number: int) -> None:
    last = TreeNode.objects.filter(level=level).aggregate(Max("index"))["index__max"]
    below, hashes = level - merkle.STEP, RecordedHashes()
    for index in range(0 if last is None else last + 1, number):
        width = 1 << merkle.STEP
        row = hashes.read(below, index * width, (index + 1) * width)
        TreeNode.objects.create(level=level, index=index, hash=merkle.fold(row).hex())
