"""How gunicorn serves Plaeng; bin/up and the Dockerfile give the address."""

wsgi_app = "config.wsgi:application"
worker_class = "config.worker.PatientWorker"
workers = 2
threads = 4
worker_connections = 300
# A worker that has leaked or was wounded by a library is replaced; the jitter keeps one standing.
max_requests = 1000
max_requests_jitter = 100
# The master imports the application once, so that a new worker is a fork (some ms) and not a second of CPU: with a
# new one every 1,000 requests that second was a third of a small request. bin/up starts the master anew for new code.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
# 8,190 bytes at most by gunicorn itself; config/worker.py has the limits.
limit_request_line = 0
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = "/dev/shm"
# Lines of requests hold names that people search for, so there is no access log; nginx in front may keep its own.
accesslog = None
# Nobody steers it but bin/up and bin/down, by signals.
control_socket_disable = True
