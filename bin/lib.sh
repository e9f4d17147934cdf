# What bin/up, bin/down, bin/test and bin/plaeng share. Sourced, never run.
#
# Everything that Plaeng makes on a machine lies in .local/ of the clone:
#   venv/  pg/  run/ (socket)  apt/ (packages unpacked without root)  secrets/  static/  web/ (pid, log)  setup.log
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
LOCAL=$ROOT/.local
LOG=/dev/null
ME=$(id -un)
SERVICE=$ME # the ordinary user that runs the database and the web process
STEP=0
GIVEN_URL=${DATABASE_URL:-} # a server of the operator's own; empty: the private cluster

say() { printf '%s\n' "$*"; }
detail() { printf '      %s\n' "$*"; }

# fail SENTENCE [WHAT TO DO]: say both and stop.
fail() {
  EXPLAINED=yes
  printf '\nbin/%s: %s\n' "${0##*/}" "$1" >&2
  if [ $# -gt 1 ]; then printf '  What to do: %s\n' "$2" >&2; fi
  exit 1
}

# No command may end without a word, not even one whose end nobody foresaw.
EXPLAINED=no
trap 'status=$?; if [ $status != 0 ] && [ $EXPLAINED = no ]; then
  fail "It stopped where nobody expected it." "read the end of $LOG, mend what it says, run it again."; fi' EXIT

now_ms() { date +%s%3N; }

seconds_since() { awk -v a="$1" -v b="$(now_ms)" 'BEGIN { printf "%.1f s", (b - a) / 1000 }'; }

# step TITLE COMMAND...: run one part of the set-up; say what it is and how long it took.
step() {
  local title=$1 started
  shift
  STEP=$((STEP + 1))
  started=$(now_ms)
  printf '[%d] %s\n' "$STEP" "$title"
  "$@"
  detail "$(seconds_since "$started")"
}

# quiet COMMAND...: its output goes to the set-up log only.
quiet() { "$@" >>"$LOG" 2>&1 </dev/null; }

# every_tenth TOTAL: count the lines that come in and say how far it is about ten times. (Not by awk: Debian's
# waits for a full buffer.)
every_tenth() {
  local count=0 said=0 total=$1
  while read -r _; do
    count=$((count + 1))
    if [ $((10 * count / total)) -gt "$said" ] && [ "$count" -le "$total" ]; then
      said=$((10 * count / total))
      detail "$count of $total"
    fi
  done
}

# need_space MIB FOLDER WHAT: stop before a disk fills up, not after.
need_space() {
  local free
  free=$(df -Pm "$2" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$1" ] || fail "$3 needs about $1 MiB in $2, and $free MiB are free." \
    "free some space there, or put the database elsewhere with --data DIR."
}

why_failed() { # what this run's end of the set-up log tells about the last command
  local tail
  tail=$(tac "$LOG" 2>/dev/null | sed '/^--- /q' | head -n 60 || true)
  case $tail in
    *"No space left"* | *"not enough free space"*) echo "the disk is full: free some space and run it again." ;;
    *"DO NOT MATCH THE HASHES"* | *"Hashes are required"* | *"Invalid requirement"*)
      echo "a lock file is damaged or a package was changed: git checkout requirements.txt requirements-dev.txt, or bin/lock." ;;
    *CERTIFICATE_VERIFY_FAILED* | *"certificate verify failed"*)
      echo "a package server's certificate is not trusted here: give PIP_CERT the file of your organisation's certificates." ;;
    *"Temporary failure"* | *"Could not resolve"* | *"NewConnectionError"* | *"Failed to establish"* | \
      *"Could not connect"* | *"Failed to fetch"* | *"Max retries"* | *"Network is unreachable"* | *"Connection refused"* | \
      *"No matching distribution"*)
      echo "no package server answers: check the network (and proxy settings), then run it again." ;;
    *"Unable to locate package"* | *"has no installation candidate"*)
      echo "apt does not know the package: on Ubuntu switch on 'universe', then run it again." ;;
    *"dpkg was interrupted"*) echo "an earlier installation was cut off: dpkg --configure -a, then run it again." ;;
    *"Could not get lock"* | *"is another process using it"*) echo "another apt is at work: wait for it, then run it again." ;;
    *) echo "read the end of $LOG, mend what it says, run it again: finished steps are not repeated." ;;
  esac
}

for part in users packages unpack python cluster database steps web; do
  # shellcheck source=/dev/null
  . "$ROOT/bin/lib/$part.sh"
done
