"""The demonstration set: the founding figures to the digit, sound shapes, invented people, never in production."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import shapely
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Q, Sum
from django.test.utils import CaptureQueriesContext
from shapely import wkb

from parcels import workflow
from parcels.dates import fiscal_year
from parcels.demo import accounts, figures, store
from parcels.identity import unseal
from parcels.models import (
    Applicant,
    ApplicantIdentity,
    Application,
    Attachment,
    AttachmentContent,
    Case,
    Comment,
    History,
    LandDocument,
    Officer,
    Parcel,
    StateChange,
    Survey,
    Zone,
)  # fmt: skip
from parcels.permissions import access, visible_parcels, visible_to
from parcels.reports import summary
from spatial.areas.models import Area
from tests.cluster import Cluster
from tests.conftest import shared, use

# Rows of the dashboard: applicants, rai-ngan-wah, tambon with applicants of all tambon.
DASHBOARD = {
    "6701": (34, "112-1-40.5", 14, 17),
    "6702": (19, "58-2-15.0", 7, 9),
    "6703": (43, "129-3-62.5", 18, 23),
    "6704": (17, "44-1-80.0", 8, 9),
    "6705": (30, "101-0-25.5", 12, 14),
    "6706": (16, "55-2-10.0", 6, 7),
    "6707": (27, "89-1-37.5", 11, 13),
    "6708": (18, "57-3-90.0", 7, 9),
    "6709": (3, "7-2-45.0", 2, 4),
    "6710": (11, "33-0-60.0", 4, 5),
    "6711": (14, "37-0-34.0", 5, 7),
}
COUNTED = Q(application__isnull=False) & ~Q(state__in=["DRAFT", "REJECTED", "WITHDRAWN"])
PEOPLE = COUNTED & ~Q(application__applicant__kind__in=["AGENCY", "TEMPLE", "SCHOOL", "COMPANY"])


def seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


def report(area: str = "") -> dict[str, Any]:
    return summary(access(User.objects.get(username="province")), 2565, area)


@pytest.fixture(scope="module")
def seeded(cluster: Cluster, base_database: str, worker_id: str, django_db_setup: None) -> Iterator[str]:
    """A database with the set, for the tests that only look at it. No outlines are loaded here."""
    before = str(settings.DATABASES["default"]["NAME"])
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_programme") as name:
        use(name)
        yield seed()
        use(before)


@pytest.mark.usefixtures("seeded")
class TestFigures:
    def test_a01_f1_232_applicants_with_727_rai(self) -> None:
        people = report()["people"]
        assert people["applicants"] == 232
        assert people["joined_area_m2"] == 1_163_200
        assert people["joined_area"]["text"] == "727-0-00.0"

    def test_f2_agencies_and_temples_come_on_top_and_are_still_being_surveyed(self) -> None:
        drafts = Application.objects.filter(applicant__kind__in=["AGENCY", "TEMPLE", "SCHOOL"], state="DRAFT")
        assert drafts.filter(applicant__kind="TEMPLE").count() == 4
        assert report()["institutions"]["in_survey"] == drafts.count() + 1

    def test_a01b_f3_f4_one_state_land_site_of_about_30_rai_stands_apart(self) -> None:
        site = report()["institutions"]
        assert (site["sites"], site["joined_area_m2"], site["joined_area"]["text"]) == (1, 48_000, "30-0-00.0")
        assert site["is_estimate"] is True
        (parcel,) = Parcel.objects.filter(COUNTED).exclude(PEOPLE)
        assert (parcel.land_class_id, parcel.joined_is_estimate, parcel.state_id) == ("RATCHAPHATSADU", True, "DOCS_OK")

    def test_f5_applicants_are_counted_and_not_their_parcels(self) -> None:
        parcels = Parcel.objects.filter(PEOPLE)
        assert parcels.count() == 247
        assert parcels.filter(geom=None).count() == 61
        assert parcels.values("application__applicant").distinct().count() == 232

    def test_states_are_those_of_the_dashboard(self) -> None:
        states = {code: n for code, n in report()["states"].items() if n}
        assert states == {
            "DRAFT": 12, "APPLIED": 58, "RETURNED": 17, "DOCS_OK": 84, "SURVEYED": 49, "SENT": 24, "REJECTED": 3,
            "WITHDRAWN": 5,
        }  # fmt: skip

    def test_a01c_every_amphoe_row_is_that_of_the_dashboard_and_its_tambon_rows_add_up(self) -> None:
        rows = {row["code"]: row for row in report()["rows"]}
        assert rows.keys() == DASHBOARD.keys()
        for code, (applicants, rai, with_applicants, tambon) in DASHBOARD.items():
            below = report(code)["rows"]
            assert (rows[code]["applicants"], rows[code]["joined_area"]["text"]) == (applicants, rai)
            assert (sum(row["applicants"] > 0 for row in below), len(below)) == (with_applicants, tambon)
            assert sum(row["applicants"] for row in below) == applicants
            assert sum(row["joined_area_m2"] for row in below) == rows[code]["joined_area_m2"]

    def test_land_documents_are_those_of_the_dashboard(self) -> None:
        papers = Application.objects.filter(pk__in=Parcel.objects.filter(PEOPLE).values("application"))
        found = papers.values_list("parcels__documents__doc_type").annotate(Count("pk", distinct=True))
        assert dict(found) == {"NS4": 118, "SPK401": 52, "NS3K": 41, "NS3": 9, "SK1": 4, "KTC": 3, "PBT5": 5}

    def test_a_paper_that_confers_no_right_is_not_past_the_check_of_papers(self) -> None:
        states = set(LandDocument.objects.filter(doc_type="PBT5").values_list("parcel__state", flat=True))
        assert states <= {"APPLIED", "RETURNED"}

    def test_14_drawn_parcels_differ_from_their_paper_by_more_than_5_percent(self) -> None:
        pairs = LandDocument.objects.filter(parcel__in=Parcel.objects.filter(PEOPLE, geom__isnull=False))
        differ = [
            abs(float(drawn) / float(wah * 4) - 1)
            for drawn, wah in pairs.values_list("parcel__area_calc_m2", "area_deed_wah")
        ]
        assert sum(share > 0.05 for share in differ) == 14
        assert not any(0.04 < share < 0.06 for share in differ)

    def test_96_applications_have_zones_near_the_guide(self) -> None:
        zoned = Parcel.objects.filter(pk__in=Zone.objects.values("parcel"))
        assert zoned.values("application").distinct().count() == 96
        joined = zoned.aggregate(m2=Sum("joined_area_m2"))["m2"]
        groups = Zone.objects.values_list("zone_type__group").annotate(m2=Sum("area_calc_m2"))
        shares = {group: float(100 * m2 / joined) for group, m2 in groups}
        for group, guide in {"WATER": 30, "PADDY": 30, "MOUND": 30, "LIVING": 10, "NONE": 2}.items():
            assert abs(shares[group] - guide) < 4, group


@pytest.mark.usefixtures("seeded")
class TestShapes:
    def test_nothing_overlaps_and_no_case_is_open(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM parcel a JOIN parcel b ON a.id < b.id AND a.geom && b.geom"
                " AND ST_Relate(a.geom, b.geom, 'T********')"
            )
            assert cursor.fetchone()[0] == 0
        assert not Case.objects.exists()

    def test_neighbours_share_their_borders_node_for_node(self) -> None:
        shapes = [
            wkb.loads(bytes(geom.wkb)) for geom in Parcel.objects.exclude(geom=None).values_list("geom", flat=True)
        ]
        assert len(shapes) > 500
        assert shapely.coverage_is_valid(shapes)
        nodes = [set(shapely.get_coordinates(shape).round(8).view("complex128").ravel()) for shape in shapes]
        tree = shapely.STRtree(shapes)
        pairs = [(a, b) for a, b in tree.query(shapes, predicate="touches").T if a < b]
        bordering = [(a, b) for a, b in pairs if shapes[a].intersection(shapes[b]).length > 0]
        assert len(bordering) > 500
        assert all(len(nodes[a] & nodes[b]) >= 2 for a, b in bordering)

    def test_zones_share_edges_and_lie_in_their_parcel_without_tolerance(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM zone z JOIN parcel p ON p.id = z.parcel WHERE NOT ST_CoveredBy(z.geom, p.geom)"
            )
            assert cursor.fetchone()[0] == 0
        for parcel in Parcel.objects.filter(zones__isnull=False).distinct().prefetch_related("zones"):
            assert shapely.coverage_is_valid([wkb.loads(bytes(zone.geom.wkb)) for zone in parcel.zones.all()])

    def test_computed_areas_come_from_the_trigger(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), max(abs(area_calc_m2 - ST_Area(geom::geography)::numeric)) FROM parcel"
                " WHERE geom IS NOT NULL"
            )
            drawn, off = cursor.fetchone()
        assert drawn > 500
        assert off < 0.001  # m²
        assert History.objects.filter(table_name="parcel", via="demo").count() == Parcel.objects.count()

    def test_no_joined_area_is_larger_than_its_paper(self) -> None:
        pairs = LandDocument.objects.values_list("parcel__joined_area_m2", "area_deed_wah")
        assert all(joined <= wah * 4 for joined, wah in pairs)


@pytest.mark.usefixtures("seeded")
class TestPeople:
    def test_national_ids_are_valid_and_of_an_amphoe_that_does_not_exist(self) -> None:
        for identity in ApplicantIdentity.objects.select_related("applicant")[:20]:
            assert unseal(identity).digits.startswith("10000")
        assert ApplicantIdentity.objects.count() == Applicant.objects.filter(kind="PERSON").count()

    def test_accounts_sign_in_and_see_their_area_only(self) -> None:
        assert User.objects.count() == Officer.objects.count() == len(accounts.ACCOUNTS)
        seen = {}
        for account in accounts.ACCOUNTS:
            user = User.objects.get(username=account.username)
            assert user.check_password("plaeng-demo")
            seen[account.username] = visible_parcels(access(user)).count()
        assert seen["province"] == seen["analyst"] == seen["viewer"] == Parcel.objects.count()
        assert seen["amphoe01"] == seen["amphoe01b"] == Parcel.objects.filter(amphoe="6701").count()
        assert seen["amphoe05"] == Parcel.objects.filter(amphoe="6705").count()

    def test_the_volunteer_has_parcels_of_the_programme_in_his_village(self) -> None:
        his = visible_parcels(access(User.objects.get(username="volunteer")))
        assert his.filter(application__isnull=False).count() >= 3
        assert his.filter(application=None).count() >= 3


@pytest.mark.usefixtures("seeded")
class TestRegister:
    def test_every_application_has_come_by_allowed_moves_in_order_of_time(self) -> None:
        allowed = {(one, move.to) for move in workflow.MOVES for one in move.of}
        for application in Application.objects.prefetch_related("moves"):
            steps = sorted(application.moves.all(), key=lambda step: step.pk)
            assert steps[0].from_state_id is None
            assert steps[0].to_state_id == "DRAFT"
            assert {(step.from_state_id, step.to_state_id) for step in steps[1:]} <= allowed
            assert [step.from_state_id for step in steps[1:]] == [step.to_state_id for step in steps[:-1]]
            times = [step.at for step in steps]
            assert times == sorted({*times}), application.no
            assert (steps[-1].to_state_id, times[-1]) == (application.state_id, application.state_since)
            assert fiscal_year(times[0]) == figures.FY

    def test_they_have_waited_as_long_as_on_the_dashboard(self) -> None:
        counted = Application.objects.filter(applicant__kind__in=["PERSON", "HOUSEHOLD", "GROUP"])
        for state, days in zip(figures.STATES, figures.WAITING, strict=True):
            since = counted.filter(state=state).values_list("state_since", flat=True)
            assert Counter((figures.AS_OF - moment).days for moment in since) == days

    @pytest.mark.parametrize("state", ["APPLIED", "DOCS_OK", "SURVEYED", "SENT"])
    def test_what_a_state_needs_is_there(self, state: str) -> None:
        needs = next(move.needs for move in workflow.MOVES if move.to == state)
        for application in Application.objects.filter(state=state):
            facts = workflow.facts_of(application)
            assert [finding for check in needs for finding in check(facts)] == [], application.no

    def test_75_cases_lack_103_papers(self) -> None:
        needs = next(move.needs for move in workflow.MOVES if move.to == "DOCS_OK")
        lacking = []
        for application in Application.objects.filter(state__in=["APPLIED", "RETURNED"]):
            facts = workflow.facts_of(application)
            lacking.append([f for check in needs for f in check(facts) if f.code == "paper_missing"])
        assert (sum(map(bool, lacking)), sum(map(len, lacking))) == (75, 103)

    def test_who_was_sent_back_rejected_or_withdrew_knows_why(self) -> None:
        steps = StateChange.objects.filter(to_state__in=["RETURNED", "REJECTED", "WITHDRAWN"])
        assert steps.count() == 17 + 3 + 5
        assert not steps.filter(reason="").exists()
        assert steps.exclude(reason_code=None).count() == 3
        assert steps.exclude(on=None).count() == 5

    def test_surveys_and_remarks_have_their_place_on_the_land(self) -> None:
        for row in (*Survey.objects.all(), *Comment.objects.all()):
            place = row.location if isinstance(row, Survey) else row.point
            assert row.application.parcels.filter(geom__covers=place).exists()
        assert (Survey.objects.count(), Comment.objects.count()) == (49 + 24, 2)

    def test_papers_are_small_drawings_and_cards_are_masked(self) -> None:
        assert not Attachment.objects.filter(kind="ID_CARD", masked=False).exists()
        assert AttachmentContent.objects.count() == Attachment.objects.count() > 500
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(length(data)) FROM attachment_content")
            assert cursor.fetchone()[0] < 10_000 * Attachment.objects.count()  # bytes, encoded anew as any photo is

    def test_the_household_sees_its_own_application_and_may_mend_it(self) -> None:
        can = access(User.objects.get(username=accounts.HOUSEHOLD))
        (mine,) = visible_to(can, Application)
        assert mine.state_id == "RETURNED"
        assert [(p.move.to, p.refused) for p in workflow.possible(mine, can) if can.role in p.move.roles] == [
            ("APPLIED", ""), ("WITHDRAWN", ""),
        ]  # fmt: skip

    def test_the_head_of_mueang_may_send_what_is_ready(self) -> None:
        head = access(User.objects.get(username="head01"))
        surveyed = visible_to(head, Application).filter(state="SURVEYED")
        refused = {p.refused for one in surveyed for p in workflow.possible(one, head) if p.move.to == "SENT"}
        assert surveyed.count() == 8
        assert refused == {"", "move_not_ready"}  # some have still to consent to digging and learning


def test_a_second_run_is_quick_says_nothing_to_do_and_changes_nothing(seeded: str) -> None:
    before = (History.objects.count(), User.objects.count(), dict(Parcel.objects.values_list("uid", "version")))
    with CaptureQueriesContext(connection) as queries:
        said = seed()
    assert len(queries) < 15
    assert said.strip() == "The demonstration set is there already: nothing to do."
    assert (History.objects.count(), User.objects.count(), dict(Parcel.objects.values_list("uid", "version"))) == before


def test_the_same_seed_gives_the_same_set(seeded: str) -> None:
    again = store.build()
    assert [one.no for one in again.candidates] == list(Application.objects.order_by("id").values_list("no", flat=True))
    tract = again.tracts[0]
    ring = again.frames[tract.tambon].ring(tract.holdings[0].lot.ring)
    stored = Parcel.objects.get(uid=store.uid("lot", tract.tambon, 0))
    assert list(stored.geom[0][0].coords) == ring


def _without_time_limit() -> None:
    """As manage.py gives it to commands: this test is no request."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")


