"""Have QGIS make the project and the styles, and store them where every analyst's QGIS finds them."""

from __future__ import annotations

import os
import subprocess
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from parcels.qgis.fields import VIEWS

BUILD = Path(__file__).with_name("build.py")
PROJECT = "plaeng"
# Layer -> table; the areas have one style for both of their levels, that of the tambons.
STYLED = {**VIEWS, "seen_case": "seen_case", "tambon": "area"}
SECONDS = 180


class NotPublished(RuntimeError):
    """QGIS is missing or could not make the project; the message says what it said."""


def publish(python: str) -> list[str]:
    """Store the project and the styles, in place of those that are there. Returns the layers. Raises NotPublished.

    `python` is one that can import qgis.
    """
    with TemporaryDirectory() as folder:
        _build(python, Path(folder))
        project = (Path(folder) / f"{PROJECT}.qgz").read_bytes()
        styles = {name: (Path(folder) / f"{name}.qml").read_text(encoding="utf-8") for name in STYLED}
    with transaction.atomic(), connection.cursor() as cursor:
        metadata = {
            "last_modified_time": timezone.now().isoformat(timespec="milliseconds"),
            "last_modified_user": "plaeng",
        }
        cursor.execute(
            "INSERT INTO plaeng.qgis_projects (name, metadata, content) VALUES (%s, %s::jsonb, %s)"
            " ON CONFLICT (name) DO UPDATE SET metadata = excluded.metadata, content = excluded.content",
            [PROJECT, dumps(metadata), project],
        )
        cursor.execute("DELETE FROM plaeng.layer_styles WHERE owner = 'plaeng'")
        for name, style in styles.items():
            cursor.execute(
                "INSERT INTO plaeng.layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
                " stylename, styleqml, useasdefault, description, owner)"
                " VALUES (current_database(), 'plaeng', %s, 'geom', 'plaeng', %s::text::xml, true, 'Plaeng', 'plaeng')",
                [STYLED[name], style.split("?>", 1)[-1].split("'http://mrcc.com/qgis.dtd' 'SYSTEM'>", 1)[-1]],
            )
    return sorted(styles)


def _build(python: str, folder: Path) -> None:
    service = folder / "pg_service.conf"
    service.touch(mode=0o600)
    service.write_text(_service(), encoding="utf-8")
    # Our own packages, which PYTHONPATH leads to, are not for the Python of QGIS.
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in os.environ}
    env = {
        **kept, "PGSERVICEFILE": str(service), "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 # the operator names the Python
            [python, str(BUILD), str(folder)], env=env, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError as exc:
        raise NotPublished(f"There is no {python}. Install QGIS for Python: apt-get install python3-qgis.") from exc
    except subprocess.TimeoutExpired as exc:
        raise NotPublished(f"QGIS did not finish within {SECONDS} s.") from exc
    if done.returncode or not (folder / f"{PROJECT}.qgz").exists():
        said = done.stderr.strip()[-2000:] or f"it ended with {done.returncode}"
        raise NotPublished(f"QGIS could not make the project: {said}")


def _service() -> str:
    """How the build reads the tables: as the application does."""
    database = settings.DATABASES["default"]
    options = database["OPTIONS"]["options"]
    lines = {
        "host": database["HOST"], "port": database["PORT"], "dbname": database["NAME"], "user": database["USER"],
        "password": database["PASSWORD"], "options": options,
    }  # fmt: skip
    return "[plaeng]\n" + "".join(f"{key}={value}\n" for key, value in lines.items() if value)
