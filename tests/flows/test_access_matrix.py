"""Every address of the studio, tried by every kind of person, against a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from catalog.services.tokens import token_create
from tests.flows.access_rows import CALLERS, PEOPLE, Row
from tests.flows.access_table import TABLE
from tests.flows.routes import Route, World, make_world, routes

LOGIN = "/accounts/login/"
METHODS = ("GET", "POST", "PATCH", "DELETE")


@pytest.fixture
def world(shop, owner, viewer) -> World:
    return make_world(shop, owner=owner, viewer=viewer)


@pytest.fixture
def visitors(stranger, viewer, editor, owner, moderator, operator, client_of) -> "Visitors":
    people = (stranger, viewer, editor, owner, moderator, operator)
    cookies = {"anonymous": SimpleCookie()}
    cookies |= {name: client_of(one).cookies for name, one in zip(PEOPLE[1:], people, strict=True)}
    tokens = {
        name: token_create(shop=one.memberships.get().shop, name=name, by=one)[1]
        for name, one in zip(PEOPLE[1:5], people[:4], strict=True)
    }
    return Visitors(cookies, tokens)


class Visitors:
    """One browser that turns into each person; what a request changes is undone after it."""

    def __init__(self, cookies: dict[str, SimpleCookie], tokens: dict[str, str]) -> None:
        self.cookies, self.tokens = cookies, tokens
        self.client = Client(raise_request_exception=False)

    def browse(self, person: str, method: str, address: str, row: Row, world: World) -> str:
        """The status `person` gets, "in" when sent to the sign-in page."""
        self.client.cookies = SimpleCookie(self.cookies[person].output(header="", sep=";"))
        data = row.data(world.things) if method == "POST" else None
        with undone():
            response = getattr(self.client, method.lower())(
                address + row.query.format(**world.things), data
            )
        return status_of(response)

    def call(self, caller: str, method: str, address: str, row: Row, world: World) -> str:
        """The status that a program with `caller`'s token gets."""
        self.client.cookies = SimpleCookie()
        if caller == "session":
            self.client.cookies = SimpleCookie(self.cookies["owner"].output(header="", sep=";"))
        token = self.tokens.get(caller, "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = {} if method in ("GET", "DELETE") else body_of(row, world)
        with undone():
            response = getattr(self.client, method.lower())(address, headers=headers, **content)
        return status_of(response)


def body_of(row: Row, world: World) -> dict[str, object]:
    data = row.data(world.things)
    if any(hasattr(value, "read") for value in data.values()):
        return {"data": data}
    return {"data": data, "content_type": "application/json"}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def status_of(response) -> str:
    is_sign_in = response.status_code == 302 and response.url.startswith(LOGIN)
    return "in" if is_sign_in else str(response.status_code)


def surprises(route: Route, visitors: Visitors, world: World) -> Iterator[str]:
    """Every person and method for which the route does not answer as its row says."""
    row = TABLE[route.name]
    address = world.address(route, row.thing)
    is_api = len(next(iter(row.methods.values())).split()) == len(CALLERS)
    people, ask = (CALLERS, visitors.call) if is_api else (PEOPLE, visitors.browse)
    for method, person, wanted in row.expected(people, METHODS if is_api else METHODS[:2]):
        got = ask(person, method, address, row, world)
        if got not in wanted:
            yield f"{method} {route.name} ({address}) as {person}: {got}, not {' or '.join(wanted)}"


def unmatched(found: set[str], table: set[str]) -> list[str]:
    """Addresses nobody decided on, and decisions about addresses that are gone."""
    where = "in tests/flows/access_table.py"
    new = [f"{name} has no row {where}" for name in sorted(found - table)]
    return new + [f"{name} has a row {where} and no address" for name in sorted(table - found)]


def test_every_address_answers_every_person_as_the_table_says(visitors, world):
    found = {route.name: route for route in routes()}
    wrong = unmatched(set(found), set(TABLE))
    for name in set(found) & set(TABLE):
        wrong += surprises(found[name], visitors, world)

    assert not wrong, "\n".join(wrong)


def test_an_address_without_a_row_and_a_row_without_an_address_are_named():
    assert unmatched({"home", "new"}, {"home", "old"}) == [
        "new has no row in tests/flows/access_table.py",
        "old has a row in tests/flows/access_table.py and no address",
    ]


def test_every_address_has_a_name_of_its_own():
    names = [route.name for route in routes()]

    assert len(set(names)) == len(names)