def test_with_outlines_the_figures_are_the_same_and_every_parcel_lies_in_its_amphoe(own_database: str) -> None:
    _without_time_limit()
    call_command(
        "load_areas", str(shared("data/admin/phetchabun_tambon_medium.geojson")), verbosity=0, stdout=StringIO()
    )
    seed()
    rows = {row["code"]: (row["applicants"], row["joined_area"]["text"]) for row in report()["rows"]}
    assert rows == {code: (applicants, rai) for code, (applicants, rai, *_) in DASHBOARD.items()}
    for area in Area.objects.filter(code__in=DASHBOARD):
        assert (
            not Parcel.objects.filter(amphoe=area.code, geom__isnull=False).exclude(geom__coveredby=area.geom).exists()
        )
    file = shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson")
    call_command("import_parcels", str(file), "--tambon", "670114", stdout=StringIO())
    assert not Case.objects.exists()


def test_production_refuses_the_set_and_the_accounts(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="PLAENG_ENV=production"):
        seed()
    assert not User.objects.exists()
    assert not Parcel.objects.exists()


def test_it_is_not_mixed_with_applications_of_the_year(db: None) -> None:
    applicant = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="จริง", tambon_id="670101")
    Application.objects.create(no="2565-6701-0001", fy=2565, applicant=applicant, model_id="HLM")
    with pytest.raises(CommandError, match="applications of 2565 already"):
        seed()
    assert not User.objects.exists()


def test_without_codes_or_areas_it_says_what_to_load(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "SITE_TAMBON", "679999")
    with pytest.raises(CommandError, match="load_areas --names"):
        seed()
