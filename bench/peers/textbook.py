"""Settings of the textbook: GeoDjango and DRF-GIS as their manuals show them (textbook_urls.py has the view).

It reads the same tables and the same sessions as we do, with the middleware that startproject writes.
"""

from __future__ import annotations

from config.settings import (  # noqa: F401  # the same database, keys and libraries
    DATABASES,
    DEFAULT_AUTO_FIELD,
    GDAL_LIBRARY_PATH,
    GEOS_LIBRARY_PATH,
    SECRET_KEY,
    TIME_ZONE,
    USE_TZ,
)

ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.peers.textbook_urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.gis",
    "rest_framework",
    "rest_framework_gis",
    "spatial.areas",
    "parcels",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
