# System packages: by apt as root or with a sudo that asks no password; else unpacked into .local/apt (unpack.sh).

have_command() { command -v "$1" >/dev/null 2>&1; }

have_file() { compgen -G "$1" >/dev/null || compgen -G "$LOCAL/apt/root$1" >/dev/null; }

# find_postgres: set PGBIN and PGVERSION to the newest PostgreSQL here that has PostGIS, or to that of the data.
find_postgres() {
  local bin version wanted=""
  PGBIN="" PGVERSION=0
  if [ -s "$(data_folder)/pg/PG_VERSION" ]; then wanted=$(<"$(data_folder)/pg/PG_VERSION"); fi
  for bin in "$LOCAL"/apt/root/usr/lib/postgresql/*/bin /usr/lib/postgresql/*/bin; do
    version=$(basename "$(dirname "$bin")")
    [ -x "$bin/initdb" ] && compgen -G "${bin%/lib/postgresql/*}/share/postgresql/$version/extension/postgis--*.sql" >/dev/null || continue
    if [ "$version" = "$wanted" ] || { [ -z "$wanted" ] && [ "$version" -ge 15 ] && [ "$version" -gt "$PGVERSION" ]; }; then
      PGBIN=$bin PGVERSION=$version
    fi
  done
  [ -n "$PGBIN" ]
}

# missing_packages up|test: the names, one a line. `postgis` stands for the newest set that apt offers.
missing_packages() {
  find_python || printf '%s\n' python3 python3-venv
  have_command msgfmt || echo gettext
  if uses_own_server; then
    find_postgres || echo postgis
  else
    have_command psql || echo postgresql-client
  fi
  if [ "$1" = test ]; then missing_for_tests; fi
}

missing_for_tests() {
  have_command chromium-headless-shell || [ "$(os_field ID)" = ubuntu ] || echo chromium-headless-shell
  have_file '/usr/lib/*/libatomic.so.1' || echo libatomic1 # Playwright's own program needs it
  have_command curl || echo curl # the examples of docs/ are run as they stand there
  have_command ogrinfo || echo gdal-bin
  have_file '/usr/lib/python3/dist-packages/qgis/core' || echo python3-qgis
  have_file '/usr/lib/R/site-library/sf' || echo r-cran-sf
  have_file '/usr/share/fonts/truetype/noto/NotoSansThai-*' || echo fonts-noto-core
  have_file '/usr/share/fonts/truetype/tlwg/*' || echo fonts-thai-tlwg
}

# find_browser: set BROWSER. Chromium without its windows, as Playwright takes it by itself: half the time of the whole
# one. Ubuntu's chromium-browser is only a pointer to a snap.
find_browser() {
  BROWSER=$(command -v chromium-headless-shell || command -v chromium || command -v google-chrome ||
    compgen -G "$LOCAL/browsers/chromium-*/chrome-linux*/chrome" | head -n 1)
  [ -n "$BROWSER" ]
}

os_field() { (. /etc/os-release && eval "echo \"\${$1:-}\""); }

# install_packages up|test
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$1")
  if [ ${#missing[@]} -eq 0 ]; then
    detail "all there"
    return
  fi
  have_command apt-get || fail "These are missing: ${missing[*]}; and this system has no apt." \
    "install PostgreSQL 15 or newer with PostGIS, Python 3.11 or newer and gettext, or use docker compose."
  if [ "$ME" = root ]; then
    apt_install "${missing[@]}"
  elif have_command sudo && sudo -n true 2>/dev/null; then
    apt_install "${missing[@]}"
  else
    detail "no root and no sudo without a password: the packages are unpacked into .local/apt"
    unpack_packages "${missing[@]}"
  fi
  hash -r
}

as_root() { if [ "$ME" = root ]; then "$@"; else sudo -n "$@"; fi; }

# postgis_packages [APT OPTIONS]: what to install for the newest PostgreSQL that has PostGIS here.
postgis_packages() {
  local newest
  newest=$(apt-cache "$@" search --names-only '^postgresql-[0-9]+-postgis-3$' | sed -E 's/^postgresql-([0-9]+)-.*/\1/' | sort -n | tail -n 1)
  if [ "${newest:-0}" -lt 15 ]; then
    fail "apt offers no PostgreSQL 15 or newer with PostGIS (newest: ${newest:-none})." "$(why_failed)"
  fi
  printf '%s\n' "postgresql-$newest" "postgresql-$newest-postgis-3" "postgresql-$newest-postgis-3-scripts"
}

# with_postgis NAMES...: the names, with `postgis` replaced; apt's options are in APT_OPTIONS.
with_postgis() {
  local name
  for name in "$@"; do
    if [ "$name" = postgis ]; then postgis_packages "${APT_OPTIONS[@]}"; else echo "$name"; fi
  done
}

# space_for MIB PACKAGE...: QGIS and what it needs are 2 GB more.
space_for() {
  case " ${*:2} " in
    *" python3-qgis "*) echo $(($1 + 2000)) ;;
    *) echo "$1" ;;
  esac
}

apt_install() {
  local names
  local -a list
  APT_OPTIONS=(-o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Acquire::Retries=2)
  need_space "$(space_for 1500 "$@")" /var "The system packages"
  detail "apt-get update"
  quiet as_root apt-get "${APT_OPTIONS[@]}" update -q || fail "apt-get update did not work." "$(why_failed)"
  names=$(with_postgis "$@") || exit 1
  mapfile -t list <<<"$names"
  detail "apt-get install ${list[*]}"
  no_foreign_cluster on
  if ! with_status as_root env DEBIAN_FRONTEND=noninteractive apt-get "${APT_OPTIONS[@]}" \
    install -q -y --no-install-recommends "${list[@]}"; then
    no_foreign_cluster off
    fail "apt-get install did not work." "$(why_failed)"
  fi
  no_foreign_cluster off
}

# Debian makes and starts a cluster of its own when PostgreSQL is installed; nobody asked for that one.
no_foreign_cluster() {
  local folder=/etc/postgresql-common/createcluster.d
  if [ "$1" = off ]; then
    as_root rm -f "$folder/plaeng.conf"
  elif ! have_command pg_createcluster; then
    as_root mkdir -p "$folder"
    echo "create_main_cluster = false" | as_root tee "$folder/plaeng.conf" >/dev/null
  fi
}

# with_status as_root|env COMMAND...: apt's status lines come out; all else goes to the log. Apt makes that file
# descriptor non-blocking, so it must not be the one that the packages' own scripts write to.
with_status() {
  local runner=$1
  shift
  "$runner" sh -c 'exec "$@" -o APT::Status-Fd=3 3>&1 1>&2' sh "$@" 2>>"$LOG" </dev/null 9>&- | apt_progress
}

# apt_progress: a line for each fifth of the way. Apt says dlstatus:3:12.5:… and pmstatus:NAME:40.1:…
apt_progress() {
  local line fifth said=0 was=""
  while read -r line; do
    if ! [[ $line =~ ^(dl|pm)status:.*:([0-9]+)\.[0-9]+: ]]; then continue; fi
    if [ "${BASH_REMATCH[1]}" != "$was" ]; then was=${BASH_REMATCH[1]} said=0; fi
    fifth=$((BASH_REMATCH[2] / 20))
    if [ "$fifth" -gt "$said" ]; then
      said=$fifth
      detail "$([ "$was" = dl ] && echo fetched || echo installed) $((fifth * 20)) %"
    fi
  done
}
