# Plaeng's web process. docker-compose.yml runs it with its database; without an engine use bin/up.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /plaeng
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements.txt
COPY manage.py ./
COPY bin/gunicorn.conf.py bin/
COPY fixtures fixtures
COPY config config
COPY spatial spatial
COPY parcels parcels
COPY api api
COPY frontend frontend
# The keys of this one step are thrown away: collecting files needs some, and keeps none.
RUN for po in */locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${po%.po}.mo" "$po" || exit 1; done \
    && PLAENG_SECRET_KEY=build PLAENG_IDENTITY_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= PLAENG_STATIC_ROOT=/static \
       /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin plaeng
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /plaeng /plaeng
WORKDIR /plaeng
RUN install -d -o plaeng -m 700 /jobs
USER plaeng
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PLAENG_STATIC_ROOT=/static PLAENG_JOB_FOLDER=/jobs DJANGO_SETTINGS_MODULE=config.settings
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["gunicorn", "-c", "bin/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
