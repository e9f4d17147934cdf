"""Database logins of people: rights, row security, an optimistic lock and refusals in words for QGIS."""

from django.db import migrations, models

from parcels.sqlfile import function, run

NOT_SET_UP = """DO $$
BEGIN
    IF to_regprocedure('plaeng_private.fit_login(text, text)') IS NULL THEN
        RAISE EXCEPTION 'The server lacks the groups of database logins.'
            USING HINT = 'Let a superuser run parcels/sql/bootstrap.sql and parcels/sql/logins.sql in this database again.';
    END IF;
END $$"""

UNDO_RULES = """
    DROP FUNCTION plaeng_private.guard_login_parcel, plaeng_private.guard_login_zone CASCADE;
"""
UNDO_WORDS = """
    DROP FUNCTION plaeng_private.judge_at_once, plaeng_private.must_find_rows CASCADE;
    DROP FUNCTION plaeng_private.must_have_seen, plaeng_private.must_own_columns, plaeng_private.must_hold,
        plaeng_private.must_be_code;
"""
UNDO_POLICIES = (
    "".join(
        f"ALTER TABLE plaeng.{table} DISABLE ROW LEVEL SECURITY;"
        f"DROP POLICY login_reads_all ON plaeng.{table}; DROP POLICY login_reads ON plaeng.{table};"
        f"DROP POLICY login_creates ON plaeng.{table}; DROP POLICY login_updates ON plaeng.{table};"
        for table in ("parcel", "zone")
    )
    + "REVOKE ALL ON ALL TABLES IN SCHEMA plaeng FROM plaeng_viewer, plaeng_editor, plaeng_country;"
)
UNDO_TRACES = "".join((
    function("refuse.v1.sql", "refuse"), function("history.v3.sql", "record_history"), function("shape.v2.sql", "stamp"),
    function("stamp.v1.sql", "actor"), "DROP FUNCTION plaeng_private.is_login, plaeng_private.login_user;",
))  # fmt: skip
UNDO_LOGINS = """
    DROP FUNCTION plaeng_private.set_login_password, plaeng_private.fit_login_of_officer CASCADE;
    DROP VIEW plaeng.seen_case;
    DROP FUNCTION plaeng_private.login_holds, plaeng_private.login_village, plaeng_private.login_high,
        plaeng_private.login_low, plaeng_private.login_may, plaeng_private.login_area, plaeng_private.login_office;
    DROP TABLE plaeng_private.login_right;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0018_name_key")]

    operations = [
        migrations.RunSQL(NOT_SET_UP, ""),
        *(
            migrations.AddField(
                model_name=name, name="seen_version", field=models.IntegerField(editable=False, null=True)
            )
            for name in ("parcel", "zone")
        ),
        run("logins.v1.sql", UNDO_LOGINS),
        run("login_traces.v1.sql", UNDO_TRACES),
        run("policies.v1.sql", UNDO_POLICIES),
        run("guard_login.v1.sql", UNDO_WORDS),
        run("guard_login_rows.v1.sql", UNDO_RULES),
    ]
