"""Applicants and joined land by area, year, state and model, kept right by triggers."""

from django.db import migrations

from parcels.sqlfile import run

UNDO = """
    DROP FUNCTION plaeng_private.note_rollup CASCADE;
    DROP VIEW plaeng_private.rollup_now;
    DROP FUNCTION plaeng_private.rebuild_rollups, plaeng_private.fold_rollups, plaeng_private.due_applicants,
        plaeng_private.rollup_of, plaeng_private.rollup_parts, plaeng_private.is_counted;
    DROP TABLE plaeng_private.rollup_due, plaeng_private.rollup_part, plaeng_private.rollup;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0008_bulk")]

    operations = [run("rollups.v1.sql", UNDO)]
