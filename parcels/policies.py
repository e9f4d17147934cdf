"""Rights of database logins: the table of rights (parcels/rights.py) as SQL, and row security over it.

python -m parcels.policies > parcels/sql/policies.vN.sql     after a change of rights; then a migration that runs it

Whoever owns rows alone (a household) has no database login. Logins delete nothing: a parcel is withdrawn.
"""

from __future__ import annotations

import sys

from parcels.rights import CREATE, EVERY_COLUMN, READ, RIGHTS, UPDATE, Rights

# Kinds of objects that a database login may have, and their tables.
TABLES = {"parcels": "parcel", "zones": "zone"}
KINDS = (*TABLES, "areas", "cases", "applications")
# What else a viewer reads: code lists and areas are the same for everybody.
OPEN = (
    "area", "capture_method", "case_kind", "case_state", "component", "land_class", "level", "plot_model", "ratio",
    "sector", "soil", "state", "zone_group", "zone_stage", "zone_type",
)  # fmt: skip

HEAD = """\
-- Written by parcels/policies.py from the table of rights; a test compares. Row security holds for database logins of
-- people: the tables' owner is not forced, so that triggers see all land, and the application asks through its own rights.
"""
# Logins that there are get the groups that their roles now have.
REFIT = (
    "SELECT plaeng_private.fit_login(database_login) FROM plaeng_private.officer WHERE database_login IS NOT NULL;\n"
)
# A range that an index serves, with bounds that are asked for once a statement: measured in DATABASE.md.
RANGE = "tambon >= (SELECT plaeng_private.login_low('{kind}', '{action}')) AND tambon < (SELECT plaeng_private.login_high('{kind}', '{action}'))"
VILLAGE = "((SELECT plaeng_private.login_village()) IS NULL OR village_code = (SELECT plaeng_private.login_village()))"
STANDING = "(withdrawn_at IS NULL OR (SELECT plaeng_private.login_may('parcels', 'update')))"
# Under the row security of parcel, which brings the village.
ON_LAND = "EXISTS (SELECT FROM plaeng.parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL)"
REST = {("parcels", READ): (VILLAGE, STANDING), ("parcels", CREATE): (VILLAGE,), ("parcels", UPDATE): (VILLAGE,)}


def rights_sql() -> str:
    """The rows of plaeng_private.login_right."""
    rows = [row for role, rights in RIGHTS.items() if not rights.is_own for row in _rights_of(role, rights)]
    return (
        "TRUNCATE plaeng_private.login_right;\n"
        "INSERT INTO plaeng_private.login_right (role, kind, action, columns) VALUES\n    "
        + ",\n    ".join(rows)
        + ";\n"
    )


def _rights_of(role: str, rights: Rights) -> list[str]:
    names = sorted(rights.columns)
    columns = "NULL" if rights.columns is EVERY_COLUMN else "'{" + ",".join(names) + "}'"
    return [f"('{role}', '{kind}', '{action}', {columns})" for kind in KINDS for action in rights.actions.get(kind, ())]


def policies_sql() -> str:
    """Grants and policies of the published tables."""
    lines = [f"GRANT SELECT ON {', '.join('plaeng.' + name for name in OPEN)} TO plaeng_viewer;"]
    for kind, table in TABLES.items():
        lines += [
            f"GRANT SELECT ON plaeng.{table} TO plaeng_viewer, plaeng_country;",
            f"GRANT INSERT, UPDATE ON plaeng.{table} TO plaeng_editor;",
            f"ALTER TABLE plaeng.{table} ENABLE ROW LEVEL SECURITY;",
            # Nothing but true asks the index for the place alone.
            _policy(table, "login_reads_all", "SELECT", "plaeng_country", "true", ""),
            _policy(table, "login_reads", "SELECT", "plaeng_viewer", _within(kind, READ), ""),
            _policy(table, "login_creates", "INSERT", "plaeng_editor", "", _within(kind, CREATE)),
            _policy(table, "login_updates", "UPDATE", "plaeng_editor", *[_within(kind, UPDATE)] * 2),
        ]
    return "\n".join(lines) + "\n"


def _within(kind: str, action: str) -> str:
    rest = REST.get((kind, action), (ON_LAND,))
    return "\n        AND ".join((RANGE.format(kind=kind, action=action), *rest))


def _policy(table: str, name: str, command: str, group: str, using: str, check: str) -> str:
    tests = [f"\n    USING ({using})"] if using else []
    tests += [f"\n    WITH CHECK ({check})"] if check else []
    return (
        f"DROP POLICY IF EXISTS {name} ON plaeng.{table};\n"
        f"CREATE POLICY {name} ON plaeng.{table} FOR {command} TO {group}{''.join(tests)};"
    )


def sql() -> str:
    return HEAD + rights_sql() + policies_sql() + REFIT


if __name__ == "__main__":
    sys.stdout.write(sql())
