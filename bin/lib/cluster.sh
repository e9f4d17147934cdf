# The private PostgreSQL cluster: its own folder, its own socket, its own port on 127.0.0.1.

CLUSTER_STARTED=no # yes when this run started it

uses_own_server() { [ -z "$GIVEN_URL" ]; }

# Where the database lies: --data DIR, which is remembered, or .local.
data_folder() { cat "$LOCAL/data-folder" 2>/dev/null || echo "$LOCAL"; }

# remember_data DIR: move to another folder for the database, from now on.
remember_data() {
  local folder
  mkdir -p "$1" 2>/dev/null || fail "The folder $1 cannot be made." "give --data a folder that you may write."
  folder=$(cd "$1" && pwd -P)
  if [ "$folder" = "$(data_folder)" ]; then return; fi
  as_service test -x "$folder" ||
    fail "The user $SERVICE may not enter $folder." "give --data a folder that everybody may enter, /srv/plaeng-data for example."
  if [ -d "$(data_folder)/pg" ]; then
    say "Until now the database was in $(data_folder)/pg; it stays there, untouched."
    stop_web
    stop_cluster
  fi
  echo "$folder" >"$LOCAL/data-folder"
}

pg() { # pg PROGRAM ARGUMENTS...: one of PostgreSQL's programs, as the ordinary user
  local program=$PGBIN/$1
  shift
  with_libraries as_service "$program" "$@"
}

psql_admin() { pg psql -X -q -v ON_ERROR_STOP=1 -h "$PGSOCKET" -p "$PGPORT" -U postgres "$@"; }

# locate_cluster: set PGDATA_DIR, PGSOCKET, PGPORT. A socket's path holds 107 bytes at most.
locate_cluster() {
  PGDATA_DIR=$(data_folder)/pg
  PGSOCKET=$LOCAL/run
  if [ ${#PGSOCKET} -gt 80 ]; then
    PGSOCKET=/tmp/plaeng-$(id -u "$SERVICE")-$(printf %s "$LOCAL" | sha256sum | cut -c1-12)
  fi
  PGPORT=$(cat "$LOCAL/pg-port" 2>/dev/null || echo 0)
}

cluster_runs() { [ -d "$PGDATA_DIR" ] && pg pg_ctl status -D "$PGDATA_DIR" >/dev/null 2>&1; }

# start_cluster: make it when there is none, start it when it does not run; leave it alone otherwise.
start_cluster() {
  find_postgres || fail "No PostgreSQL here fits the database in $(data_folder)/pg (version $(cat "$(data_folder)/pg/PG_VERSION"))." \
    "install that version again, dump the database, then start with an empty folder: docs/operators.md, 'A new PostgreSQL'."
  locate_cluster
  if cluster_runs; then
    detail "running on 127.0.0.1:$PGPORT"
    return
  fi
  if [ ! -s "$PGDATA_DIR/PG_VERSION" ]; then make_cluster; fi
  need_space 100 "$PGDATA_DIR" "The database"
  if [ ! -O "$PGSOCKET" ] && [ -e "$PGSOCKET" ] && [ "$ME" != root ]; then fail "$PGSOCKET belongs to somebody else." "remove it."; fi
  service_folder "$PGSOCKET"
  PGPORT=$(free_port "$PGPORT")
  echo "$PGPORT" >"$LOCAL/pg-port"
  write_configuration
  quiet pg pg_ctl start -w -t 600 -D "$PGDATA_DIR" -l "$PGDATA_DIR/start.log" 9>&- || cluster_did_not_start
  CLUSTER_STARTED=yes
  detail "PostgreSQL $PGVERSION on 127.0.0.1:$PGPORT, data in $PGDATA_DIR, as $SERVICE"
}

cluster_did_not_start() {
  tail -n 5 "$PGDATA_DIR/start.log" >&2 || true
  cat "$PGDATA_DIR/start.log" >>"$LOG" 2>/dev/null || true
  fail "PostgreSQL did not start." "read the lines above and $PGDATA_DIR/log; $(why_failed)"
}

make_cluster() {
  detail "making an empty one in $PGDATA_DIR"
  need_space 500 "$(data_folder)" "The database"
  service_folder "$PGDATA_DIR"
  quiet pg initdb -D "$PGDATA_DIR" -U postgres --data-checksums --encoding=UTF8 --locale=C.UTF-8 \
    --auth-local=peer --auth-host=scram-sha-256 || fail "PostgreSQL could not make its data folder." "$(why_failed)"
  as_service sh -c 'echo "include '"'plaeng.conf'"'" >>"$1/postgresql.conf"' sh "$PGDATA_DIR"
}

# free_port WISH: the port of the last time when it is free, else the first free one from 54400 on.
free_port() {
  "$LOCAL/venv/bin/python" - "$1" <<'PORT'
import socket, sys

def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

print(next(port for port in [int(sys.argv[1]) or 54400, *range(54400, 54600)] if is_free(port)))
PORT
}

as_service_file() { as_service sh -c 'umask 077 && cat >"$1"' sh "$1"; }

# Durability is PostgreSQL's own default and said aloud; statements and row contents stay out of the log,
# because they hold names and numbers of people.
write_configuration() {
  as_service_file "$PGDATA_DIR/plaeng.conf" <<CONF
# Written by bin/up at each start; put your own settings at the end of postgresql.conf.
listen_addresses = '127.0.0.1'
port = $PGPORT
unix_socket_directories = '$PGSOCKET'
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
jit = off
fsync = on
synchronous_commit = on
full_page_writes = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
cluster_name = 'plaeng'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_statement = 'none'
log_min_error_statement = panic
log_error_verbosity = terse
log_connections = off
CONF
  as_service_file "$PGDATA_DIR/pg_hba.conf" <<'HBA'
# type  database  user  address       method
local   all       all                 peer map=plaeng
# Logins of people (QGIS) have nothing to look for in the server's own databases.
host    postgres,template1  +plaeng_viewer  127.0.0.1/32  reject
host    all       all   127.0.0.1/32  scram-sha-256
HBA
  # The socket is for those who may read everything here anyway: the ordinary user, and root if root started it.
  for user in "$SERVICE" "$ME"; do
    for role in postgres plaeng_migrate plaeng_app; do echo "plaeng $user $role"; done
  done | sort -u | as_service_file "$PGDATA_DIR/pg_ident.conf"
}

stop_cluster() { # says so when there was nothing to stop
  find_postgres || { say "No private database here."; return; }
  locate_cluster
  if cluster_runs; then
    quiet pg pg_ctl stop -w -t 120 -m fast -D "$PGDATA_DIR" || fail "PostgreSQL did not stop." "$(why_failed)"
    say "Stopped the database."
  else
    say "The database was not running."
  fi
}
