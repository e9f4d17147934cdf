"""Parcels in bulk: sound shapes, the same derived columns as by trigger, counters and history that fit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import shapely
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from shapely import wkb

from parcels.models import Applicant, Application, Case, History, LandDocument, Parcel, StateChange, Zone
from tests.cluster import Cluster
from tests.conftest import use

MANAGE = Path(settings.BASE_DIR) / "manage.py"
COUNT = 5_000


def run(url: str, *arguments: str, environment: str = "development") -> subprocess.CompletedProcess[str]:
    """manage.py seed_demo in a process of its own, which knows by itself that it has to be the owner."""
    postgis = urlunsplit(urlsplit(url)._replace(scheme="postgis"))
    names = {"DATABASE_URL": postgis, "DATABASE_OWNER_URL": postgis, "PLAENG_ENV": environment}
    return subprocess.run(
        [sys.executable, str(MANAGE), "seed_demo", *arguments],
        env={**os.environ, **names}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def bulk(cluster: Cluster, base_database: str, worker_id: str, django_db_setup: None) -> Iterator[tuple[str, str]]:
    """The address of a database with 5,000 parcels and zones, and what the command said."""
    before = str(settings.DATABASES["default"]["NAME"])
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_bulk") as name:
        connections.close_all()
        done = run(cluster.url(name), f"--parcels={COUNT}", "--zones")
        assert done.returncode == 0, done.stderr
        use(name)
        yield cluster.url(name), done.stdout
        use(before)


@pytest.mark.usefixtures("bulk")
class TestBulk:
    def test_it_tells_its_progress_and_makes_the_accounts(self, bulk: tuple[str, str]) -> None:
        assert "5,000 of 5,000 parcels" in bulk[1]
        assert "password plaeng-demo" in bulk[1]

    def test_there_are_as_many_parcels_as_wanted_with_applications_papers_and_zones(self) -> None:
        assert Parcel.objects.count() == COUNT
        joined = Parcel.objects.exclude(application=None).count()
        assert 0.35 * COUNT < joined < 0.45 * COUNT
        assert joined == Application.objects.count() == Applicant.objects.count() == LandDocument.objects.count()
        assert Zone.objects.values("parcel").distinct().count() > 100

    def test_nothing_overlaps_and_neighbours_share_their_borders(self) -> None:
        shapes = [wkb.loads(bytes(geom.wkb)) for geom in Parcel.objects.values_list("geom", flat=True)]
        assert shapely.coverage_is_valid(shapes)
        left, right = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
        assert len(left) == len(right) == 0

    def test_zones_lie_in_their_parcels(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM zone z JOIN parcel p ON p.id = z.parcel"
                " WHERE NOT ST_CoveredBy(z.geom, p.geom) OR z.tambon <> p.tambon"
            )
            assert cursor.fetchone()[0] == 0

    def test_the_triggers_find_nothing_to_correct(self) -> None:
        """Written again through the triggers, every derived column and every shape stays as it is."""
        columns = ("code", "amphoe", "state_id", "fy", "model_id", "area_calc_m2", "geom")
        before = {row[0]: row[1:] for row in Parcel.objects.order_by("id")[:40].values_list("id", *columns)}
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE parcel SET geom = ST_Reverse(geom) WHERE id = ANY (%s);"
                "UPDATE parcel SET geom = ST_Reverse(geom) WHERE id = ANY (%s);"
                "UPDATE zone SET stage = stage WHERE parcel = ANY (%s)",
                [list(before)] * 3,
            )
        after = {row[0]: row[1:] for row in Parcel.objects.filter(id__in=before).values_list("id", *columns)}
        assert after == before
        assert not Case.objects.exists()

    def test_running_numbers_go_on_where_the_set_ends(self) -> None:
        one = Parcel.objects.order_by("id").first()
        assert one is not None
        here = Parcel.objects.filter(tambon_id=one.tambon_id).count()
        new = Parcel.objects.create(tambon_id=one.tambon_id)
        new.refresh_from_db()
        assert new.code == f"{one.tambon_id}-{here + 1:04d}"
        assert Parcel.objects.filter(pk=new.pk).update(withdrawn_at="2026-01-01T00:00:00Z")

    def test_applications_have_a_desk_a_path_and_numbers_beside_those_that_people_get(self) -> None:
        bulk = Application.objects.filter(uid__gte="b01c0003-0000-8000-8000-000000000000").order_by("id")
        first = bulk[0]
        assert all(one.no.split("-")[1] == str(one.tambon_id)[:4] for one in bulk[:40])
        steps = StateChange.objects.values_list("application", "from_state", "to_state", "at")
        assert sorted(steps) == sorted((one.pk, None, one.state_id, one.state_since) for one in bulk)
        new = Application.objects.create(
            applicant=first.applicant, tambon_id=first.tambon_id, fy=first.fy, model_id="HLM"
        )
        new.refresh_from_db()
        assert new.no == f"{first.fy}-{str(first.tambon_id)[:4]}-0001"

    def test_every_row_has_its_history(self) -> None:
        for model in (Parcel, Application, Applicant, LandDocument, Zone):
            rows = History.objects.filter(table_name=model._meta.db_table, operation="INSERT", request_id="bulk")
            assert rows.count() == model._default_manager.filter(uid__in=rows.values("uid")).count() > 0

    def test_all_triggers_work_again(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
            assert cursor.fetchone()[0] == 0

    def test_again_it_does_nothing_and_with_more_it_adds_the_difference(self, bulk: tuple[str, str]) -> None:
        assert "5,000 parcels of the bulk set already: nothing to do." in run(bulk[0], "--parcels", str(COUNT)).stdout
        more = run(bulk[0], "--parcels", str(COUNT + 300))
        assert more.returncode == 0, more.stderr
        assert Parcel.objects.filter(withdrawn_at=None).count() == COUNT + 300
        shapes = [wkb.loads(bytes(g.wkb)) for g in Parcel.objects.exclude(geom=None).values_list("geom", flat=True)]
        assert shapely.coverage_is_valid(shapes)

    def test_production_refuses(self, bulk: tuple[str, str]) -> None:
        refused = run(bulk[0], "--parcels", "9000", environment="production")
        assert refused.returncode != 0
        assert "PLAENG_ENV=production" in refused.stderr


def test_the_application_may_not_let_triggers_rest(db: None) -> None:
    with pytest.raises(CommandError, match="PLAENG_DB_ROLE=owner"):
        call_command("seed_demo", "--parcels", "10", stdout=StringIO())
    assert not Parcel.objects.exists()
