"""A page of a list: its features as text, and the places at its ends."""

from __future__ import annotations

from dataclasses import dataclass

from spatial.rows import Texts

Key = tuple[str | None, int]


@dataclass(frozen=True)
class Page:
    """Features, each as UTF-8 text.

    `first` and `last` are the sort key and the id of the rows at the ends, for the pages beside this one; they are
    None where nothing was found. `has_more`: there are rows beyond, in the direction of reading. `matched` counts
    all rows, up to the cap that was given.
    """

    features: list[bytes]
    first: Key | None
    last: Key | None
    has_more: bool
    matched: int = 0

    @classmethod
    def of(cls, found: list[Texts], limit: int, *, is_backwards: bool) -> Page:
        """From rows of feature, sort key, id and number of all, in the order of the features and not without one.

        One more than `limit` shows that there are more.
        """
        has_more = len(found) > limit
        if has_more:
            found = found[1:] if is_backwards else found[:limit]
        first, last = (_key(key, row_id) for _, key, row_id, _ in (found[0], found[-1]))
        return cls([row[0] for row in found if row[0]], first, last, has_more, int(found[0][3] or 0))

    @property
    def count(self) -> int:
        return len(self.features)

    def between(self, head: bytes, tail: bytes) -> bytes:
        """The features with commas between, a head before and a tail after them."""
        if not self.features:
            return head + tail
        parts = list(self.features)
        parts[0] = head + parts[0]
        parts[-1] += tail
        return b",".join(parts)


NONE = Page([], None, None, False)


def _key(key: bytes | None, row_id: bytes | None) -> Key:
    return None if key is None else key.decode(), int(row_id or 0)
