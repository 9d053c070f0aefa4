"""What protects a browser on every page: CSRF tokens, a content policy, sign-in limits, cookies."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.flows.access_table import TABLE
from tests.flows.routes import Route, World, make_world, routes

ROOT = Path(__file__).resolve().parents[2]
# Whatever a policy without unsafe-inline would not run or show.
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.I)


@pytest.fixture
def world(shop, owner, viewer) -> World:
    return make_world(shop, owner=owner, viewer=viewer)


def browser_routes() -> list[Route]:
    return [route for route in routes() if not route.name.startswith("api:")]


def test_no_page_takes_a_post_without_its_csrf_token(world, owner, client_of):
    client = client_of(owner)
    client.handler.enforce_csrf_checks = True

    answers = {
        route.name: client.post(world.address(route, TABLE[route.name].thing))
        for route in browser_routes()
    }

    wrong = {name: one.status_code for name, one in answers.items() if one.status_code != 403}
    assert not wrong
    assert len(answers) > 60


def test_with_its_token_the_same_post_is_taken(world, owner, client_of, shop):
    client = client_of(owner)
    client.handler.enforce_csrf_checks = True
    page = client.get(f"/s/{shop.slug}/products/new/")
    token = page.context["csrf_token"]
    form = {"title": "Cup", "variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}

    answer = client.post(
        f"/s/{shop.slug}/products/new/", form | {"csrfmiddlewaretoken": str(token)}
    )

    assert answer.status_code == 302


def pages(world: World, clients: list[Client]) -> Iterator[tuple[str, object]]:
    """Every HTML page as the first of `clients` that gets it sees it, by name."""
    for route in routes():
        row = TABLE[route.name]
        if "GET" not in row.methods:
            continue
        address = world.address(route, row.thing) + row.query.format(**world.things)
        for client in clients:
            response = client.get(address)
            if response.status_code == 200:
                break
        if response.headers.get("Content-Type", "").startswith("text/html"):
            yield route.name, response


def test_every_page_has_a_strict_policy_and_nothing_inline(
    world, owner, moderator, operator, client_of
):
    clients = [Client(), client_of(owner), client_of(moderator), client_of(operator)]
    seen = []
    for name, page in pages(world, clients):
        policy = page["Content-Security-Policy"]
        assert "default-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert page["X-Content-Type-Options"] == "nosniff", name
        assert page["X-Frame-Options"] == "DENY", name
        found = INLINE.search(page.content.decode())
        assert not found, f"{name}: {found and found.group()}"
        seen.append(name)

    assert len(seen) > 30


@pytest.mark.parametrize("path", ["/nowhere/", "/s/nowhere/products/", "/s/teashop/make/"])
def test_a_page_that_is_missing_has_the_same_policy(shop, owner, client_of, path):
    page = client_of(owner).get(path)

    assert page.status_code == 404
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not INLINE.search(page.content.decode())


def test_guessing_passwords_is_stopped(client, owner, settings):
    del settings.ACCOUNT_RATE_LIMITS  # what production has
    guess = {"login": owner.email, "password": "wrong"}

    answers = [client.post("/accounts/login/", guess) for _ in range(6)]
    right = client.post("/accounts/login/", guess | {"password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in answers[-1].content.decode()
    assert right.status_code != 302


def test_cookies_travel_over_https_only_when_the_address_says_so(tmp_path):
    asked = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
    )  # fmt: skip

    secure = settings_of(tmp_path, "https://studio.example", asked)
    plain = settings_of(tmp_path, "http://localhost:8000", asked)

    assert secure == [True, True, True, True, 31_536_000]
    assert plain == [False, False, False, False, 0]


def settings_of(folder: Path, url: str, names: tuple[str, ...]) -> list[object]:
    """What the studio's settings say in a process of their own."""
    code = f"import json; from studio import settings as s; names = {names!r}"
    code += "; print(json.dumps([getattr(s, name) for name in names]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "STUDIO_URL": url, "STUDIO_VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: list[object] = json.loads(done.stdout)
    return answer
