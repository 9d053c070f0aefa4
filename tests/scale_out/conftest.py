"""Servers once a session; an install whose programs run, and a copy of its empty database."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.pictures import product_jpeg
from tests.scale_out.install import Install, Person, Servers, make_install
from tests.scale_out.servers import postgres, redis, s3

SHOP = "/s/tea-shop"
PHOTO = product_jpeg(seed=1)


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
def installed(servers: Servers, folder: Path) -> Callable[..., Install]:
    """A new install with empty tables, by name."""
    first = make_install(servers, folder, "migrated", redis_number=0)
    first.manage("migrate", "--verbosity", "0")
    numbers = count(2, 2)

    def make(name: str, broker: str = "") -> Install:
        number = next(numbers)
        return make_install(
            servers, folder, name, redis_number=number, like="migrated", broker=broker
        )

    return make


@pytest.fixture(scope="session")
def studio(installed: Callable[..., Install]) -> Iterator[Install]:
    """A studio that runs."""
    install = installed("studio")
    install.manage("collectstatic", "--noinput", "--verbosity", "0")
    with install.running():
        yield install


@pytest.fixture(scope="session")
def seller(studio: Install) -> Person:
    """Somebody who signed up and opened a shop, all over HTTP."""
    person = Person(studio)
    person.opens_a_shop()
    return person


@pytest.fixture(scope="session")
def product(seller) -> str:
    """The address of a new product."""
    form = {"title": "Mug", "variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}
    answer = seller.post(f"{SHOP}/products/new/", form)
    assert answer.status_code == 302, answer.text[-2000:]
    return urlsplit(answer.headers["Location"]).path


@pytest.fixture(scope="session")
def photo(seller, product) -> dict:
    """An uploaded photo as the page hears of it."""
    upload = {"photo": ("Tasse 1 “blau”.jpg", PHOTO, "image/jpeg")}
    answer = seller.post(f"{product}photos/", files=upload)
    assert answer.status_code == 201, answer.text
    return answer.json()
