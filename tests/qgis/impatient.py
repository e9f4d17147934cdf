"""QGIS whose statements take longer than its login may; run by the system's Python.

Arguments: "wait" and a folder that is not used. PGSERVICEFILE names a login as the service `plaeng`. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

from qgis.core import QgsApplication, QgsProject

PROJECT = "postgresql://?service=plaeng&sslmode=prefer&dbname=&schema=plaeng&project=plaeng"
SAID: list[str] = []


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    QgsApplication.messageLog().messageReceived.connect(lambda text, _tag, _level: SAID.append(text))
    if not QgsProject.instance().read(PROJECT):
        raise SystemExit(QgsProject.instance().error())
    parcels = QgsProject.instance().mapLayersByName("แปลงที่ดิน")[0]
    row = next(parcels.getFeatures("\"name\" = 'นาลุง'"))
    parcels.startEditing()
    parcels.changeAttributeValue(row.id(), parcels.fields().indexOf("name"), "ช้า")
    SAID.clear()
    print("waiting", flush=True)
    sys.stdin.readline()  # somebody holds the table now
    seen = len(list(parcels.getFeatures()))
    log = list(SAID)
    is_saved = parcels.commitChanges()
    refusal = "\n".join(parcels.commitErrors())
    print("held", flush=True)
    sys.stdin.readline()  # and lets go of it
    again = parcels.commitChanges()
    print(json.dumps({
        "seen": seen, "log": "\n".join(log), "saved": is_saved, "refusal": refusal, "saved again": again,
        "seen again": len(list(parcels.getFeatures())),
    }), flush=True)  # fmt: skip
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main()
