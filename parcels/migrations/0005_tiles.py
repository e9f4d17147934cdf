"""The pyramid of counts behind tiles of low zooms, kept right by triggers."""

from django.db import migrations

from parcels.sqlfile import run

UNDO = """
    DROP FUNCTION plaeng_private.count_parcels, plaeng_private.recount_parcels CASCADE;
    DROP FUNCTION plaeng_private.rebuild_tiles, plaeng_private.fold_tiles, plaeng_private.grid_x, plaeng_private.grid_y;
    DROP TABLE plaeng_private.tile_change, plaeng_private.tile_cluster;
"""


class Migration(migrations.Migration):
    dependencies = [("parcels", "0004_changes")]

    operations = [run("tiles.v1.sql", UNDO)]
