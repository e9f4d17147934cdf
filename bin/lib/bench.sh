# What bin/bench needs: the peers' environment, databases full of parcels, a login for the peers.

PEER=plaeng_bench_peer

# make_peers: tipg and pygeoapi from PyPI in an environment of their own, outside ours and its locks.
make_peers() {
  local wanted marker=$FOLDER/peers/.made
  wanted=$(sha256sum <"$ROOT/bench/peers/requirements.txt")
  if [ "$(cat "$marker" 2>/dev/null)" = "$wanted" ]; then
    detail "unchanged"
    return
  fi
  find_python || fail "There is no Python 3.11 or newer here." "install python3."
  need_space 600 "$FOLDER" "The peers"
  quiet "$PYTHON" -m venv "$FOLDER/peers" &&
    quiet "$FOLDER/peers/bin/pip" install -r "$ROOT/bench/peers/requirements.txt" ||
    fail "The peers could not be installed." "$(why_failed)"
  echo "$wanted" >"$marker"
}

bench_sql() { psql_admin -d "$1" "${@:2}"; }

# fill_bench DATABASE COUNT: tables, areas, COUNT parcels in the order of space, and the peers' view.
fill_bench() {
  local before
  if [ "$(bench_sql "$1" -Atc "SELECT obj_description('plaeng.parcel'::regclass)" 2>/dev/null)" = "bench $2" ]; then
    detail "there already"
    # An older clone may have made it, and the counts behind wide tiles come with a migration.
    if ! as_owner migrate --check >>"$LOG" 2>&1; then
      tell as_owner migrate --no-input --verbosity 0
      tell as_owner fold_tiles --rebuild
    fi
    # An import that was measured and undone has left its rows behind.
    bench_sql "$1" -c "VACUUM ANALYZE plaeng.parcel"
  else
    need_space $(($2 / 150)) "$PGDATA_DIR" "A database of $2 parcels"
    tell as_owner migrate --no-input --verbosity 0
    tell as_owner load_codes
    tell as_owner load_areas --names
    before=$(now_ms)
    tell as_owner seed_demo --parcels "$2"
    detail "seed_demo --parcels $2: $(seconds_since "$before")"
    bench_sql "$1" -c "CLUSTER plaeng.parcel USING parcel_geom_tambon" -c "VACUUM ANALYZE plaeng.parcel" \
      -c "COMMENT ON TABLE plaeng.parcel IS 'bench $2'"
  fi
  PEER_PASSWORD=$(secret bench_peer random_hex 20)
  peers_by_socket
  bench_sql "$1" -v peer="$PEER" -v password="$PEER_PASSWORD" -f - <"$ROOT/bench/sql/peers.sql" >>"$LOG" 2>&1 ||
    fail "The view for the peers could not be made." "$(why_failed)"
}

# The peers go by the socket, as we do, until bin/up or another bench writes the file anew at the next start.
peers_by_socket() {
  local lines
  lines=$(printf 'local all %s scram-sha-256\n' "$PEER" && grep -v " $PEER " "$PGDATA_DIR/pg_hba.conf")
  echo "$lines" | as_service_file "$PGDATA_DIR/pg_hba.conf"
  bench_sql postgres -Atc "SELECT pg_reload_conf()" >>"$LOG"
}

# make_average DATABASE: an amphoe of as many parcels as an amphoe of Thailand has on average.
make_average() {
  bench_sql "$1" -v ON_ERROR_STOP=1 -f - <"$ROOT/bench/sql/average_amphoe.sql" >>"$LOG" 2>&1 ||
    fail "The average amphoe could not be made." "$(why_failed)"
}

# migrated DATABASE: what its tables look like, so that a copy of older ones is made anew.
migrated() { bench_sql "$1" -Atc "SELECT app, name FROM plaeng_private.django_migrations ORDER BY 1, 2"; }

# grow_bench DATABASE: a copy of the million with four times as many more beside it.
grow_bench() {
  local before
  if [ "$(bench_sql "$1" -Atc "SELECT obj_description('plaeng.parcel'::regclass)" 2>/dev/null)" = "bench grown" ] &&
    [ "$(migrated "$1")" = "$(migrated plaeng_bench_1000000)" ]; then
    detail "there already"
    return
  fi
  need_space 24000 "$PGDATA_DIR" "A database of 5,000,000 parcels"
  bench_sql postgres -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1 TEMPLATE plaeng_bench_1000000"
  before=$(now_ms)
  bench_sql "$1" -f - <"$ROOT/bench/sql/grow.sql"
  detail "4,000,000 more: $(seconds_since "$before")"
  bench_sql "$1" -c "CLUSTER plaeng.parcel USING parcel_geom_tambon" -c "VACUUM ANALYZE plaeng.parcel" \
    -c "COMMENT ON TABLE plaeng.parcel IS 'bench grown'"
}

drop_bench() {
  local name
  for name in $(bench_sql postgres -Atc "SELECT datname FROM pg_database WHERE datname ~ '^plaeng_bench_[0-9]+\$'"); do
    bench_sql postgres -c "DROP DATABASE $name"
    rm -f "$PGDATA_DIR/plaeng-$name.sha256"
  done
  rm -rf "$FOLDER"
  say "Removed the databases of bin/bench and the peers."
}

export_for_bench() {
  export BENCH_FOLDER=$FOLDER BENCH_SOCKET=$PGSOCKET BENCH_PEER=$PEER BENCH_PEER_PASSWORD=$PEER_PASSWORD
  BENCH_POSTMASTER=$(head -n 1 "$PGDATA_DIR/postmaster.pid")
  export BENCH_POSTMASTER PATH="$PGBIN:$LOCAL/venv/bin:$PATH"
}

measure() {
  local status=0
  (cd "$ROOT" && "$LOCAL/venv/bin/python" -m bench "$@") || status=$?
  EXPLAINED=yes
  if [ "$CLUSTER_STARTED" = yes ] && ! web_pid >/dev/null; then stop_cluster; fi
  return "$status"
}
