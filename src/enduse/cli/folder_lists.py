"""Lists from a folder, for a firm without a network: found by name, copied, unpacked."""

import fnmatch
import gzip
import shutil
import zlib
from pathlib import Path

from enduse.domain.errors import InvalidInputError, NotFoundError
from enduse.screening.lists.sources import ListFile, ListSource
from enduse.screening.renewing import ArrivedFile

_CHUNK = 1 << 20
_MAX_UNPACKED = 2_000_000_000
_MAX_RATIO = 300  # unpacked over packed; text of lists stays under 30
_SMALL = 10_000_000  # bytes; a ratio says nothing of less


def has_source(source: ListSource, folder: Path) -> bool:
    """Say whether the folder holds every file that the source needs."""
    return all(_found(source, file, folder) for file in source.files if not file.is_optional)


def copy_files(source: ListSource, folder: Path, incoming: Path) -> list[ArrivedFile]:
    """Copy the files of a source out of the folder; files packed as .gz are unpacked.

    Raises:
        NotFoundError: a file that is needed is not there.
        InvalidInputError: several files fit one name, or a packed file is broken or a bomb.
    """
    return [_copied(source, file, folder, incoming) for file in source.files]


def _copied(source: ListSource, file: ListFile, folder: Path, incoming: Path) -> ArrivedFile:
    found = _found(source, file, folder)
    if len(found) > 1:
        raise InvalidInputError(
            "several files fit; leave one", source=source.id, files=[path.name for path in found]
        )
    if not found:
        if file.is_optional:
            return ArrivedFile(file.name, None)
        raise NotFoundError(
            "the folder has no file for this source",
            source=source.id,
            folder=str(folder),
            names=list(_names(source, file)),
        )
    target = incoming / file.name
    if found[0].suffix.lower() == ".gz":
        _unpack(found[0], target)
    else:
        shutil.copyfile(found[0], target)
    return ArrivedFile(file.name, target)


def _names(source: ListSource, file: ListFile) -> tuple[str, ...]:
    own = (f"{source.id}{Path(file.name).suffix}",) if len(source.files) == 1 else ()
    return (file.name.lower(), *own, *file.also)


def _found(source: ListSource, file: ListFile, folder: Path) -> list[Path]:
    names = [name for n in _names(source, file) for name in (n, f"{n}.gz")]
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise InvalidInputError(f"{folder}: cannot be read: {error.strerror}") from None
    return [p for p in paths if any(fnmatch.fnmatchcase(p.name.lower(), n.lower()) for n in names)]


def _unpack(packed: Path, target: Path) -> None:
    most = max(_SMALL, min(_MAX_UNPACKED, packed.stat().st_size * _MAX_RATIO))
    size = 0
    try:
        with gzip.open(packed, "rb") as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise InvalidInputError(
                        "the file unpacks to more than a list can hold", file=packed.name
                    )
                out.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidInputError(
            "the packed file is broken or cut short", file=packed.name, why=str(error)
        ) from None
