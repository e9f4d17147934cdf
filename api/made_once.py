"""What is made once for a key and used by all threads of a process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """At most `most` of them: beyond that all are forgotten, since keys come from addresses and anybody may make new ones."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Hashable, T] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        found = self._found.get(key)  # kept at hand: another thread may forget them
        if found is None:
            found = make()
            if len(self._found) >= self._most:
                self._found.clear()
            self._found[key] = found
        return found
