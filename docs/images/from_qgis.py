"""Pictures of QGIS at work for docs/qgis.md: the real desktop, under a screen that nobody sees.

    python3 docs/images/from_qgis.py pg_service.conf [FOLDER]

The file names a login for the service `plaeng` of a database with the demonstration set and a published project. Wanted:
QGIS 3.22 or newer, its Python, Xvfb and a Thai font. The same file runs again inside QGIS, where it works the windows.
"""
# mypy: ignore-errors

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = "1200x760"
SECONDS = 150
PROJECT = "postgresql://?service=plaeng&sslmode=prefer&dbname=&schema=plaeng&project=plaeng"
ELSEWHERE = "670501"  # a tambon in which the officer of the pictures does not work


def start(service: str, folder: str) -> None:
    """Run QGIS with this file as its startup script."""
    with tempfile.TemporaryDirectory() as home:
        quiet = {
            "HOME": home, "XDG_RUNTIME_DIR": home, "LANG": "C.UTF-8", "PGSERVICEFILE": str(Path(service).resolve()),
            "PATH": "/usr/local/bin:/usr/bin:/bin",  # QGIS takes the Python that it finds there: that of the system
            "PICTURES": str(Path(folder).resolve()), "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1",
        }  # fmt: skip
        env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        screen = f"-screen 0 {SIZE}x24"
        qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", home, "--code", __file__]
        subprocess.run(
            ["xvfb-run", "-a", "-s", screen, *qgis],
            env={**env, **quiet},
            check=True,
        )


