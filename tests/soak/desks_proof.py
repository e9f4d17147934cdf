"""What was told against what is stored: every edit once in history, none replaced unseen, land as the rules want it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape as shape_of

if TYPE_CHECKING:
    from tests.soak.desks import Edit, Run

Rows = Callable[..., list[tuple[Any, ...]]]
Key = tuple[str, str]
# A corner is stored on the grid of 8 decimals.
GRID = 2e-8
HISTORY = """
    SELECT h.table_name, h.uid::text, h.version, h.operation, h.via,
           u.username || CASE WHEN starts_with(h.login, 'qgis_') THEN ' as ' || h.login ELSE '' END, h.before, h.after
    FROM history h LEFT JOIN auth_user u ON u.id = h.user_id WHERE h.table_name IN ('parcel', 'zone') ORDER BY h.id
"""
ROWS = """
    SELECT 'parcel', uid::text, version, to_jsonb(p) || jsonb_build_object('geom', ST_AsGeoJSON(geom, 15)::jsonb) FROM parcel p
    UNION ALL
    SELECT 'zone', uid::text, version, to_jsonb(z) || jsonb_build_object('geom', ST_AsGeoJSON(geom, 15)::jsonb) FROM zone z
"""
APPROVED = "('APPROVED', 'DEVELOPING', 'ACCEPTED', 'DECLARED')"
PAIRS = f"""
    SELECT least(a.id, b.id) AS a, greatest(a.id, b.id) AS b,
           round(ST_Area(shared_part(a.geom, b.geom)::geography)::numeric, 2) AS m2, least(a.area_calc_m2, b.area_calc_m2) AS least,
           a.state IN {APPROVED} AND b.state IN {APPROVED} AS approved
    FROM parcel a JOIN parcel b ON a.id < b.id AND a.geom && b.geom
    WHERE a.withdrawn_at IS NULL AND b.withdrawn_at IS NULL AND ST_Relate(a.geom, b.geom, 'T********')
