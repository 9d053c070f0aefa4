"""Settings, from the environment only; docs/operations.md documents every variable.

With nothing set this is the embedded column: SQLite, Valkey on a unix socket, local files.
STUDIO_MODE=production refuses to start while something it needs is missing.
"""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from studio.secret import secret_key

django_stubs_ext.monkeypatch()  # lets generic forms and views be written with their types
env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("STUDIO_VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

MODE = env.str("STUDIO_MODE", default="embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"STUDIO_MODE is {MODE!r}; use 'embedded' or 'production'.")
PRODUCTION = MODE == "production"


def switch(name: str, *, default: bool) -> bool:
    """An on-off variable; environ alone would read a misspelt "ture" as off."""
    value = env.str(name, default=str(default)).lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; use 'true' or 'false'.")
    return value in {"1", "true", "yes", "on"}


def file_named(name: str) -> Path | None:
    """The file that a variable names; one that is not there stops the start."""
    path = Path(env.str(name, default=""))
    if path.name and not path.is_file():
        raise ImproperlyConfigured(f"{name}: there is no file {str(path)!r}.")
    return path if path.name else None


DEBUG = switch("STUDIO_DEBUG", default=False)


def required_in_production(name: str, embedded: str) -> str:
    """The variable, or the embedded default; production without it stops the start."""
    value = env.str(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"STUDIO_MODE=production needs {name}; see docs/operations.md.")
    return value or embedded


SECRET_KEY = env.str("STUDIO_SECRET_KEY", default="") or (
    required_in_production("STUDIO_SECRET_KEY", "") or secret_key(VAR_DIR / "secret_key")
)
SITE_URL = required_in_production("STUDIO_URL", "http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [SITE_URL.split("://")[1].split(":")[0], *env.list("STUDIO_HOSTS", default=[])]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "studio",
    "catalog",
    "imaging",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "catalog.middleware.PublicPictureMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "catalog.middleware.SentenceMiddleware",
]

ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "catalog.context.shops",
            ],
        },
    },
]

