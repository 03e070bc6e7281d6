"""Facts announce a snapshot; whoever follows them listens. Facts import none of the listeners."""

from collections.abc import Callable

from convergent.facts.snapshot import Snapshot

Listener = Callable[[Snapshot], None]

_listeners: list[Listener] = []


def on_published(listener: Listener) -> Listener:
    """Registers a listener, which must stand being told of the same snapshot twice."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(snapshot: Snapshot) -> None:
    """Tells every listener, in the order of their registration."""
    for listener in tuple(_listeners):
        listener(snapshot)
