# What bin/test runs, one after the other, and what it says at the end.

PASSED=() FAILED=()
RESULTS=$ROOT/.local/test-results.xml

# make_template ARGUMENTS: plaeng_test, migrated and empty, from which tests/conftest.py makes its databases.
# A run with pytest arguments keeps it as long as nothing that makes tables has changed.
make_template() {
  local tables marker=$PGDATA_DIR/plaeng-template
  tables=$(mark parcels/migrations parcels/sql spatial/areas/migrations spatial/sql requirements.txt)
  if [ "$1" -gt 0 ] && [ "$(cat "$marker" 2>/dev/null)" = "$tables" ]; then
    export_environment plaeng_test
    detail "unchanged"
    return
  fi
  drop_test_databases
  prepare_database plaeng_test
  export_environment plaeng_test
  tell as_owner migrate --no-input --verbosity 0
  echo "$tables" | as_service_file "$marker"
}

drop_test_databases() {
  local name
  for name in $(psql_admin -d postgres -Atc "SELECT datname FROM pg_database WHERE datname ~ '^plaeng_test(_|\$)'"); do
    quiet psql_admin -d postgres -c "DROP DATABASE \"$name\" WITH (FORCE)" || fail "$name could not be dropped." "$(why_failed)"
  done
  rm -f "$PGDATA_DIR/plaeng-plaeng_test.sha256" "$PGDATA_DIR/plaeng-template"
}

prepare_browser() { # Debian has chromium; elsewhere Playwright brings its own
  if ! find_browser; then
    PLAYWRIGHT_BROWSERS_PATH=$LOCAL/browsers tell "$LOCAL/venv/bin/playwright" install --no-shell chromium
    find_browser || fail "There is no Chromium for the browser tests." "install the package chromium."
  fi
  detail "$BROWSER"
}

export_for_tests() {
  export PLAENG_STATIC_ROOT=$LOCAL/test-static
  export PLAENG_TEST_CHROMIUM=$BROWSER PATH="$LOCAL/venv/bin:$PATH"
  PLAENG_TEST_QGIS_PYTHON=$(command -v qgis-python || echo /usr/bin/python3)
  export PLAENG_TEST_QGIS_PYTHON
  PLAENG_TEST_SUPERUSER_URL="postgresql://postgres@/postgres?port=$PGPORT&host=$(percent "$PGSOCKET")"
  export PLAENG_TEST_SUPERUSER_URL
}

# check NAME COMMAND...: run it from the clone's root and remember how it ended.
check() {
  local name=$1 started
  shift
  started=$(now_ms)
  printf '\n== %s\n' "$name"
  if (cd "$ROOT" && "$@" </dev/null); then PASSED+=("$name"); else FAILED+=("$name"); fi
  detail "$(seconds_since "$started")"
}

run_checks() {
  check "ruff check" ruff check .
  check "ruff format" ruff format --check .
  check "mypy" mypy
  check "djlint" djlint --lint --quiet frontend
  check "import contracts" lint-imports --no-logo
  check "missing migrations" as_owner makemigrations --check --dry-run
  check "Thai translations" python bin/check_translations
}

run_pytest() { (cd "$ROOT" && pytest "$@"); }

# Three on two cores: pages and servers wait for each other a quarter of the time.
run_tests() { check "pytest" run_pytest -n 3 --junitxml="$RESULTS"; }

leave_as_found() { # a database that this run started is stopped, unless a web process uses it by now
  if [ "$CLUSTER_STARTED" = yes ] && ! web_pid >/dev/null; then stop_cluster; fi
}

# summary: what failed, then one line with everything counted, pytest's tests and our checks alike.
summary() {
  local name
  printf '\n'
  for name in "${PASSED[@]}"; do say "ok      $name"; done
  for name in "${FAILED[@]}"; do say "FAILED  $name"; done
  "$LOCAL/venv/bin/python" - "$RESULTS" "${#PASSED[@]}" "${#FAILED[@]}" <<'COUNT'
import sys
from pathlib import Path
from xml.etree import ElementTree

tests = bad = skipped = 0
if Path(sys.argv[1]).exists():
    for suite in ElementTree.parse(sys.argv[1]).iter("testsuite"):
        tests += int(suite.get("tests", 0))
        bad += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
passed = tests - bad - skipped + int(sys.argv[2])
print(f"{passed} passed, {bad + int(sys.argv[3])} failed, {skipped} skipped")
COUNT
  [ ${#FAILED[@]} -eq 0 ]
}
