# What turns an empty database and a clone into something to look at. Each part is skipped when nothing it
# depends on has changed.

CODE="api config frontend parcels spatial fixtures manage.py requirements.txt bin/gunicorn.conf.py"

# mark FILES AND FOLDERS...: one line that changes when one of their files does.
mark() {
  (cd "$ROOT" && find "$@" -type f -not -path '*/__pycache__/*' -not -name '*.mo' -printf '%p %s %T@\n' 2>/dev/null) |
    sort | sha256sum | cut -d' ' -f1
}

# shellcheck disable=SC2086 # CODE is a list
code_mark() { mark $CODE; }

manage() { (cd "$ROOT" && "$LOCAL/venv/bin/python" manage.py "$@"); }

# tell COMMAND...: show its output indented, keep it in the log, fail with a sentence.
tell() {
  local what
  what=$(printf '%s ' "$@")
  "$@" 2>&1 9>&- </dev/null | tee -a "$LOG" | sed -u 's/^/      /' || fail "This did not work: $what" "$(why_failed)"
}

as_owner() { PLAENG_DB_ROLE=owner manage "$@"; }

loaded_marker() {
  if uses_own_server; then echo "$PGDATA_DIR/plaeng-loaded"; else echo "$LOCAL/web/loaded-$(printf %s "$GIVEN_URL" | sha256sum | cut -c1-12)"; fi
}

# load_database yes|no: tables, code lists, areas and, when asked for, the demonstration set. Sets CODE_IS_NEW.
load_database() {
  CODE_IS_NEW=no
  local wanted
  service_folder "$LOCAL/web"
  wanted="$(code_mark) demo=$1"
  if [ "$(cat "$(loaded_marker)" 2>/dev/null)" = "$wanted" ] && as_owner migrate --check >>"$LOG" 2>&1; then
    detail "tables and data unchanged"
    return
  fi
  tell as_owner migrate --no-input --verbosity 1
  tell as_owner load_codes
  tell as_owner load_areas --names
  if [ "$1" = yes ]; then tell manage seed_demo; fi
  CODE_IS_NEW=yes
  echo "$wanted" | as_service_file "$(loaded_marker)"
}

# build_pages: translations and static files, as the web process serves them.
build_pages() {
  local pages marker=$LOCAL/built-${PLAENG_STATIC_ROOT##*/}
  pages=$(mark frontend requirements.txt config/settings.py)
  compile_messages
  if [ "$(cat "$marker" 2>/dev/null)" = "$pages" ] && [ -d "$PLAENG_STATIC_ROOT" ]; then
    detail "pages unchanged"
    return
  fi
  tell manage collectstatic --no-input --clear --verbosity 0
  echo "$pages" >"$marker"
}

compile_messages() {
  local source
  for source in "$ROOT"/*/locale/*/LC_MESSAGES/*.po; do
    if [ ! -e "$source" ] || [ "${source%.po}.mo" -nt "$source" ]; then continue; fi
    quiet msgfmt --check-format -o "${source%.po}.mo" "$source" || fail "${source#"$ROOT"/} has a mistake." "$(why_failed)"
  done
}

# begin KIND ARGUMENTS...: users, .local, the lock. Every command of bin/ starts with it.
begin() {
  local kind=$1
  shift
  go_on_as_owner "$kind" "$@"
  choose_service
  open_local
  one_at_a_time
  unpacked_environment
  say "Plaeng in $ROOT, on $(os_field PRETTY_NAME), as $ME$(if [ "$SERVICE" != "$ME" ]; then echo "; database and web as $SERVICE"; fi)"
}

# set_up KIND LOCK DATABASE: the machine, Python and the database; afterwards manage.py works.
set_up() {
  step "System packages" install_packages "$1"
  step "Python packages" make_venv "$2"
  step "PostgreSQL" open_database "$3"
}

open_database() {
  make_secrets
  if uses_own_server; then
    start_cluster
    if [ "$1" != plaeng_test ]; then prepare_database "$1"; fi # that one is made afresh: checks.sh
  else
    prepare_given_server
  fi
  export_environment "$1"
}

# welcome PORT yes|no: where it is and who may sign in.
welcome() {
  say ""
  say "Plaeng: http://127.0.0.1:$1"
  if [ "$2" = yes ]; then
    say "Demonstration accounts, password plaeng-demo:"
    say "  province                the whole province (67)     amphoe01, amphoe01b  amphoe 6701"
    say "  amphoe05                amphoe 6705                 volunteer            one village of 6701"
    say "  head01                  head of amphoe 6701         household            its own application"
    say "  analyst, viewer         read the province"
  else
    say "No demonstration accounts. How to make real ones: docs/operators.md, 'People'."
  fi
  say "Stop it with bin/down; a command: bin/plaeng help"
}

# stay: hold the terminal until Ctrl-C, bin/down or the end of the web process; then leave nothing behind.
stay() {
  say "Ctrl-C stops it."
  trap 'stop_web >/dev/null' INT TERM HUP
  while web_pid >/dev/null; do wait "$WEB_JOB" || true; done
  trap '' INT TERM HUP
  if [ "$CLUSTER_STARTED" = yes ]; then stop_cluster; fi
  say "Plaeng has stopped."
}