# Connections are not kept (CONN_MAX_AGE): every ASGI request has a thread of its own, and twelve
# people at once left PostgreSQL 69 of them open.
# SQLite: WAL alone still answers "database is locked" under load; IMMEDIATE with a timeout
# does not.
DATABASES = {
    "default": env.db(
        "DATABASE_URL",
        default=required_in_production("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker and cache: the embedded Valkey on a unix socket, or any Redis (or RabbitMQ as broker).
VALKEY_SOCKET = VAR_DIR / "valkey" / "valkey.sock"
BROKER_URL = required_in_production("STUDIO_BROKER_URL", f"redis+socket://{VALKEY_SOCKET}")
CACHE_URL = required_in_production("STUDIO_CACHE_URL", f"unix://{VALKEY_SOCKET}?db=1")
CACHES = {
    "default": {
        "BACKEND": "studio.cache.CacheThatMayBeAway",
        "LOCATION": CACHE_URL,
    }
}

# Files: a local folder, or S3 when a bucket is named.
MEDIA_ROOT = Path(env.str("STUDIO_MEDIA_DIR", default=str(VAR_DIR / "media")))
S3_BUCKET = env.str("STUDIO_S3_BUCKET", default="")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "imaging.whole_files.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "studio.storage.Bucket",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("STUDIO_S3_ENDPOINT", default="") or None,
            "region_name": env.str("STUDIO_S3_REGION", default="") or None,
            "access_key": env.str("STUDIO_S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("STUDIO_S3_SECRET_KEY", default="") or None,
            "querystring_auth": True,
            "querystring_expire": 300,
            "file_overwrite": True,
            "default_acl": None,
        },
    }
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False

# People
AUTH_USER_MODEL = "catalog.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "catalog:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("STUDIO_EMAIL_VERIFICATION", default="optional")
ACCOUNT_ADAPTER = "catalog.accounts.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
SIGNUP_OPEN = switch("STUDIO_SIGNUP_OPEN", default=True)

# Mail: into files until a server is named (smtp://user:password@host:587).
EMAIL_CONFIG = env.email_url(
    "STUDIO_EMAIL_URL",
    default=required_in_production("STUDIO_EMAIL_URL", f"filemail:///{VAR_DIR / 'mail'}"),
)
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("STUDIO_EMAIL_FROM", default="studio@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("STUDIO_TIME_ZONE", default="UTC")
USE_TZ = True

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if switch("STUDIO_BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)

# REST API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["catalog.api.auth.ShopTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "catalog.api.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["catalog.throttles.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "token": env.str("STUDIO_API_RATE", default="600/min"),
        "upload": env.str("STUDIO_UPLOAD_RATE", default="300/min"),
        "verify": env.str("STUDIO_VERIFY_RATE", default="20/min"),
    },
    "EXCEPTION_HANDLER": "catalog.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
    # A stranger's address: the proxy's word for it, never the stranger's own.
    "NUM_PROXIES": 1 if switch("STUDIO_BEHIND_PROXY", default=False) else 0,
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Catalog image studio",
    "DESCRIPTION": "Products, photos, renditions, jobs, channels and reviews of one shop.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "JobStatus": "imaging.models.Job.Status",
        "ImportStatus": "catalog.models.imports.Import.Status",
        "ImportRowStatus": "catalog.models.imports.ImportRow.Status",
        "ReviewVerb": "catalog.api.serializers.reviews.TOLD",
        "ReviewState": "catalog.api.serializers.renditions.REVIEW_STATES",
        "Role": "catalog.models.Membership.Role",
        "FileFormat": "imaging.presets.model.FileFormat.__args__",
        "FontFamily": "imaging.adverts.faces.FAMILIES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# What a shop may store and send
MAX_UPLOAD_MB = env.int("STUDIO_MAX_UPLOAD_MB", default=40)
MAX_VERIFY_MB = env.int("STUDIO_MAX_VERIFY_MB", default=20)
MAX_ZIP_GB = env.int("STUDIO_MAX_ZIP_GB", default=4)
KEEP_DELETED_DAYS = env.int("STUDIO_KEEP_DELETED_DAYS", default=30)
KEEP_STEP_RESULTS_DAYS = env.int("STUDIO_KEEP_STEP_RESULTS_DAYS", default=14)
MIN_FREE_DISK_MB = env.int("STUDIO_MIN_FREE_DISK_MB", default=500)
SINGLE_OPERATOR_APPROVES = switch("STUDIO_SINGLE_OPERATOR_APPROVES", default=False)
# Whether pictures that the rules of risk find harmless are approved without a person.
RULES_APPROVE = switch("STUDIO_RULES_APPROVE", default=False)
RE_REVIEW_SHARE = env.float("STUDIO_RE_REVIEW_SHARE", default=0.05)
REVIEW_OVERDUE_HOURS = env.float("STUDIO_REVIEW_OVERDUE_HOURS", default=24)

# Addresses that people type (pictures of imports, webhooks): hosts that may be opened though they
# are private, as `host` or `host:port`.
FETCH_ALLOW = env.list("STUDIO_FETCH_ALLOW", default=[])
FETCH_PER_HOST = env.int("STUDIO_FETCH_PER_HOST", default=2)
FETCH_INTERVAL_S = env.float("STUDIO_FETCH_INTERVAL_S", default=0.1)
FETCH_TIME_LIMIT_S = env.float("STUDIO_FETCH_TIME_LIMIT_S", default=60)

# What finished pictures say of themselves
IMAGING_PRODUCER = env.str("STUDIO_PRODUCER", default="Catalog image studio")
IMAGING_SIGNING_FILE = file_named("STUDIO_SIGNING_FILE")
IMAGING_OWN_SIGNING_FILE = VAR_DIR / "signing" / "own.pem"

# Jobs
IMAGING_LEASE_S = env.float("STUDIO_LEASE_S", default=60)
IMAGING_SWEEP_S = env.float("STUDIO_SWEEP_S", default=2)
IMAGING_WAKE_AGAIN_S = env.float("STUDIO_WAKE_AGAIN_S", default=15)
IMAGING_MAX_ATTEMPTS = env.int("STUDIO_MAX_ATTEMPTS", default=3)
IMAGING_MAX_QUEUED = env.int("STUDIO_MAX_QUEUED_PER_SHOP", default=2_000)
IMAGING_MAX_RUNNING = env.int("STUDIO_MAX_RUNNING_PER_SHOP", default=8)
IMAGING_OUTBOX_TASK = "catalog.consume_finished_job"
IMAGING_PERIODIC_TASKS = {
    "catalog.advance_imports": 2,
    "catalog.wake_fetching": 2,
    "catalog.read_waiting_photos": 20,
    "catalog.screen_waiting": 20,
    "catalog.publish_approved": 5,
    "catalog.send_webhooks": 5,
    "catalog.send_decision_mails": 60,
    "catalog.clean_up": 3600,
}

# Celery. Lost wake-ups are sent again by the sweep, so no request waits for a broker that is away.
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# The transport would try a broker that is away for six seconds, in the person's request.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"max_retries": 1, "interval_start": 0}
if "redis" in BROKER_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 2, "socket_timeout": 30}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
# A hung engine: its process is killed, the lease runs out, the job is tried again elsewhere.
CELERY_TASK_TIME_LIMIT = env.int("STUDIO_JOB_TIME_LIMIT_S", default=900)
CELERY_TASK_QUEUES = [Queue(name) for name in ("cpu", "gpu", "more", "later", "fetch", "catalog")]
CELERY_TASK_DEFAULT_QUEUE = "catalog"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Workers load models lazily; a fresh child every few hundred wake-ups bounds leaks.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 300

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("STUDIO_LOG_LEVEL", default="INFO")},
}
os.environ.setdefault("STUDIO_MODELS_DIR", str(VAR_DIR / "models"))
os.environ.setdefault("STUDIO_PLATES_DIR", str(VAR_DIR / "plates"))
