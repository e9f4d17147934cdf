"""The database defends itself: triggers, published tables, rights of the application."""

from django.db import migrations

from parcels.sqlfile import run


def _drop_functions(*names: str) -> str:
    return "".join(f"DROP FUNCTION plaeng_private.{name} CASCADE;" for name in names)


class Migration(migrations.Migration):
    dependencies = [("parcels", "0001_tables"), ("areas", "0002_rai")]

    operations = [
        run("refuse.v1.sql", _drop_functions("at", "refuse")),
        run("stamp.v1.sql", _drop_functions("stamp", "actor")),
        run("history.v1.sql", _drop_functions("record_history")),
        run(
            "shape.v1.sql",
            "ALTER TABLE parcel DROP CONSTRAINT parcel_shape; ALTER TABLE zone DROP CONSTRAINT zone_shape;"
            + _drop_functions("utm", "checked_shape"),
        ),
        run(
            "parcel.v1.sql",
            _drop_functions(
                "guard_parcel", "check_joined_area", "copy_application", "keep_state_since", "lock_land",
                "next_parcel_code",
            )
            + "DROP TABLE plaeng_private.parcel_counter;",
        ),
        run("overlap.v1.sql", _drop_functions("check_overlap", "open_overlap_case", "shared_part")),
        run("zone.v1.sql", _drop_functions("guard_zone", "check_zones", "move_zones", "zones_must_agree", "zone_must_fit")),
        run(
            "publish.v1.sql",
            "DROP INDEX parcel_tambon_id; DROP INDEX zone_tambon_id; DROP INDEX parcel_state_id;",
        ),
    ]  # fmt: skip
