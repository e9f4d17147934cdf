"""Real QGIS, as analysts have it: the project from the database, the map, edits and what is read when one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from parcels.qgis.fields import TITLES
from tests.qgis.at_qgis import At, answer
from tests.qgis.conftest import Desk


@pytest.mark.parametrize(("role", "may_edit"), [("AMPHOE_OFFICER", True), ("VIEWER", False)])
def test_the_project_opens_from_the_database(published: Desk, tmp_path: Path, role: str, may_edit: bool) -> None:
    found = answer(At(published, role, tmp_path).start("look"))
    assert found["layers"] == dict.fromkeys(TITLES.values(), True)
    assert not any("password" in source or "user=" in source for source in found["sources"])
    assert found["parcels"] == 1503
    assert found["may edit"] is may_edit
    assert found["legend"][:2] == ["ร่าง", "รับสมัครแล้ว"]
    assert found["legend"][-1] == "ยังไม่เข้าร่วม"
    assert (found["aliases"]["name"], found["aliases"]["tambon"]) == ("ชื่อแปลง", "ตำบล")
    assert set(found["themes"]) == {"ตามสถานะ", "โซนในแปลง", "ข้อพิพาท"}
    assert found["area"].count("-") == 2
    assert [Path(picture).name for picture in found["pictures"]] == ["A4.png", "A3.png"]
    for picture in found["pictures"]:
        assert Path(picture).stat().st_size > 20_000
    print(found["pictures"], found["area"])


def test_what_an_officer_saves_is_what_the_web_shows(published: Desk, tmp_path: Path) -> None:
    at = At(published, "AMPHOE_OFFICER", tmp_path)
    process = at.start("edit")
    assert process.stdout
    for line in process.stdout:
        if line.strip() == "waiting":
            break
    published.owner("UPDATE plaeng.parcel SET name = 'เก่า' WHERE name = 'เก่า'")
    said = answer(process)
    print(*said.items(), sep="\n")
    assert (said["insert"], said["update"], said["split"], said["paste"]) == ("", "", [0, ""], "")
    assert "นอกพื้นที่ของคุณ" in said["outside"]
    assert "เส้นขอบตัดกันเอง" in said["bow-tie"]
    assert "เปิดโดยไม่มีสไตล์ของแปลง" in said["no style"]
    assert "มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู" in said["stale"]
    for refusal in (said["again"], *said["on the screen"].values(), said["form"]):
        assert "มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู" in refusal
    assert said["one after another"] == ["", "", ""]
    client = Client()
    client.force_login(at.user, backend="django.contrib.auth.backends.ModelBackend")
    rows = client.get("/api/collections/parcels/items?limit=5000").json()["features"]
    count = {
        name: [r for r in rows if r["properties"]["name"] == name]
        for name in ("ใหม่", "นาลุง", "ผ่า", "วาง", "เก่า", "พร้อมโบ")
    }
    assert {name: len(found) for name, found in count.items()} == {
        "ใหม่": 1, "นาลุง": 1, "ผ่า": 2, "วาง": 1000, "เก่า": 1, "พร้อมโบ": 0,
    }  # fmt: skip
    assert [r["properties"]["version"] for r in (*count["ใหม่"], *count["นาลุง"], *count["เก่า"])] == [8, 2, 2]
    assert {r["properties"]["version"] for r in count["ผ่า"]} == {1, 2}
    for row in (*count["ใหม่"], *count["นาลุง"]):
        history = client.get(f"/api/collections/parcels/items/{row['id']}/history").json()["items"]
        assert history[0]["via"] == "qgis"
        assert history[0]["who"] == at.user.first_name
