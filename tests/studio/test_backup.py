"""A backup holds everything; restored elsewhere it is the same install."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from studio import backup
from studio.backup import BackupError

ROOT = Path(__file__).resolve().parents[2]


class Install:
    """An install in a folder of its own, driven by its commands alone."""

    def __init__(self, folder: Path) -> None:
        self.var = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment = {**kept, "STUDIO_VAR_DIR": str(folder)}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def emails(self) -> list[str]:
        with closing(sqlite3.connect(self.var / "db.sqlite3")) as database:
            return [row[0] for row in database.execute("SELECT email FROM catalog_user")]


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Install:
    install = Install(tmp_path_factory.mktemp("source"))
    install.run("migrate", "--verbosity", "0")
    made = install.run("admin_create", "--email", "Boss@Example.com")
    assert "boss@example.com may sign in with" in made.stdout, made.stderr
    signed = install.run("signing", "--authority")
    assert signed.stdout.count("BEGIN CERTIFICATE") == 1, signed.stderr
    assert "PRIVATE" not in signed.stdout
    (install.var / "media" / "photos").mkdir(parents=True)
    (install.var / "media" / "photos" / "one.jpg").write_bytes(b"pixels")
    return install


@pytest.fixture(scope="module")
def saved(source) -> Path:
    path = source.var / "all.tar"
    done = source.run("studio_backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_a_backup_restored_on_a_bare_machine_is_the_same_install(source, saved, tmp_path):
    target = Install(tmp_path / "target")

    done = target.run("studio_restore", str(saved))

    assert done.returncode == 0, done.stderr
    assert target.emails() == ["boss@example.com"]
    assert (target.var / "media" / "photos" / "one.jpg").read_bytes() == b"pixels"
    key = (target.var / "secret_key").read_text()
    assert key == (source.var / "secret_key").read_text()
    signer = target.var / "signing" / "own.pem"
    assert signer.read_text() == (source.var / "signing" / "own.pem").read_text()
    assert signer.stat().st_mode & 0o777 == 0o600


def test_a_restore_never_overwrites_work_unless_forced(source, saved, tmp_path):
    stray = source.var / "media" / "stray.jpg"
    stray.write_bytes(b"made after the backup")

    refused = source.run("studio_restore", str(saved))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert stray.exists()

    forced = source.run("studio_restore", str(saved), "--force")
    assert forced.returncode == 0, forced.stderr
    assert not stray.exists()
    assert source.emails() == ["boss@example.com"]


def test_a_backup_is_for_its_owners_eyes_alone(saved):
    assert saved.stat().st_mode & 0o777 == 0o600
    with tarfile.open(saved) as archive:
        assert set(archive.getnames()) == {
            "manifest.json",
            "database",
            "secret_key",
            "signing/own.pem",
            "media/photos/one.jpg",
        }


def test_the_same_administrator_is_not_made_twice(source):
    again = source.run("admin_create", "--email", "boss@example.com")

    assert again.returncode == 1
    assert "already registered" in again.stderr


def cut_short(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])


def of_another_kind(path: Path, whole: bytes) -> None:
    with tarfile.open(path, "w") as archive:
        archive.add(__file__, "manifest.json")


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [cut_short, of_another_kind, lambda p, w: p.write_bytes(b"x")])
def test_a_file_that_is_no_backup_changes_nothing(saved, tmp_path, monkeypatch, damage):
    bad = tmp_path / "bad.tar"
    damage(bad, saved.read_bytes())
    monkeypatch.setattr(backup, "database_replace", lambda copy: pytest.fail("database touched"))
    monkeypatch.setattr(backup, "_file_restore", lambda *_: pytest.fail("files touched"))

    with pytest.raises(BackupError, match="backup"):
        backup.backup_restore(bad)


def test_without_the_tools_of_postgresql_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match="postgresql-client"):
        backup._postgres("pg_dump")
