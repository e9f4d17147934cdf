# Python and the packages it needs, in .local/venv, each one pinned by its checksum.

# find_python: set PYTHON to a Python >= 3.11 that can make an environment and that the ordinary user may run.
find_python() {
  local name
  for name in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
    if have_command "$name" && python_fits "$name"; then
      PYTHON=$(command -v "$name")
      return 0
    fi
  done
  return 1
}

python_fits() {
  local needs="ensurepip, venv"
  if unpacked_pip; then needs=venv; fi
  as_service "$1" -c "import sys, $needs; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1
}

unpacked_pip() { # sets PIP_WHEEL: Debian's pip as unpack.sh leaves it
  PIP_WHEEL=$(compgen -G "$LOCAL/apt/root/usr/share/python-wheels/pip-*.whl" | head -n 1)
  [ -n "$PIP_WHEEL" ]
}

empty_venv() {
  rm -rf "$LOCAL/venv"
  if unpacked_pip; then
    "$PYTHON" -m venv --without-pip "$LOCAL/venv" &&
      "$LOCAL/venv/bin/python" "$PIP_WHEEL/pip" install --no-index "$PIP_WHEEL"
  else
    "$PYTHON" -m venv "$LOCAL/venv"
  fi
}

venv_marker() { # what the environment was made of
  { "$LOCAL/venv/bin/python" -V && echo "$LOCAL" && cat "$ROOT/$1"; } 2>/dev/null | sha256sum | cut -d' ' -f1
}

# make_venv LOCK FILE: quick when nothing has changed since the last time.
make_venv() {
  local marker=$LOCAL/venv/.${1%.txt}
  if [ -x "$LOCAL/venv/bin/python" ] && [ "$(cat "$marker" 2>/dev/null)" = "$(venv_marker "$1")" ]; then
    detail "unchanged"
    return
  fi
  find_python || fail "There is no Python 3.11 or newer here." \
    "use Debian 12, Ubuntu 24.04 or newer, or put a python3 of 3.11 or newer in PATH."
  if ! "$LOCAL/venv/bin/python" -m pip --version >/dev/null 2>&1; then
    need_space 1200 "$LOCAL" "The Python packages"
    detail "making .local/venv with $("$PYTHON" -V)"
    quiet empty_venv || fail "Python could not make .local/venv." "$(why_failed)"
  fi
  install_lock "$1"
  venv_marker "$1" >"$marker"
}

install_lock() {
  local total
  total=$(grep -c '^[a-z0-9].*==' "$ROOT/$1") || fail "$1 is empty or missing." "git checkout $1"
  detail "pip install: $total packages, checked against $1"
  if ! PYTHONWARNINGS=ignore "$LOCAL/venv/bin/python" -m pip install --require-hashes --no-deps --only-binary :all: --retries 2 \
    --no-input --disable-pip-version-check --progress-bar off -r "$ROOT/$1" 2>>"$LOG" </dev/null |
    tee -a "$LOG" | sed -u -n '/^\(Collecting\|Requirement already\)/p' | every_tenth "$total"; then
    fail "The Python packages could not be installed." "$(why_failed)"
  fi
}
