"""Exports as jobs: progress, a killed worker, rights when they run and when they are fetched, and the end of a file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pyogrio
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from parcels import jobs
from parcels.models import Job, Officer, ReadLog
from tests.api.shapes import feature, square
from tests.api.test_formats import body_of
from tests.api.test_items import PARCELS, post
from tests.browser import ROOT
from tests.cluster import Cluster
from tests.conftest import make_officer, use

EXPORTS = "/api/exports"
BACKEND = "django.contrib.auth.backends.ModelBackend"
As = Callable[[User], Client]


@pytest.fixture(scope="module")
def database(cluster: Cluster, base_database: str, worker_id: str, django_db_setup: None) -> Iterator[str]:
    """Five parcels in a database of this module: workers see only what is committed."""
    before = str(django_settings.DATABASES["default"]["NAME"])
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_jobs") as name:
        use(name)
        client = Client()
        client.force_login(make_officer("maker", "PROVINCE", "67"), backend=BACKEND)
        batch = [feature(square(x=n), name=f"แปลงที่ {n}") for n in range(5)]
        assert post(client, PARCELS, {"type": "FeatureCollection", "features": batch}).status_code == 201
        yield name
        use(before)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOB_FOLDER = tmp_path / "jobs"
    return Path(settings.JOB_FOLDER)


@pytest.fixture
def officer(database: str, folder: Path) -> User:
    """An officer of 6701 of whom nobody has heard before, and an empty queue."""
    Job.objects.all().delete()
    return make_officer(uuid.uuid4().hex, "AMPHOE_OFFICER", "6701")


@pytest.fixture
def neighbour_officer(officer: User) -> User:
    return make_officer(uuid.uuid4().hex, "AMPHOE_OFFICER", "6705")


@pytest.fixture
def land(client_of: As, officer: User) -> Client:
    return client_of(officer)


def ask(client: Client, f: str = "gpkg", **more: Any) -> Any:
    return client.post(EXPORTS, json.dumps({"collection": "parcels", "f": f, **more}), content_type="application/json")


def path_of(answer: Any) -> str:
    assert answer.status_code == 202, answer.content
    return str(answer["Location"]).removeprefix("http://127.0.0.1:8000")


def work() -> None:
    """What a worker does, in this process."""
    from api.exports.run import open_folder, perform

    open_folder()
    while job := jobs.take():
        perform(job)
        jobs.release(job)


@pytest.mark.parametrize("f", ["geojson", "geojsonseq", "csv", "fgb", "gpkg", "shp", "kml", "gpx", "xlsx"])
def test_a_job_ends_with_a_file_of_the_filtered_list(land: Client, tmp_path: Path, f: str) -> None:
    here = path_of(ask(land, f, params={"code": "670101-0001,670101-0003"}))
    waiting = land.get(here)
    assert (waiting.json()["status"], waiting["Retry-After"]) == ("accepted", "2")
    assert land.get(f"{here}/file").status_code == 409
    work()
    done = land.get(here).json()
    assert (done["status"], done["progress"], done["features"]) == ("successful", 100, {"done": 2, "total": 2})
    (link,) = [link["href"] for link in done["links"] if link["rel"] == "result"]
    answer = land.get(link.removeprefix("http://127.0.0.1:8000"))
    path = tmp_path / f"x.{'geojsonl' if f == 'geojsonseq' else 'zip' if f == 'shp' else f}"
    path.write_bytes(body_of(answer))
    assert path.stat().st_size == done["bytes"]
    layer = "tracks" if f == "gpx" else 0
    assert pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"] == 2
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_is_had_by_its_own_type(land: Client) -> None:
    here = path_of(ask(land, "csv"))
    work()
    for accept, status in (
        ("text/csv", 200),
        ("application/geopackage+sqlite3, text/csv;q=0.5", 200),
        ("image/png", 406),
    ):
        assert land.get(f"{here}/file", headers={"accept": accept}).status_code == status, accept


def test_parameters_that_a_change_does_not_know_are_refused(land: Client) -> None:
    here = path_of(ask(land))
    answers = [
        land.post(f"{EXPORTS}?colour=1", json.dumps({"collection": "parcels", "f": "csv"}), "application/json"),
        land.delete(f"{here}?validate=true"),
        land.post("/api/tokens?validate=true", json.dumps({"name": "x", "scope": "read"}), "application/json"),
        land.delete("/api/tokens/00000000-0000-0000-0000-000000000000?validate=true"),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(400, "unknown_parameter")] * 4
    assert (Job.objects.count(), land.get(here).json()["status"]) == (1, "accepted")


def test_a_collection_says_what_it_is_about(land: Client) -> None:
    here = path_of(ask(land, "geojson"))
    work()
    about = json.loads(body_of(land.get(f"{here}/file")))["about"]
    assert {"attribution", "license", "retrieved", "crs"} <= set(about)


def test_the_folder_is_ours_alone(land: Client, folder: Path) -> None:
    path_of(ask(land))
    work()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.suffix for file in folder.iterdir()] == [".gpkg"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 422), ({}, 422), ({"collection": "parcels"}, 422), ({"collection": "x", "f": "csv"}, 422),
        ({"collection": "parcels", "f": "exe"}, 422), ({"collection": "parcels", "f": ["csv"]}, 422),
        ({"collection": {}, "f": "csv"}, 422), ({"collection": "parcels", "f": "csv", "x": 1}, 422),
        ({"collection": "parcels", "f": "csv", "params": {"bbox": 1}}, 422),
        ({"collection": "parcels", "f": "csv", "params": {"f": "csv"}}, 422),
        ({"collection": "parcels", "f": "csv", "params": {"bbox": "1"}}, 400),
        ({"collection": "parcels", "f": "csv", "params": {"nowhere": "1"}}, 400),
        ({"collection": "parcels", "f": "csv", "purpose": 5}, 422),
    ],
)  # fmt: skip
def test_a_bad_wish_is_refused_at_once(land: Client, body: Any, status: int) -> None:
    answer = land.post(EXPORTS, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    assert Job.objects.count() == 0


def test_a_repeated_request_makes_one_job(land: Client) -> None:
    body = json.dumps({"collection": "parcels", "f": "csv"})
    answers = [
        land.post(EXPORTS, body, content_type="application/json", headers={"idempotency-key": "abcdefgh"})
        for _ in (1, 2)
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Job.objects.count() == 1


def test_jobs_of_others_do_not_exist(land: Client, client_of: As, neighbour_officer: User) -> None:
    here = path_of(ask(land))
    work()
    other = client_of(neighbour_officer)
    for path in (here, f"{here}/file", f"{EXPORTS}/{uuid.uuid4()}", f"{EXPORTS}/x"):
        assert other.get(path).status_code == 404
    assert other.delete(here).status_code == 404
    assert other.get(EXPORTS).json()["jobs"] == []
    assert [job["jobID"] for job in land.get(EXPORTS).json()["jobs"]] == [here.split("/")[-1]]
    assert Client().get(f"{here}/file").status_code == 401


def test_rights_are_judged_when_the_job_runs(land: Client, officer: User) -> None:
    here = path_of(ask(land))
    Officer.objects.filter(user=officer).update(suspended_at=timezone.now())
    work()
    Officer.objects.filter(user=officer).update(suspended_at=None)
    job = land.get(here).json()
    assert (job["status"], job["problem"]["code"]) == ("failed", "not_found")


@pytest.mark.parametrize("change", [{"area": "6705"}, {"role_id": "VIEWER"}, {"suspended_at": timezone.now()}])
def test_a_file_made_under_other_rights_is_not_handed_out(land: Client, officer: User, change: dict[str, Any]) -> None:
    here = path_of(ask(land))
    work()
    Officer.objects.filter(user=officer).update(**change)
    assert land.get(f"{here}/file").status_code == 404


def test_a_closed_account_gets_nothing(land: Client, officer: User) -> None:
    here = path_of(ask(land))
    work()
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert land.get(f"{here}/file").status_code == 401


def test_a_file_expires_and_is_removed(land: Client, folder: Path) -> None:
    here = path_of(ask(land))
    work()
    Job.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = land.get(f"{here}/file")
    assert (answer.status_code, answer.json()["code"]) == (410, "export_expired")
    assert all(link["rel"] != "result" for link in land.get(here).json()["links"])
    jobs.tidy()
    assert list(folder.iterdir()) == []
    Job.objects.update(finished_at=timezone.now() - jobs.REMEMBERED - timedelta(seconds=1))
    jobs.tidy()
    assert land.get(here).status_code == 404


def test_a_cancelled_job_is_not_done_and_its_file_goes(land: Client, folder: Path) -> None:
    first, second = path_of(ask(land)), path_of(ask(land))
    assert land.delete(first).status_code == 204
    work()
    assert (land.get(first).status_code, land.delete(first).status_code) == (404, 404)
    assert [job["links"][0]["href"].endswith(second) for job in land.get(EXPORTS).json()["jobs"]] == [True]
    assert len(list(folder.iterdir())) == 1
    assert land.delete(second).status_code == 204
    assert list(folder.iterdir()) == []


def test_names_of_people_are_logged_when_made_and_when_fetched(land: Client, officer: User) -> None:
    here = path_of(ask(land, "csv", purpose="ตรวจรายชื่อ", params={"q": "แปลง"}))
    work()
    body_of(land.get(f"{here}/file"))
    lines = (
        ReadLog.objects.filter(user_id=officer.pk)
        .order_by("id")
        .values_list("via", "user_id", "columns", "parameters", "rows", "purpose")
    )
    assert list(lines) == [(via, officer.pk, ["applicant_name"], ["q"], 5, "ตรวจรายชื่อ") for via in ("job", "web")]


def test_one_account_has_five_jobs_at_once(land: Client) -> None:
    assert [ask(land).status_code for _ in range(6)] == [202] * 5 + [429]


def test_more_than_a_format_holds_is_said(land: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from spatial.exports import FORMATS

    monkeypatch.setitem(FORMATS, "gpkg", replace(FORMATS["gpkg"], most=4))
    here = path_of(ask(land))
    work()
    assert land.get(here).json()["problem"]["code"] == "export_beyond_format"


def test_the_command_works_off_what_waits(land: Client) -> None:
    here = path_of(ask(land))
    before = signal.getsignal(signal.SIGTERM)
    call_command("work", "--once")
    signal.signal(signal.SIGTERM, before)
    assert land.get(here).json()["status"] == "successful"


@pytest.fixture
def worker_of(
    cluster: Cluster, database: str, folder: Path, officer: User
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `manage.py work` on the database of these tests."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "DATABASE_URL": cluster.url(database), "PLAENG_JOB_FOLDER": str(folder)}
        started.append(subprocess.Popen([sys.executable, "manage.py", "work", *arguments], cwd=ROOT, env=env))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 s")


def test_a_job_of_a_killed_worker_is_taken_up_again(
    worker_of: Callable[..., Any], cluster: Cluster, database: str, folder: Path, officer: User
) -> None:
    job = Job.objects.create(user=officer, asked={"collection": "parcels", "f": "csv", "params": {}, "people": []})
    gate = psycopg2.connect(cluster.url(database), options=cluster.app_options)
    with gate.cursor() as cursor:  # holds the first worker in the middle of its work
        cursor.execute("LOCK TABLE parcel IN ACCESS EXCLUSIVE MODE")
    first = worker_of()
    wait_for(lambda: Job.objects.get(pk=job.pk).state == Job.RUNNING)
    second = worker_of()
    time.sleep(1)
    assert Job.objects.get(pk=job.pk).attempt == 1  # the first one is at it
    first.send_signal(signal.SIGKILL)
    first.wait()
    gate.rollback()
    wait_for(lambda: Job.objects.get(pk=job.pk).state == Job.DONE)
    assert Job.objects.get(pk=job.pk).attempt == 2
    assert [path.name for path in folder.iterdir()] == [Job.objects.get(pk=job.pk).file]
    second.terminate()
    assert second.wait(20) == 0


def test_two_workers_share_the_queue(worker_of: Callable[..., Any], officer: User) -> None:
    asked = {"collection": "areas", "f": "csv", "params": {"limit": "50"}, "people": []}
    Job.objects.bulk_create([Job(user=officer, asked=asked) for _ in range(20)])
    workers = [worker_of("--once") for _ in (1, 2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert set(Job.objects.values_list("state", "attempt")) == {(Job.DONE, 1)}


def test_progress_is_seen_while_a_job_runs(officer: User) -> None:
    Job.objects.create(user=officer, asked={})
    job = jobs.take()
    assert job is not None
    progress = jobs.Progress(job)
    progress.start(4)
    progress(4)
    assert Job.objects.values_list("done", "total").get() == (4, 4)
    Job.objects.update(state=Job.CANCELLED)
    with pytest.raises(jobs.Cancelled):
        progress(4)
    progress.close()
    jobs.release(job)
