"""Facts announce what happened to them; whoever follows listens. Facts import no listener."""

from collections.abc import Callable
from pathlib import Path

from convergent.facts.snapshot import Snapshot

Listener = Callable[[Snapshot], None]
RemovalListener = Callable[[Path], None]

_listeners: list[Listener] = []
_of_removals: list[RemovalListener] = []


def on_published(listener: Listener) -> Listener:
    """Registers a listener, which must stand being told of the same snapshot twice."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(snapshot: Snapshot) -> None:
    """Tells every listener of a new snapshot, in the order of their registration."""
    for listener in tuple(_listeners):
        listener(snapshot)


def on_removed(listener: RemovalListener) -> RemovalListener:
    """Registers who has to remove what was made of students' rows, outside the facts of a home. It
    is told before the removal counts as done, and again where one was cut off.
    """
    if listener not in _of_removals:
        _of_removals.append(listener)
    return listener


def announce_removal(home: Path) -> None:
    for listener in tuple(_of_removals):
        listener(home)