class Pictures:
    """Each method leaves one picture; they follow the order of the documentation."""

    def __init__(self, iface) -> None:
        from qgis.core import QgsProject

        self.iface, self.project = iface, QgsProject.instance()
        self.folder = Path(os.environ["PICTURES"])
        self.window = iface.mainWindow()

    def all(self) -> None:
        self.window.showMaximized()
        self.window.resize(*(int(part) for part in SIZE.split("x")))
        for dock in self.window.findChildren(QDockWidget):
            dock.setVisible(dock.objectName() == "Layers")
        self.connection()
        self.opened()
        self.form()
        self.refusal()
        self.layout()

    def connection(self) -> None:
        """The dialog of a new connection, filled in and saved."""
        QTimer.singleShot(2500, self._new)
        self.window.findChild(QAction, "mActionAddPgLayer").trigger()  # comes back when its window is closed

    def _new(self) -> None:
        manager = QApplication.activeModalWidget()
        QTimer.singleShot(1500, self._fill)
        next(one for one in manager.findChildren(QPushButton, "btnNew") if one.isVisible()).click()
        manager.close()

    def _fill(self) -> None:
        dialog = QApplication.activeModalWidget()
        for name in ("txtName", "txtService"):
            dialog.findChild(QLineEdit, name).setText("plaeng")
        modes = dialog.findChild(QComboBox, "cbxSSLmode")
        modes.setCurrentIndex(modes.findText("require"))  # QGIS proposes "disable"
        dialog.findChild(QCheckBox, "cb_projectsInDatabase").setChecked(True)
        self.save("qgis-connection", dialog)
        dialog.accept()

    def opened(self) -> None:
        """The project from the database, where a parcel has zones."""
        self.project.read(PROJECT)
        parcels, zones = self.layer("แปลงที่ดิน"), self.layer("โซนในแปลง")
        self.iface.setActiveLayer(parcels)
        number = Counter(row["parcel"] for row in zones.getFeatures())
        with_state = [row for row in parcels.getFeatures() if row["state"] and number[row["id"]]]
        self.parcel = max(with_state, key=lambda row: (number[row["id"]], row["id"]))
        canvas = self.iface.mapCanvas()
        to_map = QgsCoordinateTransform(parcels.crs(), canvas.mapSettings().destinationCrs(), self.project)
        canvas.setExtent(to_map.transformBoundingBox(self.parcel.geometry().boundingBox()))
        canvas.zoomScale(2500)
        self._drawn()
        self.save("qgis-project", self.window)

    def form(self) -> None:
        """The form of a parcel: names and lists in Thai."""
        parcels = self.layer("แปลงที่ดิน")
        parcels.startEditing()
        dialog = self.iface.getFeatureForm(parcels, self.parcel)
        dialog.resize(720, 800)
        dialog.show()
        wait(2500)
        dialog.setFocus()
        for line in dialog.findChildren(QLineEdit):
            line.deselect()
        self.save("qgis-form", dialog)
        dialog.reject()
        parcels.rollBack()

    def refusal(self) -> None:
        """A parcel that was moved to a tambon of others, and what QGIS says when it is saved."""
        parcels = self.layer("แปลงที่ดิน")
        self.iface.setActiveLayer(parcels)
        parcels.startEditing()
        parcels.changeAttributeValue(self.parcel.id(), parcels.fields().indexOf("tambon"), ELSEWHERE)
        self.iface.actionSaveActiveLayerEdits().trigger()
        wait(2500)
        self.save("qgis-refused", self.window)
        buttons = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        QTimer.singleShot(1500, self._more)
        next(one for one in buttons if one.text() == "Show more").click()
        wait(3000)
        parcels.rollBack()

    def _more(self) -> None:
        viewer = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and isinstance(one, QDialog))
        viewer.resize(700, 320)
        wait(300)
        self.save("qgis-refused-more", viewer)
        viewer.close()

    def layout(self) -> None:
        """The layout A4 in its window."""
        designer = self.iface.openLayoutDesigner(self.project.layoutManager().layouts()[0])
        drawn = designer.layout().itemById("map")
        drawn.zoomToExtent(self.iface.mapCanvas().extent())
        window = designer.window()
        window.resize(*(int(part) for part in SIZE.split("x")))
        wait(1500)
        designer.view().zoomFull()
        wait(8000)
        self.save("qgis-layout", window)

    def layer(self, title: str):
        return self.project.mapLayersByName(title)[0]

    def _drawn(self) -> None:
        wait(1500)
        self.iface.mapCanvas().refresh()
        self.iface.mapCanvas().waitWhileRendering()
        wait(1500)

    def save(self, name: str, widget) -> None:
        """At most 256 colours, chosen by what is in the picture."""
        path = self.folder / f"{name}.png"
        picture = widget.grab().toImage().convertToFormat(QImage.Format_RGB32)
        picture.save(str(path))
        picture.convertToFormat(QImage.Format_Indexed8, palette(str(path)), Qt.AvoidDither).save(str(path))
        print(path, path.stat().st_size, flush=True)


def palette(path: str) -> list[int]:
    from osgeo import gdal

    colours = gdal.ColorTable()
    picture = gdal.Open(path)  # its bands do not outlive it
    gdal.ComputeMedianCutPCT(*(picture.GetRasterBand(number) for number in (1, 2, 3)), 256, colours)
    return [qRgb(*colours.GetColorEntry(number)[:3]) for number in range(colours.GetCount())]


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec_()


def work() -> None:
    try:
        Pictures(iface).all()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)  # nothing is asked about edits that were given up


if "PICTURES" not in os.environ:
    start(*sys.argv[1:], *([str(Path(__file__).parent)] if len(sys.argv) == 2 else []))
else:
    import traceback
    from collections import Counter

    from qgis.core import QgsCoordinateTransform
    from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer
    from qgis.PyQt.QtGui import QImage, qRgb
    from qgis.PyQt.QtWidgets import (
        QAbstractButton,
        QAction,
        QApplication,
        QCheckBox,
        QComboBox,
        QDialog,
        QDockWidget,
        QLineEdit,
        QPushButton,
    )
    from qgis.utils import iface

    QTimer.singleShot(SECONDS * 1000, lambda: os._exit(2))  # a window that nobody expected waits for an answer
    QTimer.singleShot(3000, work)
