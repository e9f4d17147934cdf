"""No small number can be worked out of what the public sees, by somebody who knows all the rest and the rule itself."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
SMALL = {1, 2, 3, 4}
BOUNDS = {"0": (0, 0), "1–4": (1, 4), "5–9": (5, 9), "10+": (10, 10**6)}


def ask(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall()) if cursor.description else []


def possible(rest: int, others: list[tuple[int, int]]) -> set[int]:
    """What a number of 1 to 4 can be when it and the others, each within its bounds, add up to `rest`."""
    low, high = sum(a for a, _ in others), sum(b for _, b in others)
    return {n for n in SMALL if low <= rest - n <= high}


def assert_hidden(total: int, shown: list[int | None], bounds: list[tuple[int, int]]) -> None:
    """Each part that is shown as 1 to 4 can be any of these. `shown`: numbers; `bounds`: what is known of each part."""
    rest = total - sum(n for n in shown if n is not None)
    unknown = [b for n, b in zip(shown, bounds, strict=True) if n is None]
    for i, known in enumerate(unknown):
        if known == (1, 4):
            assert possible(rest, unknown[:i] + unknown[i + 1 :]) == SMALL, (total, shown, bounds)


def test_small_parts_of_a_total_can_be_anything() -> None:
    chance, kinds = random.Random(1), set()
    for _ in range(3000):
        parts = [chance.choice((0, 1, 2, 3, 4, 5, 6, 9, 20, 70)) for _ in range(chance.randint(1, 7))]
        if 0 < sum(parts) < 5:
            continue  # such a total is not shown
        how = ask("SELECT shown_as(%s)", parts)[0][0]
        kinds |= {*how}
        if {*how} == {"nothing"}:
            assert SMALL & {*parts}
            continue
        for n, word in zip(parts, how, strict=True):
            assert (word == "class") == (n in SMALL)
        shown = [n if word == "number" else None for n, word in zip(parts, how, strict=True)]
        bounds = [(1, 4) if word == "class" else (5, 10**6) for word in how]
        assert_hidden(sum(parts), shown, bounds)
    assert kinds == {"number", "class", "nothing"}


@pytest.mark.parametrize(
    ("parts", "how"),
    [
        ([3, 20, 70], ["class", "nothing", "number"]),
        ([20, 70, 0], ["number"] * 3),
        ([2, 3, 70], ["class", "class", "number"]),  # 5 in all: each can be 1 to 4
        ([1, 1, 70], ["class", "class", "nothing"]),
        ([1, 5], ["nothing"] * 2),
        ([4, 4], ["nothing"] * 2),  # 8 of two small ones is twice 4
    ],
)
def test_others_are_left_out_only_where_a_total_would_tell(parts: list[int], how: list[str]) -> None:
    assert ask("SELECT shown_as(%s)", parts) == [(how,)]


def settle(tambon: str, people: int, state: str = "APPLIED", fy: int = 2565, m2: int = 1600) -> None:
    """So many people with a parcel each."""
    ask(
        "WITH who AS (INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)"
        " SELECT 'PERSON', 'PEOPLE', 'x', '', '', '', %s, false FROM generate_series(1, %s) RETURNING id),"
        " papers AS (INSERT INTO application (no, fy, applicant_id, model, state, remark)"
        " SELECT gen_random_uuid()::text::varchar(20), %s, id, 'HLM', %s, '' FROM who RETURNING id)"
        " SELECT count(*) FROM papers",
        tambon, people, fy, state,
    )  # fmt: skip
    ask("INSERT INTO parcel (tambon, joined_area_m2, application) SELECT %s, %s, a.id FROM application a"
        " LEFT JOIN parcel p ON p.application = a.id WHERE p.id IS NULL", tambon, m2)  # fmt: skip


def figures(is_public: bool) -> dict[tuple[str, int, str | None], tuple[int | None, str | None, float | None]]:
    rows = ask("SELECT code, fy, state, applicants, applicants_class, joined_area_m2::float FROM area_summary"
               " WHERE is_public = %s", is_public)  # fmt: skip
    found = {row[:3]: row[3:] for row in rows}
    assert len(found) == len(rows)
    return found


def test_of_random_land_nothing_small_gets_out() -> None:
    chance = random.Random(3)
    tambon = [
        code for (code,) in ask("SELECT code FROM area WHERE level = 'TAMBON' AND code LIKE '67%%' ORDER BY code")
    ]
    for fy in range(2561, 2569):
        for code in chance.sample(tambon, chance.choice((2, 10, 60, 117))):
            settle(
                code, chance.choice((1, 1, 1, 2, 3, 4, 5, 8, 15)), chance.choice(("APPLIED", "SENT", "DECLARED")), fy
            )
    public, exact = figures(is_public=True), figures(is_public=False)
    assert any(applicants for applicants, _, _ in public.values())
    for place, (applicants, group, m2) in public.items():
        assert applicants is None or (applicants not in SMALL and applicants == exact[place][0]), place
        assert group is None or group == exact[place][1]
        assert m2 is None or (applicants is not None and m2 == exact[place][2]), place
    for fy in range(2561, 2569):
        total = exact["67", fy, None][0] or 0
        parts = [code for code, year, _ in public if year == fy and len(code) == 4]
        assert_parts(public, fy, total, [(code, fy, None) for code in parts])
        assert_parts(public, fy, total, [p for p in public if p[0] == "67" and p[1] == fy and p[2]])
        for amphoe in parts:
            inside = [p for p in public if p[1] == fy and len(p[0]) == 6 and p[0].startswith(amphoe)]
            if public[amphoe, fy, None][0] is None:
                assert {public[p] for p in inside} == {(None, None, None)}
                continue
            known = [BOUNDS[group] for p in inside if (group := public[p][1])]
            assert_hidden(public[amphoe, fy, None][0] or 0, [None] * len(known), known)


def assert_parts(public: Any, fy: int, total: int, parts: list[Any]) -> None:
    if all(public[p][1] is None for p in parts):
        return
    bounds = [BOUNDS[public[p][1]] if public[p][1] else (5, 10**6) for p in parts]
    assert_hidden(total, [public[p][0] for p in parts], bounds)


def test_a24_an_amphoe_of_three_is_one_to_four_without_an_area_and_the_total_does_not_tell() -> None:
    """A24 of the acceptance scenarios."""
    settle("670901", 3)
    settle("670101", 40)
    settle("670301", 30)
    public, exact = figures(is_public=True), figures(is_public=False)
    assert public["6709", 2565, None] == (None, "1–4", None)
    assert exact["6709", 2565, None] == (3, "1–4", 4800)
    assert public["67", 2565, None] == (73, "10+", 73 * 1600)
    assert {public[c, 2565, None] for c in ("6703",)} == {(None, None, None)}
    assert public["6701", 2565, None] == (40, "10+", 64_000)
    assert public["670901", 2565, None] == public["670301", 2565, None] == (None, None, None)
    assert public["670101", 2565, None] == (None, "10+", None)
    assert public["6702", 2565, None] == (0, "0", 0)


def test_states_of_a_province_are_protected_and_areas_show_none() -> None:
    settle("670101", 20)
    settle("670101", 30, "SENT")
    settle("670101", 2, "DECLARED")
    settle("670101", 9, "DRAFT")
    public = figures(is_public=True)
    assert {place[2] for place in public if len(place[0]) > 2} == {None}
    assert public["67", 2565, None] == (52, "10+", 52 * 1600)
    assert public["67", 2565, "DECLARED"] == (None, "1–4", None)
    assert sorted(n or 0 for (code, _, state), (n, _, _) in public.items() if code == "67" and state) == [0, 0, 20]
    assert ("67", 2565, "DRAFT") not in figures(is_public=False)


def test_fewer_than_five_in_a_province_leave_nothing_but_that() -> None:
    settle("670101", 2)
    settle("670301", 2, "SENT")
    shown = {place: row for place, row in figures(is_public=True).items() if row != (None, None, None)}
    assert shown == {("67", 2565, None): (None, "1–4", None)}


def test_all_land_of_one_counts_in_his_first_state() -> None:
    settle("670101", 5, "SENT")
    ask("INSERT INTO application (no, fy, applicant_id, model, state, remark)"
        " SELECT 'second', 2565, min(applicant_id), 'LC', 'APPLIED', '' FROM application")  # fmt: skip
    ask("INSERT INTO parcel (tambon, joined_area_m2, application) SELECT '670101', 400, id FROM application"
        " WHERE no = 'second'")  # fmt: skip
    exact = figures(is_public=False)
    assert exact["67", 2565, "SENT"] == exact["67", 2565, None] == (5, "5–9", 8400)
    assert ("67", 2565, "APPLIED") not in exact
