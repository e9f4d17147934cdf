"""Database logins: who sees and changes what, by SQL as that login."""

from __future__ import annotations

from tests.qgis.conftest import Desk


def test_a_login_sees_its_area_and_edits_it(desk: Desk) -> None:
    mine, theirs = desk.parcel("670101", 101.15, 16.4), desk.parcel("670501", 101.3, 15.6)
    one = desk.login("AMPHOE_OFFICER", "6701")
    assert one.rows("SELECT id FROM parcel") == [(mine,)]
    one.rows("UPDATE parcel SET name = 'นาลุง', version = 2 WHERE id = %s", mine)
    assert desk.owner("SELECT name, version, seen_version FROM parcel WHERE id = %s", mine) == [("นาลุง", 2, 2)]
    assert desk.owner("SELECT login, via, user_id FROM history ORDER BY id DESC LIMIT 1") == [
        (one.name, "qgis", one.officer.user_id)
    ]
    refusal = one.refused("UPDATE parcel SET name = 'x', version = 2 WHERE id = %s", theirs)
    assert refusal.diag.constraint_name == "edit_finds_row"
    assert "นอกพื้นที่" in str(refusal)
