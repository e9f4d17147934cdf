"""Figures: applicants and not parcels, people and institutions apart, within the reader's area, sums that agree."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from parcels.models import Applicant, Application, Parcel
from parcels.permissions import Access
from parcels.reports import states, summary
from parcels.rights import RIGHTS

pytestmark = pytest.mark.django_db

PROVINCE = Access(RIGHTS["PROVINCE"], "67", "PROVINCE")
AMPHOE = Access(RIGHTS["AMPHOE_OFFICER"], "6701", "AMPHOE_OFFICER")
VIEWER = Access(RIGHTS["VIEWER"], "67", "VIEWER")
RUNNING = count(1)


def apply(
    *joined: tuple[str, int],
    state: str = "APPLIED",
    kind: str = "PERSON",
    home: str = "670101",
    name: str = "ทดสอบ",
    fy: int = 2565,
) -> Application:
    """An application with one parcel for each (tambon, joined m²)."""
    applicant = Applicant.objects.create(kind_id=kind, sector_id="PEOPLE", name_th=name, tambon_id=home)
    return add(applicant, *joined, state=state, fy=fy)


def add(applicant: Applicant, *joined: tuple[str, int], state: str = "APPLIED", fy: int = 2565) -> Application:
    application = Application.objects.create(
        no=f"2565-{next(RUNNING):09d}", fy=fy, applicant=applicant, model_id="HLM", state_id=state,
        tambon_id=joined[0][0] if joined else applicant.tambon_id,
    )  # fmt: skip
    for tambon, m2 in joined:
        Parcel.objects.create(application=application, tambon_id=tambon, joined_area_m2=Decimal(m2))
    return application


def by_code(report: dict[str, object]) -> dict[str, tuple[int, float]]:
    return {row["code"]: (row["applicants"], row["joined_area_m2"]) for row in report["rows"] if row["applicants"]}


def test_an_applicant_with_two_parcels_counts_once_with_both_areas() -> None:
    apply(("670101", 1600), ("670101", 3200))
    people = summary(PROVINCE, 2565)["people"]
    assert (people["applicants"], people["joined_area_m2"]) == (1, 4800)
    assert people["joined_area"] == {"rai": 3, "ngan": 0, "wah": 0.0, "text": "3-0-00.0"}


def test_an_applicant_with_two_applications_counts_once_and_the_rows_still_add_up() -> None:
    applicant = apply(("670505", 1600)).applicant
    add(applicant, ("670101", 400))
    report = summary(PROVINCE, 2565)
    assert report["people"]["applicants"] == 1
    assert by_code(report) == {"6701": (1, 2000)}
    assert report["states"]["APPLIED"] == 2


def test_land_in_two_tambon_counts_where_the_first_parcel_lies() -> None:
    apply(("670116", 1600), ("670114", 800))
    assert by_code(summary(PROVINCE, 2565, "6701")) == {"670114": (1, 2400)}


def test_land_in_two_amphoe_counts_where_the_first_parcel_lies() -> None:
    add(apply(("670505", 1600)).applicant, ("670114", 800))
    report = summary(PROVINCE, 2565)
    assert by_code(report) == {"6701": (1, 2400)}
    assert by_code(summary(PROVINCE, 2565, "6705")) == {}
    assert by_code(summary(PROVINCE, 2565, "6701")) == {"670114": (1, 2400)}


def test_without_a_parcel_an_application_counts_where_the_applicant_lives() -> None:
    apply(home="670301")
    assert by_code(summary(PROVINCE, 2565)) == {"6703": (1, 0)}


@pytest.mark.parametrize("state", ["DRAFT", "REJECTED", "WITHDRAWN"])
def test_drafts_and_closed_applications_are_listed_but_not_counted(state: str) -> None:
    apply(("670101", 1600), state=state)
    report = summary(PROVINCE, 2565)
    assert report["people"]["applicants"] == 0
    assert report["people"]["joined_area_m2"] == 0
    assert report["states"][state] == 1


def test_institutions_stand_apart_and_say_what_is_estimated_and_open() -> None:
    apply(("670101", 1600))
    site = apply(("670101", 48_000), state="DOCS_OK", kind="AGENCY")
    Parcel.objects.filter(application=site).update(joined_is_estimate=True)
    apply(("670101", 9_999), state="DRAFT", kind="TEMPLE")
    report = summary(PROVINCE, 2565)
    assert (report["people"]["applicants"], report["people"]["joined_area_m2"]) == (1, 1600)
    assert report["institutions"] == {
        "sites": 1, "joined_area_m2": 48_000, "joined_area": {"rai": 30, "ngan": 0, "wah": 0.0, "text": "30-0-00.0"},
        "is_estimate": True, "in_survey": 2,
    }  # fmt: skip
    assert report["states"] == {**dict.fromkeys(report["states"], 0), "APPLIED": 1}


def test_another_year_and_withdrawn_land_are_not_counted() -> None:
    apply(("670101", 1600), fy=2564)
    apply(("670101", 1600), ("670101", 400))
    Parcel.objects.filter(joined_area_m2=400).update(withdrawn_at=timezone.now())
    assert summary(PROVINCE, 2565)["people"]["joined_area_m2"] == 1600


def test_there_are_always_11_amphoe_and_117_tambon_rows() -> None:
    amphoe = [row["code"] for row in summary(PROVINCE, 2565)["rows"]]
    tambon = [row["code"] for code in amphoe for row in summary(PROVINCE, 2565, code)["rows"]]
    assert (len(amphoe), len(tambon)) == (11, 117)
    assert amphoe == sorted(amphoe)


def test_an_officer_gets_the_figures_of_his_amphoe_whatever_he_asks_for() -> None:
    apply(("670101", 1600))
    apply(("670505", 3200), home="670505")
    for asked in ("", "67", "6701"):
        report = summary(AMPHOE, 2565, asked)
        assert (report["area"], report["people"]["joined_area_m2"], len(report["rows"])) == ("6701", 1600, 17)


def test_outside_his_area_there_is_nothing_to_count() -> None:
    apply(("670505", 3200), home="670505")
    report = summary(AMPHOE, 2565, "6705")
    assert (report["people"]["applicants"], sum(report["states"].values()), report["rows"]) == (0, 0, [])


def test_without_an_office_there_is_nothing_to_count() -> None:
    apply(("670101", 1600))
    assert summary(Access(), 2565)["people"]["applicants"] == 0
    assert sum(states(Access()).values()) == 0


def test_a_volunteer_counts_his_village() -> None:
    one, other = apply(("670101", 1600)), apply(("670101", 800))
    Parcel.objects.filter(application=one).update(village_code="67010102")
    Parcel.objects.filter(application=other).update(village_code="67010103")
    volunteer = Access(RIGHTS["VOLUNTEER"], "67010102", "VOLUNTEER")
    report = summary(volunteer, 2565)
    assert report["people"]["joined_area_m2"] == 1600
    assert by_code(report) == {"670101": (1, 1600)}
    assert states(volunteer)["APPLIED"] == 1


def test_states_count_parcels_in_view_and_those_outside_the_programme() -> None:
    apply(("670101", 1600), ("670102", 400))
    square = Polygon(((101.1, 16.3), (101.101, 16.3), (101.101, 16.301), (101.1, 16.301), (101.1, 16.3)), srid=4326)
    Parcel.objects.create(tambon_id="670101", geom=MultiPolygon(square, srid=4326))
    Parcel.objects.create(tambon_id="670505")
    found = states(AMPHOE)
    assert {code: n for code, n in found.items() if n} == {"NONE": 1, "APPLIED": 2}
    assert next(iter(found)) == "NONE"
    assert states(AMPHOE, "670102")["APPLIED"] == 1
    assert sum(states(AMPHOE, "6705").values()) == 0


def test_states_find_what_the_list_finds_and_no_names_for_those_who_may_not_read_them() -> None:
    apply(("670101", 1600), name="นางโคกหนองนา")
    assert states(PROVINCE, q="โคกหนองนา")["APPLIED"] == 1
    assert states(VIEWER, q="โคกหนองนา")["APPLIED"] == 0
    assert states(VIEWER, q="670101-")["APPLIED"] == 1
