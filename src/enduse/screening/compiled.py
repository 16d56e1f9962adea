"""Functions over arrays that run as they are written or, where many calls pay for it, compiled."""

import hashlib
from collections.abc import Callable
from functools import cache, cached_property, update_wrapper
from importlib import import_module
from importlib.resources import files
from types import FunctionType
from typing import Generic, ParamSpec, TypeVar, cast

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 24
"""So much work is done uncompiled: compiling takes far longer than that many names."""
_KERNELS = (
    "tokens.py", "similarity.py", "spans.py", "align.py", "measures.py", "score.py", "lookup.py",
    "bounds.py", "candidates.py",
)  # fmt: skip


@cache
def _fingerprint() -> str:
    """Stand for the source of all kernels."""
    digest = hashlib.sha256()
    for name in _KERNELS:
        digest.update(files("enduse.screening").joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


class Kernel(Generic[P, R]):
    """A function over arrays. Called, it is the function that was written.

    `fast` is the same compiled by numba, whose wheels carry their own compiler. Both give the same
    bits: all sums are of 64-bit floats, in the same order.
    """

    def __init__(self, plain: Callable[P, R]) -> None:
        self.plain = plain
        self._spent = 0
        update_wrapper(self, plain)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the function that was written."""
        return self.plain(*args, **kwargs)

    @cached_property
    def fast(self) -> Callable[P, R]:
        """Compile at the first call with arrays of these types, and keep the result on disk.

        numba forgets what it kept when the function's own file changes, but a kernel holds those
        of other files too: the name under which it is kept stands for the source of all of them.
        """
        plain = cast("FunctionType", self.plain)
        used = {name: plain.__globals__.get(name) for name in plain.__code__.co_names}
        kernels = {name: k.fast for name, k in used.items() if isinstance(k, Kernel)}
        names = {**plain.__globals__, **kernels}
        copy = FunctionType(plain.__code__, names, plain.__name__)
        copy.__qualname__ = f"{plain.__qualname__}_{_fingerprint()}"
        copy.__module__ = plain.__module__
        # loaded only here: it takes longer to load than one search takes without it
        njit = import_module("numba").njit
        return cast("Callable[P, R]", njit(cache=True, nogil=True)(copy))

    def when_it_pays(self, work: int = 1) -> Callable[P, R]:
        """Give the plain function for the first few pieces of work, then the compiled one."""
        self._spent += work
        return self.fast if self._spent > PATIENCE else self._quiet

    def _quiet(self, *args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(over="ignore"):  # hashes wrap around
            return self.plain(*args, **kwargs)


def compiled(function: Callable[P, R]) -> Kernel[P, R]:
    """Make a kernel of a function over arrays and numbers."""
    return Kernel(function)
