"""An editor at work in QGIS for so long; run by the system's Python. PGSERVICEFILE names his login as the service `plaeng`.

Arguments: a seed. Says `ready`, waits for a line with seconds, and then says one JSON line for each of his saves:
{"kind", "refused": what QGIS shows him or "", "edits": [...]}. An edit is what QGIS says that it has stored:
{"id", "seen": the version that was on his screen when he began, null for a new one, "name", "shape": WKB in hex}.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)

PROJECT = "postgresql://?service=plaeng&sslmode=prefer&dbname=&schema=plaeng&project=plaeng"
METRE = 1e-5  # degrees, about
# Where everybody likes to work.
HOT = 6


class Window:
    """One layer that is being edited, and what QGIS has stored of it."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self.layer = layer
        self.began: dict[int, int] = {}
        self.ids: dict[int, int] = {}
        self.stored: dict[int, dict[str, Any]] = {}
        self.added: list[QgsFeature] = []
        self.fields = layer.fields()
        layer.committedAttributeValuesChanges.connect(self._attributes)
        layer.committedGeometriesChanges.connect(self._geometries)
        layer.committedFeaturesAdded.connect(lambda _id, features: self.added.extend(features))

    def open(self) -> None:
        self.began, self.ids, self.stored, self.added = {}, {}, {}, []
        self.layer.startEditing()

    def began_with(self, row: QgsFeature) -> None:
        """He has changed this row, as he saw it; the first sight counts."""
        self.began.setdefault(row.id(), int(row["version"]))
        self.ids[row.id()] = int(row["id"])

    def rename(self, row: QgsFeature, name: str) -> None:
        self.began_with(row)
        self.layer.changeAttributeValue(row.id(), self.fields.indexOf("name"), name)

    def reshape(self, row: QgsFeature, shape: QgsGeometry) -> None:
        self.began_with(row)
        self.layer.changeGeometry(row.id(), shape)

    def save(self, kind: str) -> list[str]:
        """What QGIS shows when it could not save all; he gives the rest up then."""
        said: list[str] = []
        if not self.layer.commitChanges():
            said = list(self.layer.commitErrors())
            self.layer.rollBack()
        edits = [{"id": self.ids[fid], "seen": self.began.get(fid), **what} for fid, what in self.stored.items()]
        edits += [
            {"id": int(one["id"]), "seen": None, "name": one["name"], "shape": wkb(one.geometry())}
            for one in self.added
        ]
        tell({"kind": kind, "refused": "\n".join(said), "edits": edits})
        return said

    def _attributes(self, _layer: str, changes: dict[int, dict[int, Any]]) -> None:
        name = self.fields.indexOf("name")
        for fid, values in changes.items():
            self.stored.setdefault(fid, {}).update({"name": values[name]} if name in values else {})

    def _geometries(self, _layer: str, changes: dict[int, QgsGeometry]) -> None:
        for fid, shape in changes.items():
            self.stored.setdefault(fid, {})["shape"] = wkb(shape)


def wkb(shape: QgsGeometry) -> str:
    return bytes(shape.asWkb()).hex()


def tell(what: Any) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


class Editor:
    def __init__(self, layer: QgsVectorLayer, seed: str) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.count = 0
        self.first = Window(layer)
        other = layer.clone()
        self.second = Window(other)

    def name(self) -> str:
        self.count += 1
        return f"{self.seed}-{self.count}"

    def choose(self) -> QgsFeature:
        rows = sorted(self.first.layer.getFeatures(), key=lambda row: int(row["id"]))
        self.pause(0.3)  # what he sees is older than what he does
        return self.chance.choice(rows[:HOT] if self.chance.random() < 0.4 else rows)

    def near(self, place: QgsPointXY) -> list[tuple[QgsFeature, int]]:
        """Rows with a corner there, and which one."""
        box = QgsGeometry.fromPointXY(place).buffer(METRE / 100, 1).boundingBox()
        found = []
        for row in self.first.layer.getFeatures(QgsFeatureRequest(box)):
            _, number, _, _, apart = row.geometry().closestVertex(place)
            if apart < (METRE / 1000) ** 2:
                found.append((row, number))
        return found

    def pause(self, most: float) -> None:
        time.sleep(self.chance.uniform(0, most))

    def jitter(self, place: QgsPointXY) -> QgsPointXY:
        far = self.chance.choice((0.5, 2, 5)) * METRE
        return QgsPointXY(place.x() + self.chance.uniform(-far, far), place.y() + self.chance.uniform(-far, far))

    def corner_of(self, row: QgsFeature) -> QgsPointXY:
        return self.chance.choice(row.geometry().asMultiPolygon()[0][0][:-1])

    # What he does; each gives the kind under which it is counted.
    def attribute(self) -> None:
        self.first.rename(self.choose(), self.name())

    def corner(self) -> None:
        """Of one parcel alone, whoever has the same corner."""
        row = self.choose()
        place, number, *_ = row.geometry().closestVertex(self.corner_of(row))
        self.move(row, number, self.jitter(place))

    def shared_corner(self) -> None:
        """With everybody who has it, as with topological editing."""
        place = self.corner_of(self.choose())
        to = self.jitter(place)
        for row, number in self.near(place):
            self.move(row, number, to)

    def move(self, row: QgsFeature, number: int, to: QgsPointXY) -> None:
        shape = row.geometry()
        shape.moveVertex(to.x(), to.y(), number)
        self.first.reshape(row, shape)

    def split(self) -> None:
        row = self.choose()
        box = row.geometry().boundingBox()
        x = box.xMinimum() + self.chance.uniform(0.2, 0.8) * box.width()
        line = QgsLineString([QgsPoint(x, box.yMinimum() - METRE), QgsPoint(x, box.yMaximum() + METRE)])
        self.first.began_with(row)
        self.first.layer.selectByIds([row.id()])
        self.first.layer.splitFeatures(line, False, False)

    def many(self) -> None:
        for _ in range(self.chance.randint(2, 4)):
            self.attribute()

    def stale(self) -> None:
        """In two windows: what he saves in the one makes the other stale."""
        row = self.choose()
        self.first.rename(row, self.name())
        self.behind(row)

    def twice(self) -> None:
        """He changes a row, another saves it, he changes it again before he saves."""
        row = self.choose()
        self.first.rename(row, self.name())
        self.behind(row)
        self.first.rename(row, self.name())

    def behind(self, row: QgsFeature) -> None:
        self.second.open()
        # Each window numbers the rows for itself.
        (theirs,) = self.second.layer.getFeatures(QgsFeatureRequest().setFilterExpression(f'"id" = {row["id"]}'))
        self.second.rename(theirs, self.name())
        self.second.save("beside")

    def work(self) -> None:
        acts = (self.attribute, self.corner, self.shared_corner, self.split, self.many, self.stale, self.twice)
        act = self.chance.choices(acts, (6, 4, 5, 1.5, 1, 1, 2))[0]
        self.first.open()
        act()
        self.pause(0.5)
        self.first.save(act.__name__.replace("_", " "))


def main(seed: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    if not QgsProject.instance().read(PROJECT):
        raise SystemExit(QgsProject.instance().error())
    editor = Editor(QgsProject.instance().mapLayersByName("แปลงที่ดิน")[0], seed)
    print("ready", flush=True)
    ends = time.monotonic() + float(sys.stdin.readline())
    while time.monotonic() < ends:
        editor.work()
        editor.pause(0.3)
    tell({"kind": "over"})
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(*sys.argv[1:])
