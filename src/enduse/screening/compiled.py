"""The one place where a plain function becomes a compiled one."""

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")

_KERNELS = ("tokens.py", "similarity.py", "align.py", "score.py", "candidates.py")


def _fingerprint() -> str:
    """Stand for the source of all kernels."""
    digest = hashlib.sha256()
    for name in _KERNELS:
        digest.update(files("enduse.screening").joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


_FINGERPRINT = _fingerprint()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over arrays at its first call and keep the result on disk.

    numba replaces a compiler on the user's machine: its wheels carry their own. It forgets what
    it kept when the function's own file changes, but a kernel holds those of other files too:
    so the name under which the result is kept stands for the source of all of them.
    """
    function.__qualname__ = f"{function.__qualname__}_{_FINGERPRINT}"
    return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))
