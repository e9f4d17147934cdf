#!/usr/bin/env python
"""Django's command line for Plaeng. `bin/plaeng COMMAND` runs it in the environment."""

import os
import sys

# These change tables, so they connect as the owner of the schema; all else runs as the application.
OWNER_COMMANDS = {"migrate", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    # In bulk, seed_demo lets triggers rest.
    is_bulk = command == "seed_demo" and any(arg.startswith("--parcels") for arg in sys.argv)
    if command in OWNER_COMMANDS or is_bulk:
        os.environ.setdefault("PLAENG_DB_ROLE", "owner")
    if command != "runserver":
        # A command works for minutes where a request may only take seconds.
        os.environ.setdefault("PLAENG_STATEMENT_TIMEOUT_MS", "0")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
