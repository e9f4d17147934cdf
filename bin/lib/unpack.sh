# Without root: the same packages, fetched by apt into .local/apt and unpacked there, with a small
# starter in .local/apt/bin for each program, which tells it where its libraries and data lie.

unpacked() { [ -d "$LOCAL/apt/root/usr" ]; }

# Programs that are started from there; PostgreSQL's are called by their full path.
STARTERS="msgfmt xgettext msgmerge msguniq msgattrib msgcat chromium-headless-shell curl ogrinfo ogr2ogr python3"

unpack_packages() {
  local apt=$LOCAL/apt names
  local -a list
  need_space "$(space_for 2500 "$@")" "$LOCAL" "The unpacked packages"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/root" "$apt/bin"
  APT_OPTIONS=(-o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives"
    -o Debug::NoLocking=1 -o Acquire::Retries=2 -o Dpkg::Use-Pty=0)
  detail "apt-get update (into .local/apt)"
  quiet apt-get "${APT_OPTIONS[@]}" update -q || fail "apt-get update did not work." "$(why_failed)"
  names=$(with_postgis "$@") || exit 1
  mapfile -t list <<<"$names"
  detail "fetching ${list[*]}, and what they need"
  if ! with_status env apt-get "${APT_OPTIONS[@]}" install -q -y --download-only --no-install-recommends "${list[@]}"; then
    fail "The packages could not be fetched." "$(why_failed)"
  fi
  detail "unpacking"
  unpack_all "$apt"
  unpacked_environment
  write_starters "$apt"
}

unpack_all() {
  local package count
  count=$(compgen -G "$1/archives/*.deb" | wc -l)
  for package in "$1"/archives/*.deb; do
    dpkg -x "$package" "$1/root" 2>>"$LOG" || fail "${package##*/} could not be unpacked." "$(why_failed)"
    echo "$package"
  done | every_tenth "$count"
  rm -f "$1"/archives/*.deb
  replace_alternatives "$1/root"
}

# What a package's installation script would have linked.
replace_alternatives() {
  local control
  for control in "$1"/usr/share/postgresql/*/extension/postgis-3.control; do
    if [ -e "$control" ]; then ln -sf postgis-3.control "${control%-3.control}.control"; fi
  done
}

# unpacked_environment: let what this process starts find the unpacked libraries and programs.
unpacked_environment() {
  local root=$LOCAL/apt/root folder
  unpacked || return 0
  UNPACKED_LIBRARIES=""
  for folder in "$root"/usr/lib/*-linux-gnu "$root"/usr/lib/*-linux-gnu/{blas,lapack,pulseaudio} "$root"/lib/*-linux-gnu "$root/usr/lib"; do
    if [ -d "$folder" ]; then UNPACKED_LIBRARIES+="${UNPACKED_LIBRARIES:+:}$folder"; fi
  done
  export UNPACKED_LIBRARIES
  # A Python from there needs them wherever it runs.
  if [ -x "$root/usr/bin/python3" ]; then export LD_LIBRARY_PATH=$UNPACKED_LIBRARIES; fi
  export PATH="$LOCAL/apt/bin:$PATH"
}

# with_libraries COMMAND...: the libraries are shown to this command only, not to the system's own programs.
with_libraries() {
  (
    if unpacked; then
      export LD_LIBRARY_PATH=$UNPACKED_LIBRARIES PROJ_DATA=$LOCAL/apt/root/usr/share/proj GDAL_DATA=$LOCAL/apt/root/usr/share/gdal
    fi
    "$@"
  )
}

write_starters() {
  local name program
  for name in $STARTERS; do
    program=$1/root/usr/bin/$name
    if [ "$name" = chromium-headless-shell ]; then program=$1/root/usr/lib/chromium/$name; fi
    if [ ! -e "$program" ]; then continue; fi
    cat >"$1/bin/$name" <<STARTER
#!/bin/sh
export LD_LIBRARY_PATH="$UNPACKED_LIBRARIES" PROJ_DATA="$1/root/usr/share/proj" GDAL_DATA="$1/root/usr/share/gdal"
exec "$program" "\$@"
STARTER
    chmod 755 "$1/bin/$name"
  done
  write_qgis_starter "$1"
  write_r_starter "$1"
}

# R's own starter has /usr written into it, so this one starts the program behind it: .local/apt/bin/Rscript.
write_r_starter() {
  local r=$1/root/usr/lib/R
  if [ ! -x "$r/bin/exec/R" ]; then return; fi
  cat >"$1/bin/Rscript" <<STARTER
#!/bin/sh
export R_HOME="$r" R_SHARE_DIR="$1/root/usr/share/R/share" R_LIBS_SITE="$r/site-library" EDITOR=vi PAGER=cat
export LD_LIBRARY_PATH="$r/lib:$UNPACKED_LIBRARIES" PROJ_DATA="$1/root/usr/share/proj" GDAL_DATA="$1/root/usr/share/gdal"
exec "$r/bin/exec/R" --no-echo --no-restore "\$@"
STARTER
  chmod 755 "$1/bin/Rscript"
}

# The system's Python with QGIS from there: .local/apt/bin/qgis-python.
write_qgis_starter() {
  if [ ! -d "$1/root/usr/lib/python3/dist-packages/qgis" ]; then return; fi
  cat >"$1/bin/qgis-python" <<STARTER
#!/bin/sh
export LD_LIBRARY_PATH="$UNPACKED_LIBRARIES" PROJ_DATA="$1/root/usr/share/proj" GDAL_DATA="$1/root/usr/share/gdal"
export PYTHONPATH="$1/root/usr/lib/python3/dist-packages" QGIS_PREFIX_PATH="$1/root/usr"
export QT_PLUGIN_PATH="\$(echo "$1"/root/usr/lib/*-linux-gnu/qt5/plugins)"
exec "\$(command -v /usr/bin/python3 || command -v python3)" "\$@"
STARTER
  chmod 755 "$1/bin/qgis-python"
}
