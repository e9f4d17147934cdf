"""The end of a term and the closing of an account reach open sessions of database logins."""

from django.db import migrations

from parcels.sqlfile import run

# fit_login is a superuser's (logins.sql): an update of the code does not bring the new one.
NOT_SET_UP = """DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_proc WHERE oid = 'plaeng_private.fit_login(text, text)'::regprocedure
                   AND prosrc LIKE '%u.is_active%') THEN
        RAISE EXCEPTION 'The server has an older logins.sql.'
            USING HINT = 'Let a superuser run parcels/sql/bootstrap.sql and parcels/sql/logins.sql in this database again.';
    END IF;
END $$"""
UNDO = "DROP FUNCTION plaeng_private.fit_login_of_user, plaeng_private.close_ended_logins CASCADE"


class Migration(migrations.Migration):
    dependencies = [("parcels", "0022_withdrawn_by_login")]

    operations = [migrations.RunSQL(NOT_SET_UP, ""), run("logins_end.v1.sql", UNDO)]
