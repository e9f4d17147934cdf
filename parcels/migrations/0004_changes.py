"""The database counts its changes and keeps a log of them, for caches and for mirrors."""

from django.conf import settings
from django.db import migrations

from parcels.sqlfile import run

FUNCTIONS = (
    "start_again", "forget_changes", "all_changed", "list_changed", "area_renamed", "applicant_changed",
    "application_changed", "document_changed", "zone_changed", "parcel_changed", "touch_parcels", "land_query",
    "readers_of",
)  # fmt: skip
COUNTER = ("cell_y", "cell_x", "bump", "new_epoch", "current_epoch")


def _drop(table: str, functions: tuple[str, ...]) -> str:
    dropped = "".join(f"DROP FUNCTION plaeng_private.{name} CASCADE;" for name in functions)
    return f"{dropped}DROP TABLE plaeng_private.{table};"


class Migration(migrations.Migration):
    dependencies = [
        ("parcels", "0003_given_area"),
        ("areas", "0003_filter_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        run("counter.v1.sql", _drop("change_epoch", COUNTER) + "DROP TABLE plaeng_private.change_shard;"),
        run("changes.v1.sql", _drop("change_log", FUNCTIONS)),
    ]
