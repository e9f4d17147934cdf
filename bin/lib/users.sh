# Who does what. PostgreSQL refuses root and a web process should not be root, so a start by root
# gives both to an ordinary user: the clone's owner, or `plaeng` when root owns the clone.

# as_service COMMAND...: run it as the ordinary user.
as_service() {
  if [ "$SERVICE" = "$ME" ]; then "$@"; else (cd / && "${AS_SERVICE[@]}" "$@"); fi
}

# become USER: set AS_SERVICE, what has to stand before a command that USER runs.
AS_SERVICE=()
become() {
  SERVICE=$1
  if [ "$SERVICE" = "$ME" ]; then return; fi
  AS_SERVICE=(setpriv --reuid="$1" --regid="$(id -g "$1")" --init-groups -- env HOME=/ USER="$1" LOGNAME="$1")
}

clone_owner() { stat -c %U "$ROOT"; }

# go_on_as_owner KIND ARGUMENTS...: root in somebody else's clone installs the packages and goes on as that
# person, so that nothing in the clone becomes root's.
go_on_as_owner() {
  local owner kind=$1
  shift
  owner=$(clone_owner)
  if [ "$ME" != root ] || [ "$owner" = root ] || ! id "$owner" >/dev/null 2>&1; then return; fi
  become "$owner"
  LOG=$(mktemp)
  step "System packages, as root" install_packages "$kind"
  say "The clone belongs to $owner: going on as $owner."
  exec "${AS_SERVICE[@]}" HOME="$(getent passwd "$owner" | cut -d: -f6)" "$ROOT/bin/${0##*/}" "$@"
}

choose_service() {
  if [ "$ME" != root ]; then return; fi
  if ! id plaeng >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /var/lib/plaeng --shell /usr/sbin/nologin plaeng ||
      fail "root may not run PostgreSQL, and the user 'plaeng' could not be made." "useradd --system plaeng"
    say "Made the system user 'plaeng': it runs the database and the web process, because root must not."
  fi
  become plaeng
}

# May the ordinary user read the clone? A folder in root's home is closed to everybody else.
clone_is_open() { as_service test -r "$ROOT/manage.py" -a -r "$ROOT/bin/lib.sh"; }

# .local is a folder in the clone; in a closed clone it is a link to a folder that the ordinary user may enter.
open_local() {
  if ! clone_is_open; then link_local "/var/lib/plaeng/$(printf %s "$ROOT" | sha256sum | cut -c1-12)"; fi
  mkdir -p "$LOCAL" 2>/dev/null && [ -w "$LOCAL" ] ||
    fail "$ME may not write in $LOCAL." "run it as $(stat -c %U "$LOCAL" 2>/dev/null || clone_owner), or as root."
  LOCAL=$(readlink -f "$LOCAL")
  as_service test -x "$LOCAL" || fail "The user $SERVICE may not enter $LOCAL." "chmod a+x each folder above it."
  LOG=$LOCAL/setup.log
  date '+--- %F %T %z' >>"$LOG"
  export HOME=${HOME:-$LOCAL}
  load_settings
}

# Settings of this clone, NAME=value a line, for those who run Plaeng for real: docs/operators.md.
load_settings() {
  if [ ! -f "$LOCAL/plaeng.env" ] || [ "${IGNORE_SETTINGS:-no}" = yes ]; then return; fi
  set -a
  # shellcheck source=/dev/null
  . "$LOCAL/plaeng.env"
  set +a
  GIVEN_URL=${DATABASE_URL:-}
}

link_local() {
  if [ -d "$LOCAL" ] && [ ! -L "$LOCAL" ]; then
    fail "$ROOT lies where only root may enter, and it holds a .local from elsewhere." "move $LOCAL to $1 and run it again."
  fi
  mkdir -p "$1" || fail "$1 cannot be made." "move the clone to a folder that everybody may enter, /srv/plaeng for example."
  ln -sfn "$1" "$LOCAL"
  say "Only root may enter $ROOT, so the database, the Python packages and a copy of the code for the web process are in $1."
}

# service_folder PATH: a folder that the ordinary user owns and nobody else looks into.
service_folder() {
  mkdir -p "$1"
  chmod 700 "$1"
  if [ "$SERVICE" != "$ME" ]; then chown "$SERVICE:" "$1"; fi
}

one_at_a_time() { # two set-ups at once would undo each other's work; the lock goes with the process
  exec 9>"$LOCAL/lock"
  if ! flock -n 9; then
    say "Another bin/up, bin/down or bin/test of this clone is at work: waiting for it."
    flock -w 1800 9 || fail "The other one did not end within 30 minutes." "look for it with: ps aux | grep bin/"
  fi
}

release() { exec 9>&-; }
