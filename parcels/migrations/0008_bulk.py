"""Many parcels in one statement: the same rules, looked at for the set where that is cheaper than row by row."""

from django.db import migrations

from parcels.sqlfile import function, run

UNDO_OVERLAP = """
    DROP TRIGGER m_overlap ON plaeng.parcel;
    DROP TRIGGER m_overlap_due ON plaeng.parcel;
    DROP TRIGGER m_joined_area ON plaeng.parcel;
    DROP TRIGGER m_joined_area_new ON plaeng.parcel;
    DROP TABLE plaeng_private.overlap_due;
    DROP FUNCTION plaeng_private.check_due, plaeng_private.overlap_is_due, plaeng_private.check_land;
    CREATE CONSTRAINT TRIGGER m_overlap AFTER INSERT OR UPDATE OF geom, application, withdrawn_at ON plaeng.parcel
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_overlap();
    CREATE CONSTRAINT TRIGGER m_joined_area AFTER INSERT OR UPDATE OF joined_area_m2 ON plaeng.parcel
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plaeng_private.check_joined_area();
"""
UNDO_COUNTER = """
    DROP TRIGGER m_drawn ON plaeng.parcel;
    DROP FUNCTION plaeng_private.end_drawing, plaeng_private.keep_drawn;
"""
# Django adds an index of prefixes to each column of text that is a key. Codes and tambons are in byte order, whose
# index serves prefixes too, and of the code lists nobody asks for a prefix: each cost every new parcel an entry.
DROP_PREFIXES = """
    DO $$
    DECLARE name text;
    BEGIN
        FOR name IN SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class i ON i.oid = indexrelid
                    WHERE indrelid = 'plaeng.parcel'::regclass AND i.relname LIKE '%\\_like'
        LOOP
            EXECUTE 'DROP INDEX ' || name;
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0007_accuracy")]

    operations = [
        run(
            "shape.v2.sql",
            function("shape.v1.sql", "checked_shape")
            + function("parcel.v1.sql", "lock_land")
            + function("stamp.v1.sql", "stamp"),
        ),
        run("history.v2.sql", function("history.v1.sql", "record_history")),
        run("counter_of_codes.v1.sql", UNDO_COUNTER + function("parcel.v1.sql", "next_parcel_code")),
        run("overlap.v2.sql", function("overlap.v1.sql", "check_overlap") + UNDO_OVERLAP),
        migrations.RunSQL(DROP_PREFIXES, migrations.RunSQL.noop),
    ]
