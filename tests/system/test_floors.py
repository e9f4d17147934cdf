"""The floors run one way, and the check that says so is seen failing when the rule is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CLIMBS = {
    "spatial": "import parcels.errors",
    "parcels": "import api.problems",
    "api": "import frontend.views",
    "frontend": "import config.env",
}


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the five floors with their contract."""
    for floor in ("spatial", "parcels", "api", "frontend", "config"):
        shutil.copytree(
            ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("static", "locale", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_run_one_way() -> None:
    result = check(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("floor", CLIMBS)
def test_a_floor_that_climbs_is_seen(house: Path, floor: str) -> None:
    module = house / floor / "__init__.py"
    module.write_text(module.read_text(encoding="utf-8") + CLIMBS[floor] + "\n", encoding="utf-8")
    result = check(house)
    print(result.stdout)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
