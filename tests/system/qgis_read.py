"""Read our collections in QGIS through its own OGC API Features provider; run by the system's Python, which has it.

Arguments: address of the API, account, token, box (west,south,east,north), beginning of an interval. Prints JSON:
for each collection what QGIS says and finds, and for parcels also what a box and an interval leave.
"""

from __future__ import annotations

import json
import os
import sys

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer


def layer_of(api: str, account: str, token: str, name: str) -> QgsVectorLayer:
    source = f"url='{api}' typename='{name}' pagingEnabled='true' pageSize='50' username='{account}' password='{token}'"
    return QgsVectorLayer(source, name, "OAPIF")


def main(api: str, account: str, token: str, box: str, since: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    found: dict[str, object] = {}
    for name in ("parcels", "zones", "areas", "area-summary", "cases"):
        layer = layer_of(api, account, token, name)
        identities = [feature["id"] for feature in layer.getFeatures()] if layer.isValid() else []
        found[name] = {"is_valid": layer.isValid(), "count": layer.featureCount(), "ids": identities}
    inside = layer_of(api, account, token, "parcels")
    request = QgsFeatureRequest(QgsRectangle(*map(float, box.split(","))))
    found["box"] = [feature["id"] for feature in inside.getFeatures(request)]
    later = layer_of(api, account, token, "parcels")
    later.setSubsetString(f"\"updated_at\" >= '{since}'")
    found["interval"] = [feature["id"] for feature in later.getFeatures()]
    print(json.dumps(found), flush=True)
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(*sys.argv[1:])
