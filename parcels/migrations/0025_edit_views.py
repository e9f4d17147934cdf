"""QGIS edits views whose key has the version, so that each row on a screen brings the one that was shown."""

from django.db import migrations, models

from parcels.sqlfile import function, run

UNDO = (
    "DROP VIEW plaeng.parcel_edit, plaeng.zone_edit;"
    "DROP FUNCTION plaeng_private.keep_seen CASCADE; DROP FUNCTION plaeng_private.must_have_seen(integer, integer);"
    + "".join(
        f"ALTER TABLE plaeng.{table} ALTER COLUMN seen_version DROP DEFAULT;"
        f"ALTER TABLE plaeng.{table} ALTER COLUMN seen_version TYPE integer USING NULL::integer;"
        for table in ("parcel", "zone")
    )
    + "".join(function("guard_login.v1.sql", name) for name in ("must_find_rows", "must_have_seen", "must_own_columns"))
)
UNDO_ROWS = function("guard_login_rows.v2.sql", "guard_login_parcel") + function(
    "guard_login_rows.v1.sql", "guard_login_zone"
)


class Migration(migrations.Migration):
    dependencies = [("parcels", "0024_login_bounds")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=name,
                    name="seen_version",
                    field=models.IntegerField(db_default=1, editable=False, null=True),
                )
                for name in ("parcel", "zone")
            ],
            database_operations=[run("edit_views.v1.sql", UNDO)],
        ),
        run("guard_login_rows.v3.sql", UNDO_ROWS),
        run("history.v4.sql", function("login_traces.v1.sql", "record_history")),
    ]
