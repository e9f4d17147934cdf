# The web process, gunicorn on 127.0.0.1, and the worker beside it, both as the ordinary user.

web_pid() { # prints the number of the running web process, or fails
  local pid
  pid=$(cat "$LOCAL/web/web.pid" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$LOCAL/web/web.pid" && echo "$pid"
}

ready() { # ready PORT SECONDS PID: wait until /readyz says yes, as long as that process lives
  "$LOCAL/venv/bin/python" - "$1" "$2" "${PLAENG_ALLOWED_HOSTS:-127.0.0.1}" "$3" <<'READY'
import http.client, os, sys, time

port, patience, host = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3].split(",")[0].strip()
began = time.monotonic()
while True:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
        connection.request("GET", "/readyz", headers={"Host": host})
        if connection.getresponse().status == 200:
            sys.exit(0)
    except OSError:
        pass
    waited = time.monotonic() - began
    if waited > patience or not os.path.exists(f"/proc/{sys.argv[4]}"):
        sys.exit(1)
    time.sleep(0.2)
READY
}

# need_port PORT: asked before the long work begins, and again before the start.
need_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && [ "$(web_port)" != "$1" ]; then
    fail "Port $1 of 127.0.0.1 is in use by another program." "bin/up --port $(($1 + 1)), or stop that program."
  fi
}

web_port() { # the port of our own web process, when it runs
  if web_pid >/dev/null; then cut -d' ' -f1 "$LOCAL/web/serving" 2>/dev/null; fi
}

# web_folder: where the web process reads the code. A closed clone is copied to where the ordinary user may read it.
web_folder() {
  if clone_is_open; then
    echo "$ROOT"
    return
  fi
  rm -rf "$LOCAL/code.new"
  mkdir -p "$LOCAL/code.new"
  # shellcheck disable=SC2086 # CODE is a list
  tar -C "$ROOT" --exclude=__pycache__ -cf - $CODE | tar -C "$LOCAL/code.new" --no-same-owner --no-same-permissions -xf -
  chmod -R a+rX "$LOCAL/code.new"
  rm -rf "$LOCAL/code"
  mv "$LOCAL/code.new" "$LOCAL/code"
  echo "$LOCAL/code"
}

# web_is_current PORT: it runs there already, with this code, and so does the worker.
web_is_current() {
  web_pid >/dev/null && worker_pid >/dev/null && [ "$(cat "$LOCAL/web/serving" 2>/dev/null)" = "$1 $(code_mark) $GIVEN_URL" ] && ready "$1" 3 "$(web_pid)"
}

# start_web PORT: sets WEB_JOB to the background job. The web process never sees the owner's address.
start_web() {
  local folder
  if web_pid >/dev/null; then
    detail "code, port or database changed: starting it again"
    stop_web >/dev/null
  fi
  need_port "$1"
  service_folder "$LOCAL/web"
  folder=$(web_folder)
  rotate_log web
  (
    unset DATABASE_OWNER_URL
    export PYTHONPATH=$folder PLAENG_BASE_URL=${PLAENG_BASE_URL:-http://127.0.0.1:$1}
    cd /
    exec "${AS_SERVICE[@]}" setsid "$LOCAL/venv/bin/gunicorn" --chdir "$folder" -c "$folder/bin/gunicorn.conf.py" \
      --bind "127.0.0.1:$1" --pid "$LOCAL/web/web.pid" --log-file "$LOCAL/web/web.log" --capture-output
  ) >/dev/null 2>&1 </dev/null 9>&- &
  WEB_JOB=$!
  if ! ready "$1" 240 "$WEB_JOB"; then
    tail -n 12 "$LOCAL/web/web.log" >&2
    stop_web >/dev/null
    kill "$WEB_JOB" 2>/dev/null || true # one that has not come as far as writing its number
    fail "The web process does not say that it is ready." "read the lines above and $LOCAL/web/web.log."
  fi
  start_worker "$1" "$folder"
  echo "$1 $(code_mark) $GIVEN_URL" | as_service_file "$LOCAL/web/serving"
  detail "http://127.0.0.1:$1, as $SERVICE, logs in $LOCAL/web"
}

# start_worker PORT FOLDER: the process that does long exports. It writes its own number before it becomes Python.
start_worker() {
  service_folder "$LOCAL/jobs"
  service_folder "$LOCAL/mails"
  rotate_log worker
  (
    unset DATABASE_OWNER_URL
    export PYTHONPATH=$2 PLAENG_BASE_URL=${PLAENG_BASE_URL:-http://127.0.0.1:$1}
    cd /
    exec "${AS_SERVICE[@]}" setsid sh -c 'echo $$ >"$1/web/worker.pid" && exec "$1/venv/bin/python" "$2/manage.py" work >"$1/web/worker.log" 2>&1' \
      worker "$LOCAL" "$2"
  ) >/dev/null 2>&1 </dev/null 9>&- &
  sleep 1
  worker_pid >/dev/null || fail "The worker does not start." "read $LOCAL/web/worker.log."
}

worker_pid() { # prints the number of the running worker, or fails
  local pid
  pid=$(cat "$LOCAL/web/worker.pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "manage.py work" && echo "$pid"
}

stop_worker() { # what it was doing is taken up again by the next one
  local pid
  if ! pid=$(worker_pid); then return; fi
  wait_for_end "$pid" 100
  rm -f "$LOCAL/web/worker.pid"
  say "Stopped the worker."
}

# wait_for_end PID TENTHS: ask it to end, and end it after that time.
wait_for_end() {
  local tries=0
  kill -TERM "$1"
  while kill -0 "$1" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt "$2" ]; then kill -KILL "$1"; fi
    sleep 0.1
  done
}

rotate_log() { # the last two are kept
  if [ -s "$LOCAL/web/$1.log" ]; then mv "$LOCAL/web/$1.log" "$LOCAL/web/$1.log.1"; fi
}

stop_web() {
  local pid
  stop_worker
  if ! pid=$(web_pid); then
    say "The web process was not running."
    return
  fi
  wait_for_end "$pid" 300
  say "Stopped the web process."
}
