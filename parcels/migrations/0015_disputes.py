"""Deeds that stand twice become cases; cases are moved with a reason; land in dispute is left out of the totals."""

from django.db import migrations

from parcels.sqlfile import function, run

UNDO = (
    """
    DROP TRIGGER z_rollup_insert ON "case";
    DROP TRIGGER z_rollup_update ON "case";
    DROP TRIGGER z_rollup_delete ON "case";
    DROP FUNCTION plaeng_private.guard_case, plaeng_private.deed_holder_changed, plaeng_private.deeds_changed,
        plaeng_private.check_deeds CASCADE;
    DROP TABLE plaeng_private.case_move;
    DROP INDEX land_document_number, land_document_sheet;
"""
    + function("rollups.v1.sql", "rollup_parts")
    + function("rollups.v1.sql", "note_rollup")
)


class Migration(migrations.Migration):
    dependencies = [("parcels", "0014_register")]

    operations = [run("disputes.v1.sql", UNDO)]
