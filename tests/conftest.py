"""People, a shop and its things for every test; what a machine lacks; left-out tests made known."""

import os

# Before numpy, torch and onnxruntime load: two test processes share two cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import shutil
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from catalog.models import Membership, Photo, Product, Shop, User
from imaging.weights import DEFAULT_MODELS, installed
from tests import factories
from tests.scale_out.debian import postgres_programs

LEFT_OUT_IS_FAILURE = os.environ.get("STUDIO_NO_SKIPS") == "1"
ONE_AT_A_TIME = ("browser", "chaos", "scale_out")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in ONE_AT_A_TIME:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group("one-at-a-time"))
        if reason := _missing(item):
            item.add_marker(pytest.mark.skip(reason=reason))


def _missing(item: pytest.Item) -> str:
    if item.get_closest_marker("browser") and not chromium():
        return "no Chromium here: apt-get install chromium"
    if item.get_closest_marker("scale_out") and not postgres_programs():
        return "no PostgreSQL here: apt-get install postgresql"
    if item.get_closest_marker("weights") and not all(map(installed, DEFAULT_MODELS)):
        return "the packaged models are not here: make weights"
    return ""


def chromium() -> str | None:
    """The browser's path, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if LEFT_OUT_IS_FAILURE and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"left out, which counts as a failure here: {report.longrepr[2]}"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    left_out = terminalreporter.stats.get("skipped", [])
    if left_out:
        terminalreporter.section("left out on this machine")
    for report in left_out:
        terminalreporter.line(f"{report.nodeid}: {report.longrepr[2]}")


@pytest.fixture(autouse=True)
def _own_media_cache_and_language(settings, tmp_path):
    """Files, cached counts and the language of one test are never seen by another."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    translation.deactivate()


@pytest.fixture
def owner(db: None) -> User:
    return factories.make_user("owner@example.com")


@pytest.fixture
def shop(owner: User) -> Shop:
    return factories.make_shop(owner=owner, slug="teashop", name="Tea shop")


@pytest.fixture
def editor(shop: Shop) -> User:
    return factories.make_member(shop, factories.make_user("editor@example.com"))


@pytest.fixture
def viewer(shop: Shop) -> User:
    user = factories.make_user("viewer@example.com")
    return factories.make_member(shop, user, Membership.Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> User:
    """The owner of another shop."""
    user = factories.make_user("stranger@example.com")
    factories.make_shop(owner=user, slug="elsewhere", name="Elsewhere")
    return user


@pytest.fixture
def moderator(db: None) -> User:
    return factories.make_user("moderator@example.com", is_moderator=True)


@pytest.fixture
def operator(db: None) -> User:
    return factories.make_user("operator@example.com", is_staff=True, is_superuser=True)


@pytest.fixture
def product(shop: Shop) -> Product:
    return factories.make_product(shop)


@pytest.fixture
def photo(product: Product) -> Photo:
    return factories.make_photo(product)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser's requests as one person: client_of(owner).get(…)."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
