"""The plans that bin/bench --desk prints are those of the statements that the desk runs."""

from __future__ import annotations

import pytest

from bench.desk import plans

pytestmark = pytest.mark.django_db


def test_theplans_of_the_desk_can_be_asked_for() -> None:
    work, search = plans("นายสมหมาย")
    assert work.startswith("my work:")
    assert "Limit" in work
    assert search.startswith("search:")
