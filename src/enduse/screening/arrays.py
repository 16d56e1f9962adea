"""Many arrays in one file, opened by mapping it into memory."""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from enduse.domain.errors import BadDataError

_MAGIC = b"enduse01"
_ALIGN = 64
_HEAD = len(_MAGIC) + 8


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]], about: object) -> None:
    """Write arrays and a value of JSON; the file is whole or not there at all."""
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, len(array), list(array.shape), at)
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"about": about, "arrays": places, "bytes": at}).encode()
    half = path.with_suffix(f".{os.getpid()}.part")
    with half.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + head)
        file.write(b"\0" * (-(_HEAD + len(head)) % _ALIGN))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def open_arrays(path: Path) -> tuple[dict[str, npt.NDArray[Any]], Any]:
    """Map a file of arrays; nothing is read until it is used.

    Raises:
        BadDataError: the file is not one of these, or is cut short.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise BadDataError("the index cannot be opened", file=path.name, why=str(error)) from None
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise BadDataError("the file is not an index of this version", file=path.name)
    size = int.from_bytes(mapped[len(_MAGIC) : _HEAD], "little")
    head = json.loads(mapped[_HEAD : _HEAD + size])
    start = -(-(_HEAD + size) // _ALIGN) * _ALIGN
    if len(mapped) < start + head["bytes"]:
        raise BadDataError("the index is cut short", file=path.name)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, (dtype, _, shape, at) in head["arrays"].items():
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(mapped, np.dtype(dtype), count, start + at).reshape(shape)
    return arrays, head["about"]
