"""Settings, read from the environment once. docs/operators.md describes each variable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pyogrio  # Before GeoDjango: it sets GDAL_DATA and PROJ_DATA of its wheel.
import shapely
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import basemaps, env

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = env.text("PLAENG_ENV", "development")
if ENVIRONMENT not in {"development", "production"}:
    raise env.BadSetting(f"PLAENG_ENV={ENVIRONMENT!r}: use development or production.")
DEBUG = env.flag("PLAENG_DEBUG", False)
SECRET_KEY = env.secret("PLAENG_SECRET_KEY")
IDENTITY_KEY = env.secret("PLAENG_IDENTITY_KEY")
ALLOWED_HOSTS = env.words("PLAENG_ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
# Links in answers come from here, never from the Host header.
BASE_URL = env.text("PLAENG_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_TLS = BASE_URL.startswith("https://")


def _wheel_library(package: object, pattern: str) -> str:
    """Path of a C library inside a wheel; its name carries a hash."""
    folder = Path(str(package.__file__)).parent.parent  # type: ignore[attr-defined]
    found = sorted(folder.glob(pattern))
    if not found:
        raise env.BadSetting(f"No {pattern} beside the Python packages: install them again.")
    return str(found[0])


# The engines of the pyogrio and shapely wheels: no GDAL has to be installed on the machine.
GDAL_LIBRARY_PATH = env.text("GDAL_LIBRARY_PATH", "") or _wheel_library(pyogrio, "pyogrio.libs/libgdal*.so*")
GEOS_LIBRARY_PATH = env.text("GEOS_LIBRARY_PATH", "") or _wheel_library(shapely, "shapely.libs/libgeos_c*.so*")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "rest_framework",
    "rest_framework_gis",
    "axes",
    "spatial.areas",
    "parcels",
    "api",
    "frontend",
]

MIDDLEWARE = [
    "api.middleware.RequestTrace",
    "api.lane.Lane",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "frontend.middleware.PageLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "api.middleware.Account",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# What exported files say about themselves.
ATTRIBUTION = env.text("PLAENG_ATTRIBUTION", "แปลง Plaeng · โคก หนอง นา พัฒนาชุมชน")
LICENCE = env.text("PLAENG_LICENCE", "ใช้ในราชการ ห้ามเผยแพร่ต่อ · For official use, not for publication")
# Files of finished jobs; web process and worker share it, nobody else reads it.
JOB_FOLDER = Path(env.text("PLAENG_JOB_FOLDER", str(BASE_DIR / ".local" / "jobs")))

# Notices by mail (api/letters.py).
SENDS_MAIL: bool = bool(env.text("PLAENG_EMAIL_URL", ""))
globals().update(env.mail("PLAENG_EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("PLAENG_EMAIL_FROM", f"Plaeng <plaeng@{urlsplit(BASE_URL).hostname}>")

# A request may wait for the database this long, in milliseconds; commands set 0 (manage.py).
_timeout = env.number("PLAENG_STATEMENT_TIMEOUT_MS", 5_000)
_APP = {
    "statement_timeout": _timeout,
    "lock_timeout": 2_000,
    # A command may also think for long between two statements.
    "idle_in_transaction_session_timeout": 10_000 if _timeout else 0,
    # A request's questions are small: to start helpers or a compiler for one costs more than it saves (docs/bench.md).
    "max_parallel_workers_per_gather": 0,
    "jit": 0,
}
DATABASE_URL = env.text("DATABASE_URL", "postgis:///plaeng")
if env.text("PLAENG_DB_ROLE", "app") == "owner":
    _database = env.database(env.text("DATABASE_OWNER_URL", DATABASE_URL), "plaeng_owner", {})
else:
    _database = env.database(DATABASE_URL, "plaeng_app", _APP)
DATABASES = {"default": _database}
# Where QGIS finds the database: it stands in the lines that a login is given with. A database on this machine goes by the
# name that people know the machine by. Port 0 is the one of DATABASE_URL.
_host = str(_database["HOST"])
_is_here = not _host or _host.startswith("/") or _host in {"127.0.0.1", "localhost", "::1"}
QGIS_HOST = env.text("PLAENG_QGIS_HOST", "") or (str(urlsplit(BASE_URL).hostname) if _is_here else _host)
QGIS_PORT = env.number("PLAENG_QGIS_PORT", 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Ten wrong passwords lock a name for 15 minutes, whatever address they come from.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "config.failures.locked"
# The check wants the address in the lock too; a name must lock whatever address is behind it.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_ENGINE = "api.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.failures.csrf"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("PLAENG_BEHIND_TLS_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
# What lies under the parcels; pictures and files of other sites come from these origins only.
BASE_MAPS = basemaps.read(env.text("PLAENG_BASE_MAPS", ""))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *basemaps.origins(BASE_MAPS, "xyz", "wms")],
        "connect-src": [SELF, *basemaps.origins(BASE_MAPS, "pmtiles")],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Answers that each web process keeps until their data changes (api/caching.py).
ANSWER_CACHE_BYTES = env.number("PLAENG_CACHE_MIB", 32) * 1024 * 1024
# The largest body there is, a file; each address has a limit of its own below it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("PLAENG_STATIC_ROOT", str(BASE_DIR / ".local" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.storage.StaticFiles"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.BearerToken", "api.authentication.BrowserSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.StrictJSON"],
    "DEFAULT_RENDERER_CLASSES": ["api.parsing.JSON"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.OneFormat",
    "EXCEPTION_HANDLER": "api.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("PLAENG_LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "ERROR"}, "pyogrio": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
