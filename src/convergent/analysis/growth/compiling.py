"""Compiles functions, and keeps what was compiled where this account may write."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])
REASSOCIATED = frozenset({"reassoc", "contract", "nsz"})
"""Sums may be added in another order, which is several times faster."""


def compiled(function: F) -> F:
    """The function, compiled when it is first called."""
    return _compiled(function, fastmath=False)


def compiled_fast(function: F) -> F:
    """The same, with sums reassociated."""
    return _compiled(function, fastmath=set(REASSOCIATED))


def _compiled(function: F, *, fastmath: bool | set[str]) -> F:
    """Where neither the source's folder nor the account's can be written, each process compiles."""
    try:
        return cast("F", njit(cache=True, fastmath=fastmath)(function))
    except RuntimeError:
        return cast("F", njit(fastmath=fastmath)(function))
