# Roles, schemas, passwords, and the addresses that config/settings.py reads.

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# percent TEXT: as it stands in an address.
percent() { "$LOCAL/venv/bin/python" -c 'import sys, urllib.parse as u; print(u.quote(sys.argv[1], safe=""))' "$1"; }

# secret NAME COMMAND...: the file of that name in .local/secrets, made once.
secret() {
  local file=$LOCAL/secrets/$1
  shift
  if [ ! -s "$file" ]; then "$@" | as_service_file "$file"; fi
  cat "$file"
}

make_secrets() {
  service_folder "$LOCAL/secrets"
  secret secret_key random_hex 40 >/dev/null
  secret identity_key sh -c 'head -c 32 /dev/urandom | base64' >/dev/null
  APP_PASSWORD=$(secret app_password random_hex 20)
  MIGRATE_PASSWORD=$(secret migrate_password random_hex 20)
}

# export_environment DATABASE: what manage.py and the web process read.
export_environment() {
  export PYTHONPATH=$ROOT DJANGO_SETTINGS_MODULE=config.settings PLAENG_STATIC_ROOT=${PLAENG_STATIC_ROOT:-$LOCAL/static}
  export PLAENG_JOB_FOLDER=${PLAENG_JOB_FOLDER:-$LOCAL/jobs}
  # For real, mails go out by a server that is named, or not at all.
  if [ "${PLAENG_ENV:-development}" = development ]; then export PLAENG_EMAIL_URL=${PLAENG_EMAIL_URL-file://$LOCAL/mails}; fi
  if [ -z "${PLAENG_SECRET_KEY:-}" ]; then export PLAENG_SECRET_KEY_FILE=${PLAENG_SECRET_KEY_FILE:-$LOCAL/secrets/secret_key}; fi
  if [ -z "${PLAENG_IDENTITY_KEY:-}" ]; then export PLAENG_IDENTITY_KEY_FILE=${PLAENG_IDENTITY_KEY_FILE:-$LOCAL/secrets/identity_key}; fi
  if uses_own_server; then
    # By the socket: a megabyte through the loopback costs the database a fifth more (docs/bench.md).
    export DATABASE_URL="postgis://plaeng_app:$APP_PASSWORD@127.0.0.1:$PGPORT/$1?host=$(percent "$PGSOCKET")"
    export DATABASE_OWNER_URL="postgis://plaeng_migrate:$MIGRATE_PASSWORD@127.0.0.1:$PGPORT/$1?host=$(percent "$PGSOCKET")"
  else
    export DATABASE_URL=$GIVEN_URL
  fi
}

# bootstrap_sql LOGIN: passwords travel by a pipe, so that no list of processes shows them.
bootstrap_sql() {
  printf "\\\\set login '%s'\n\\\\set app_password '%s'\n\\\\set migrate_password '%s'\n" \
    "$1" "${APP_PASSWORD:-}" "${MIGRATE_PASSWORD:-}"
  cat "$ROOT/parcels/sql/bootstrap.sql" "$ROOT/parcels/sql/logins.sql"
}

# What bootstrap.sql says of the operator && and a restored dump or an update of PostGIS forgets.
BOXES_ARE_LEAKPROOF="SELECT proleakproof FROM pg_operator JOIN pg_proc p ON p.oid = oprcode
  WHERE oprname = '&&' AND oprleft = to_regtype('geometry') AND oprright = to_regtype('geometry')"

# prepare_database NAME: on the private cluster; done once for a database and a bootstrap.sql.
prepare_database() {
  local marker=$PGDATA_DIR/plaeng-$1.sha256 wanted
  wanted=$(bootstrap_sql "" | sha256sum)
  if [ "$(cat "$marker" 2>/dev/null)" = "$wanted" ] && [ "$(psql_admin -d "$1" -Atc "$BOXES_ARE_LEAKPROOF" 2>>"$LOG")" = t ]; then
    detail "database $1: roles and schemas unchanged"
    return
  fi
  if [ -z "$(psql_admin -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; then
    quiet psql_admin -d postgres -c "CREATE DATABASE $1" || fail "The database $1 could not be made." "$(why_failed)"
  fi
  bootstrap_sql "" | psql_admin -d "$1" -f - >>"$LOG" 2>&1 || fail "The roles and schemas could not be made." "$(why_failed)"
  echo "$wanted" | as_service_file "$marker"
  detail "database $1: extensions, roles plaeng_owner, plaeng_migrate, plaeng_app and groups of logins, schemas"
}

# --- A server of the operator's own: DATABASE_URL, and DATABASE_OWNER_URL for what changes tables.

given_psql() { with_libraries psql -X -q -At -v ON_ERROR_STOP=1 "${1/#postgis:/postgresql:}" "${@:2}"; }

given_is_ready() {
  local owner=${DATABASE_OWNER_URL:-$GIVEN_URL}
  [ "$(given_psql "$owner" -c "SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'unaccent', 'pg_trgm', 'btree_gist')" 2>>"$LOG")" = 4 ] &&
    [ "$(given_psql "$owner" -c "$BOXES_ARE_LEAKPROOF" 2>>"$LOG")" = t ] &&
    [ "$(given_psql "$owner" -c "SELECT pg_has_role('plaeng_owner', 'MEMBER') AND EXISTS (SELECT FROM pg_proc WHERE oid = to_regprocedure('plaeng_private.fit_login(text, text)') AND prosrc LIKE '%u.is_active%')" 2>>"$LOG")" = t ] &&
    [ "$(given_psql "$GIVEN_URL" -c "SELECT pg_has_role('plaeng_app', 'MEMBER')" 2>>"$LOG")" = t ]
}

prepare_given_server() {
  local owner=${DATABASE_OWNER_URL:-$GIVEN_URL} answer
  APP_PASSWORD="" MIGRATE_PASSWORD=""
  answer=$(given_psql "$owner" -c 'SELECT current_user' 2>&1) ||
    fail "The server of DATABASE_URL does not let us in: $answer" "check the address, the name and the password."
  if given_is_ready; then
    detail "extensions, roles and schemas are there"
    return
  fi
  detail "setting up extensions, roles and schemas as $answer"
  bootstrap_sql "$answer" | given_psql "$owner" -f - >>"$LOG" 2>&1 && given_is_ready ||
    fail "The database lacks extensions, roles or schemas, and $answer may not make them." \
      "let a superuser run, in that database: psql -v app_password=... -v migrate_password=... -v login=$answer -f parcels/sql/bootstrap.sql -f parcels/sql/logins.sql"
}
