#!/usr/bin/env python
"""Django's command line for Plaeng. `bin/plaeng COMMAND` runs it in the environment."""

import os
import sys

# These change tables, so they connect as the owner of the schema; all else runs as the application.
OWNER_COMMANDS = {"migrate", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in OWNER_COMMANDS:
        os.environ.setdefault("PLAENG_DB_ROLE", "owner")
    if command != "runserver":
        # A command works for minutes where a request may only take seconds.
        os.environ.setdefault("PLAENG_STATEMENT_TIMEOUT_MS", "0")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