"""
LAND = {
    "pairs of approved parcels that overlap by 1 m² or more": f"SELECT a, b, m2 FROM ({PAIRS}) p WHERE approved AND m2 >= 1",
    "pairs that overlap without an open case": f"""SELECT a, b, m2 FROM ({PAIRS}) p WHERE (m2 >= 4 OR m2 >= 0.01 * least)
        AND NOT EXISTS (SELECT FROM "case" c WHERE c.parcel_a_id = a AND c.parcel_b_id = b AND c.closed_at IS NULL)""",
    "open cases without an overlap": f"""SELECT c.id FROM "case" c WHERE c.kind = 'OVERLAP' AND c.closed_at IS NULL AND NOT EXISTS (
        SELECT FROM ({PAIRS}) p WHERE a = c.parcel_a_id AND b = c.parcel_b_id AND (m2 >= 4 OR m2 >= 0.01 * least))""",
    "parcels and zones that are not valid": """SELECT id FROM parcel WHERE NOT ST_IsValid(geom)
        UNION ALL SELECT id FROM zone WHERE NOT ST_IsValid(geom)""",
    "zones more than 0.10 m outside their parcel": """SELECT z.id FROM zone z JOIN parcel p ON p.id = z.parcel WHERE NOT ST_CoveredBy(
        ST_Transform(z.geom, 32647), ST_Buffer(ST_Transform(p.geom, 32647), 0.101))""",
    "rows whose two versions differ": """SELECT id FROM parcel WHERE seen_version IS DISTINCT FROM version
        UNION ALL SELECT id FROM zone WHERE seen_version IS DISTINCT FROM version""",
}


def remember(rows: Rows) -> int:
    """How many lines of history there are before it begins."""
    return len(rows(HISTORY))


def judge(world: Run, rows: Rows, before: int) -> None:
    history = rows(HISTORY)
    uids = {str(number): uid for number, uid in rows("SELECT id, uid::text FROM parcel")}
    lines = {((one[0], one[1]), one[2]): one for one in history}
    if len(lines) < len(history):
        world.faults.append(f"{len(history) - len(lines)} versions stand twice in history")
    fresh = {((one[0], one[1]), one[2]) for one in history[before:]}
    told = Counter((_key(edit, uids), edit.version) for edit in world.edits)
    for spot in (spot for spot, count in told.items() if count > 1):
        twice = [edit for edit in world.edits if (_key(edit, uids), edit.version) == spot]
        world.faults.append(f"told {len(twice)} times to be the same version: {twice}")
    world.faults += [
        f"{spot} is in history, and nobody was told so: {lines[spot]}" for spot in sorted(fresh - told.keys())
    ]
    for edit in world.edits:
        _look_up(world, edit, _key(edit, uids), lines)
    _replay(world, history, {(table, uid): (version, row) for table, uid, version, row in rows(ROWS)})
    for what, query in LAND.items():
        found = rows(query)
        world.results.append(f"{len(found):>7,}  {what}")
        world.faults += [f"{what}: {one}" for one in found]
    world.results.append(f"{len(world.edits):>7,}  edits told to be stored")
    world.results.append(f"{len(fresh):>7,}  lines of history since it began")
    world.results.append(f"{max(version for _, version in fresh) if fresh else 0:>7,}  the highest version")
    (worst,) = rows(f"SELECT coalesce(max(m2), 0) FROM ({PAIRS}) p WHERE approved")[0]
    world.results.append(f"{worst:>7}  m², the largest overlap of two approved parcels")


def _key(edit: Edit, uids: Mapping[str, str]) -> Key:
    return edit.table, uids.get(edit.key, edit.key)


def _look_up(world: Run, edit: Edit, key: Key, lines: Mapping[tuple[Key, int], Any]) -> None:
    """The edit's own line: its way, its author, its values, and that it replaced only what its author had seen."""
    line = lines.get((key, edit.version))
    if line is None or (line[4], line[5]) != (edit.via, edit.who):
        world.faults.append(f"told, and not in history: {edit}, there is {line}")
        return
    before, after = line[6] or {}, line[7] or {}
    for name, value in edit.values.items():
        column = "geom" if name == "shape" else name
        if column in after and not _is_same(name, value, after[column]):
            world.faults.append(f"told {name} {value}, stored {after[column]}: {key} {edit.version}")
    unseen = range((edit.seen or 0) + 1, edit.version)
    if unseen and not edit.is_merged:
        world.faults.append(f"lost: {edit} replaced {list(unseen)} unseen")
    for version in unseen:
        theirs = (lines[key, version][7] or {}).keys() - {"version", "updated_at", "updated_by_id"}
        if lost := theirs & before.keys():
            world.faults.append(f"lost: {edit} replaced {sorted(lost)} of version {version} unseen")


def _is_same(name: str, told: Any, stored: Any) -> bool:
    if name != "shape":
        return bool(told == stored)
    mine = shapely.from_wkb(bytes.fromhex(told)) if isinstance(told, str) else shape_of(told)
    theirs = shape_of(stored)
    return bool(shapely.hausdorff_distance(mine.boundary, theirs.boundary) <= GRID)


def _replay(world: Run, history: list[Any], rows: Mapping[Key, tuple[int, Any]]) -> None:
    """Each version follows from the one before without a gap, and the last is what is stored."""
    states: dict[Key, dict[str, Any]] = defaultdict(dict)
    versions: dict[Key, int] = defaultdict(int)
    for table, uid, version, operation, _via, _who, before, after in history:
        key = (table, uid)
        if version != versions[key] + 1:
            world.faults.append(f"a gap in the versions of {key}: {versions[key]}, then {version}")
        versions[key] = version
        if operation == "DELETE":
            states.pop(key, None)
            continue
        if wrong := [name for name, value in (before or {}).items() if states[key].get(name) != value]:
            world.faults.append(f"{key} {version} does not follow from the one before: {wrong}")
        states[key] |= after or {}
    world.results.append(f"{len(versions):>7,}  rows replayed from history")
    for key in states.keys() | rows.keys():
        version, row = rows.get(key, (0, {}))
        if version != versions[key] or not _is_row(states[key], row):
            world.faults.append(f"{key} is not what history says")


def _is_row(state: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if not _is_same("shape", state["geom"], row["geom"]):
        return False
    return all(row.get(name) == value for name, value in state.items() if name != "geom")
