"""Boxes and single features: our authenticated, permission-scoped path against the peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import cpu, mvt, servers
from bench.asked import WORDS
from bench.client import Client
from bench.places import Places, tile
from bench.servers import CACHED
from bench.table import Row
from bench.turns import Contestant, compare
from parcels.demo.accounts import PASSWORD

LIMIT, ZOOM, WARM = 1_000, 14, 24
# How many more shapes a tile may have for those in its margin.
MARGIN = 1.15
TARGETS = {
    "box": {"textbook": 25.0, "tipg": 7.0},
    "one": {"textbook": 5.0, "tipg": 2.5},
    "tile": {"tipg": 1.6},
    "kept tile": {"tipg": 15.0},
}


@dataclass(frozen=True)
class Field:
    """All servers, running, each with a client and the clock of its CPU."""

    clients: dict[str, Client]
    clocks: dict[str, Callable[[], float]]

    def compare(self, paths: dict[str, list[str]], rounds: int) -> dict[str, float]:
        """CPU seconds a request for each server that has paths here."""

        def work(name: str) -> Callable[[int], int]:
            def turn(_number: int) -> int:
                for path in paths[name]:
                    self.clients[name].get(path)
                return len(paths[name])

            return turn

        for name in paths:  # every thread has a session of its own, whose first queries cost a multiple
            for path in paths[name][:1] * WARM:
                self.clients[name].get(path)
        return compare({name: Contestant(work(name), self.clocks[name]) for name in paths}, rounds)

    def fill(self, paths: Sequence[str]) -> None:
        """Have every process of our caching server keep these answers: each connection comes to any of them."""
        client = self.clients[CACHED]
        for path in list(paths) * WARM:
            client.renew()
            client.get(path)


@contextmanager
def field(at: servers.Setting, names: Sequence[str], user: str) -> Iterator[Field]:
    """The servers of these names; ours and the textbook's clients hold the session of `user`."""
    with ExitStack() as stack:
        running = {name: stack.enter_context(servers.running(name, at)) for name in names}
        me = Client(running["plaeng"].port)
        me.sign_in(user, PASSWORD)
        signed_in = {"plaeng", CACHED, "textbook"}
        clients = {n: Client(s.port, dict(me.headers) if n in signed_in else None) for n, s in running.items()}
        clocks = {n: cpu.meter([s.pid], at.postmaster, at.database) for n, s in running.items()}
        yield Field(clients, clocks)


def check(on: Field, places: Places) -> None:
    """All of them answer the same: as many features, of the same parcel. Raises RuntimeError."""
    for name, client in on.clients.items():
        features = client.json(WORDS[name].box(places.boxes[0], LIMIT))["features"]
        one = client.json(WORDS[name].one(places.uids[0]))
        if len(features) != LIMIT or places.uids[0] not in str(one):
            raise RuntimeError(f"{name} answers something else: {len(features)} features")


def check_cache(on: Field, places: Places) -> None:
    """A list says when it was made: ours for each request anew, the caching server's seldom. Raises RuntimeError."""
    for name in on.clients.keys() & {"plaeng", CACHED}:
        client = on.clients[name]
        made = {client.json(WORDS[name].box(places.boxes[0], LIMIT))["timeStamp"] for _ in range(WARM)}
        if len(made) != WARM if name == "plaeng" else len(made) > WARM / 4:
            raise RuntimeError(f"{name}: {WARM} requests, {len(made)} answers made")


def rows(on: Field, places: Places, rounds: int, scope: str) -> list[Row]:
    """Boxes and features, every answer made for its request."""
    check(on, places)
    check_cache(on, places)
    names = [name for name in on.clients if name != CACHED]
    boxes = {name: [WORDS[name].box(box, LIMIT) for box in places.boxes] for name in names}
    ones = {name: [WORDS[name].one(uid) for uid in places.uids] for name in names}
    return [
        *_against("box", f"1,000 features in a box, {scope}", on.compare(boxes, rounds)),
        *_against("one", f"one feature, {scope}", on.compare(ones, rounds)),
    ]


def tiles(on: Field, places: Places, rounds: int) -> list[Row]:
    """MVT tiles of zoom 14 with the same properties, made for each request."""
    paths = _tile_paths(on, places, ("plaeng", "tipg"))
    _check_tiles(on, paths)
    return _against("tile", f"MVT z{ZOOM}", on.compare(paths, rounds))


def kept(on: Field, places: Places, rounds: int) -> list[Row]:
    """Answers from our cache, for which only the change counter is read, against peers that have none."""
    boxes = {name: [WORDS[name].box(box, LIMIT) for box in places.boxes] for name in (CACHED, "tipg")}
    tiles = _tile_paths(on, places, (CACHED, "tipg"))
    on.fill(boxes[CACHED] + tiles[CACHED])
    return [
        *_against("kept box", "the same box from cache", on.compare(boxes, rounds), CACHED),
        *_against("kept tile", f"MVT z{ZOOM} from cache", on.compare(tiles, rounds), CACHED),
    ]


def _tile_paths(on: Field, places: Places, names: Sequence[str]) -> dict[str, list[str]]:
    middles = [((w + e) / 2, (s + n) / 2) for w, s, e, n in places.boxes]
    paths: dict[str, list[str]] = {}
    for name in names:
        if made := WORDS[name].tile:
            paths[name] = [made(*tile(x, y, ZOOM), ZOOM) for x, y in middles]
    return paths


def _check_tiles(on: Field, paths: dict[str, list[str]]) -> None:
    """The same properties, and all shapes of the peer's: it has none that lie in the margin of a tile alone, which
    the lines of the neighbouring tile need. Raises RuntimeError."""
    for number in range(len(paths["plaeng"])):
        ours, theirs = (mvt.contents(on.clients[name].get(paths[name][number])) for name in ("plaeng", "tipg"))
        if ours[1] != theirs[1] or not theirs[0] <= ours[0] <= theirs[0] * MARGIN:
            raise RuntimeError(f"tiles differ: {ours} and {theirs}")


def _against(kind: str, what: str, spent: dict[str, float], me: str = "plaeng") -> list[Row]:
    ours = spent[me] * 1_000
    return [
        Row(what, name, ours, seconds * 1_000, TARGETS.get(kind, {}).get(name))
        for name, seconds in spent.items()
        if name != me
    ]
