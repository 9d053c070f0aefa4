"""The studio's settings for tests: a folder of its own, no broker, no mail, no limits."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VAR = Path(tempfile.mkdtemp(prefix="studio-tests-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
MODELS = Path(__file__).resolve().parent.parent / "var" / "models"
for name in [name for name in os.environ if name.startswith("STUDIO_") or name == "DATABASE_URL"]:
    if name not in {"STUDIO_MODELS_DIR", "STUDIO_NO_SKIPS", "STUDIO_TEST_DATABASE_URL"}:
        del os.environ[name]  # a developer's own install is never what is tested
os.environ["STUDIO_VAR_DIR"] = str(VAR)
os.environ.setdefault("STUDIO_MODELS_DIR", str(MODELS))
if "STUDIO_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["STUDIO_TEST_DATABASE_URL"]

from studio.settings import *
from studio.settings import DATABASES, REST_FRAMEWORK, STATIC_ROOT

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, not in memory: live servers and threads need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
CELERY_TASK_ALWAYS_EAGER = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests of rate limits switch them on.
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"token": None, "upload": None, "verify": None}
LOGGING_CONFIG = None
STATIC_ROOT.mkdir()  # whitenoise warns where there is none
