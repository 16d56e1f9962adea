"""The one place where a plain function becomes a compiled one."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over arrays at its first call and keep the result on disk.

    numba replaces a compiler on the user's machine: its wheels carry their own.
    """
    return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))
