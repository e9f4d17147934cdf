"""National IDs: never in clear in the database, shown whole only for a purpose, each time with a line in the log."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from django.conf import settings

from parcels.demo.people import national_id
from parcels.models import ReadLog
from tests.cluster import Cluster
from tests.register.conftest import Story


@pytest.mark.django_db
class TestReading:
    def read(self, story: Story, who: str, purpose: str, status: int) -> dict[str, Any]:
        return story.post(who, f"applicants/{story.applicant}/identity/readings", {"purpose": purpose}, status)

    def stored(self, story: Story) -> None:
        story.apply()
        answer = story.client("officer").put(
            f"/api/applicants/{story.applicant}/identity",
            {"national_id": "1234567890121"},
            content_type="application/json",
        )
        assert answer.status_code == 200

    def test_every_reading_leaves_a_line(self, story: Story) -> None:
        self.stored(story)
        for n, who in enumerate(("officer", "head", "province", "officer"), start=1):
            assert self.read(story, who, "ตรวจกับทะเบียนราษฎร", 200) == {"national_id": "1-2345-67890-12-1"}
            assert ReadLog.objects.count() == n
        row = ReadLog.objects.order_by("-pk")[0]
        assert (row.user_id, row.columns, row.purpose) == (
            story.people["officer"].pk,
            ["national_id"],
            "ตรวจกับทะเบียนราษฎร",
        )
        assert row.parameters == [story.applicant]
        assert row.request_id
        assert "1234567890121" not in str(vars(row))

    def test_without_a_purpose_or_a_right_nothing_is_shown_and_nothing_logged(self, story: Story) -> None:
        self.stored(story)
        assert self.read(story, "officer", "x", 422)["findings"][0]["path"] == "/purpose"
        self.read(story, "neighbour", "ตรวจกับทะเบียนราษฎร", 404)
        self.read(story, "viewer", "ตรวจกับทะเบียนราษฎร", 404)
        assert not ReadLog.objects.exists()

    def test_lists_and_records_show_the_mask_alone(self, story: Story) -> None:
        self.stored(story)
        for path in (f"applicants/{story.applicant}", "applicants"):
            text = story.client("officer").get(f"/api/{path}").content.decode()
            assert "x-xxxx-xxxx0-12-1" in text
            assert "1234567890121" not in text.replace("-", "")


def test_a_dump_of_the_demonstration_holds_no_id_in_clear(demo_database: str, cluster: Cluster) -> None:
    """Every ID that the seed gives out is looked for in a plain dump of the whole database, with and without hyphens."""
    dump = subprocess.run(
        ["pg_dump", "--format=plain", cluster.url(demo_database)], capture_output=True, check=True, timeout=120
    ).stdout
    assert b"applicant_identity" in dump
    assert settings.IDENTITY_KEY.encode() not in dump
    digits = dump.replace(b"-", b"")
    ids = [national_id(n) for n in range(1, 400)]
    found = [one.last4 for one in ids if one.digits.encode() in digits or one.grouped.encode() in dump]
    assert found == []
