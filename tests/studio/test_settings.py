"""Settings come from the environment, and production refuses to start half configured."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from studio.secret import secret_key

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "STUDIO_MODE": "production",
    "STUDIO_SECRET_KEY": "a-key-of-this-install-alone-0123456789-abcdefghij",
    "STUDIO_URL": "https://studio.example.com",
    "DATABASE_URL": "postgres://studio:pw@db/studio",
    "STUDIO_BROKER_URL": "redis://broker/0",
    "STUDIO_CACHE_URL": "redis://broker/1",
    "STUDIO_EMAIL_URL": "smtp://mail:25",
}
REQUIRED = sorted(set(PRODUCTION) - {"STUDIO_MODE"})


def settings_with(folder: Path, environment: dict[str, str], ask: str = "") -> str:
    """What `ask` prints with these variables alone, or the error's last line."""
    code = f"from studio import settings as s; print({ask or 'None'})"
    variables = {"PATH": os.environ["PATH"], "STUDIO_VAR_DIR": str(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    return (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("missing", REQUIRED)
def test_production_names_the_variable_it_lacks(tmp_path, missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    said = settings_with(tmp_path, variables)

    assert f"STUDIO_MODE=production needs {missing}" in said


def test_https_brings_secure_cookies_and_hsts(tmp_path):
    asked = "[s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0]"

    assert settings_with(tmp_path, PRODUCTION, asked) == "[True, True, True]"
    assert settings_with(tmp_path, {}, asked) == "[False, False, False]"


def test_production_answers_to_its_own_name_only(tmp_path):
    hosts = settings_with(tmp_path, PRODUCTION, "s.ALLOWED_HOSTS")

    assert hosts == "['studio.example.com']"


def test_further_names_are_answered_to_beside_its_own(tmp_path):
    further = PRODUCTION | {"STUDIO_HOSTS": "www.example.com,10.0.0.7"}

    hosts = settings_with(tmp_path, further, "s.ALLOWED_HOSTS")

    assert hosts == "['studio.example.com', 'www.example.com', '10.0.0.7']"


def test_with_nothing_set_everything_lies_in_one_folder(tmp_path):
    asked = "[s.DATABASES['default']['NAME'], str(s.MEDIA_ROOT), s.BROKER_URL]"

    places = settings_with(tmp_path, {}, asked)

    assert places.count(str(tmp_path)) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"STUDIO_MODE": "prod"},
        {"STUDIO_DEBUG": "perhaps"},
        {"STUDIO_MAX_UPLOAD_MB": "many"},
        {"STUDIO_SIGNING_FILE": "/nowhere/signing.pem"},
    ],
)
def test_a_value_that_means_nothing_stops_the_start(tmp_path, wrong):
    said = settings_with(tmp_path, wrong)

    assert "Improperly" in said or "ValueError" in said or "invalid" in said.lower()


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret_key"

    first = secret_key(path)

    assert secret_key(path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
