"""Servers once a session; an install whose programs run, and a copy of its empty database."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.scale_out.install import Install, Person, Servers, make_install
from tests.scale_out.servers import postgres, redis, s3


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Short, and open to the user that PostgreSQL runs as."""
    path = Path(tempfile.mkdtemp(prefix="scale-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def servers(folder: Path) -> Iterator[Servers]:
    with (
        postgres(folder / "postgres") as database,
        redis(folder / "redis") as broker,
        s3(folder / "s3") as files,
    ):
        yield Servers(database, broker, files)


@pytest.fixture(scope="session")
def installed(servers: Servers, folder: Path) -> Callable[[str], Install]:
    """A new install with empty tables, by name."""
    first = make_install(servers, folder, "migrated", redis_number=0)
    first.manage("migrate", "--verbosity", "0")
    numbers = iter(range(2, 16, 2))

    def make(name: str) -> Install:
        number = next(numbers)
        return make_install(servers, folder, name, redis_number=number, like="migrated")

    return make


@pytest.fixture(scope="session")
def studio(installed: Callable[[str], Install]) -> Iterator[Install]:
    """A studio that runs."""
    install = installed("studio")
    with install.running():
        yield install


@pytest.fixture(scope="session")
def seller(studio: Install) -> Person:
    """Somebody who signed up and opened a shop, all over HTTP."""
    person = Person(studio)
    assert person.get("/accounts/signup/").status_code == 200
    account = {"email": "seller@example.com", "password1": "correct horse battery"}
    assert person.post("/accounts/signup/", account).status_code == 302
    shop = {"name": "Tea shop", "presets": ["taobao_white"]}
    answer = person.post("/shops/new/", shop)
    assert answer.status_code == 302, answer.text[-2000:]
    return person
