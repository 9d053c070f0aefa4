"""The schema of the API: valid, with examples, and true also when the requests are odd."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from imaging import preflight
from imaging.models import Job
from imaging.presets import preset
from tests.factories import make_job, make_look, make_rendition
from tests.flows.api_calls import api_of
from tests.flows.routes import checked_import
from tests.pictures import product_jpeg

EXAMPLES = 4  # odd requests to each operation
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The OpenAPI document; the command fails on any warning."""
    text = StringIO()
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=text
    )
    document: dict[str, Any] = json.loads(text.getvalue())
    return document


@pytest.fixture
def server() -> Iterator[WSGIHandler]:
    """The studio as a WSGI application that leaves the test's transaction open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def told_job(tenant: str) -> Job:
    """A finished job with every fact the API tells of."""
    report = preflight.check(product_jpeg(), preset("amazon_main")).model_dump(mode="json")
    lock = {"locked": True, "max_difference": 0, "pixels": 91_022, "eroded_px": 3}
    facts = {"pixel_locked": True, "lock": lock, "cutout": {"confidence": 0.9}, "preflight": report}
    step = {"step": "cutout", "version": "1", "model": "u2netp", "seconds": 0.4, "cached": False}
    return make_job(tenant, status=Job.Status.DONE, facts=facts, report=[step])


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_operation_has_a_sentence_the_token_and_the_errors(schema):
    for name, operation in operations(schema):
        assert operation["description"].endswith("."), name
        assert operation["summary"], name
        open_to_all = name == "post /api/v1/verify/"
        assert operation["security"] == [{} if open_to_all else {"shopToken": []}], name
        assert "429" in operation["responses"], name
        assert ("401" in operation["responses"]) is not open_to_all, name
        if "{" in name:
            assert "404" in operation["responses"], name


def test_the_things_people_ask_for_first_have_examples(schema):
    asked = dict(operations(schema))
    bodies = [
        asked["get /api/v1/products/"]["responses"]["200"],
        asked["post /api/v1/products/"]["requestBody"],
        asked["post /api/v1/renditions/"]["requestBody"],
        asked["get /api/v1/renditions/{id}/"]["responses"]["404"],
        asked["get /api/v1/jobs/{id}/"]["responses"]["200"],
        asked["get /api/v1/reviews/"]["responses"]["200"],
    ]

    assert [bool(one["content"]["application/json"].get("examples")) for one in bodies] == [
        True
    ] * 6


def test_lists_come_in_pages_and_what_was_asked_for_comes_whole(schema):
    asked = dict(operations(schema))

    def answer(name: str, status: str) -> dict[str, Any]:
        content = asked[name]["responses"][status]["content"]["application/json"]
        return content["schema"]

    item = {"$ref": "#/components/schemas/RenditionItem"}
    for path in ("renditions", "adverts"):
        assert answer(f"post /api/v1/{path}/", "201") == {"type": "array", "items": item}
    page = {"$ref": "#/components/schemas/PaginatedRenditionItemList"}
    assert answer("get /api/v1/renditions/", "200") == page


def test_operations_are_called_what_a_program_would_call_them(schema):
    names = [operation["operationId"] for _, operation in operations(schema)]

    assert len(set(names)) == len(names)
    assert {"jobs_cancel", "renditions_submit", "products_create", "products_photos"} <= set(names)


def test_every_address_in_the_guide_exists(schema):
    guide = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text("utf-8")
    known = {re.sub(r"{\w+}", "1", path) for path in schema["paths"]}
    known |= {"/api/v1/schema/", "/api/v1/docs/"}

    told = set(re.findall(r"/api/v1/[\w/]+/", guide))

    assert {re.sub(r"/\d+/", "/1/", path) for path in told} - known == set()
    assert len(told) > 8


def test_the_schema_is_served_to_anyone(db, client):
    answer = client.get("/api/v1/schema/", {"format": "json"})

    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Catalog image studio"


def test_the_page_to_try_it_runs_under_our_policy(db, client):
    """Scripts and styles come from our own origin; nothing stands in the page itself."""
    page = client.get("/api/v1/docs/")
    html = page.content.decode()

    assert page.status_code == 200
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert "<style" not in html
    assert all("src=" in tag for tag in html.split("<script")[1:])
    assert "SwaggerUIBundle(" in client.get("/api/v1/docs/", {"script": ""}).content.decode()


def test_odd_requests_get_what_the_schema_promises(shop, photo, schema, server):
    made = make_rendition(photo, job=told_job(shop.tenant), preset="amazon_main")
    known = {
        "products": made.product_id,
        "photos": photo.pk,
        "renditions": made.pk,
        "jobs": made.job_id,
        "presets": "amazon_main",
        "looks": make_look(shop).sha256,
        "imports": checked_import(shop).pk,
    }
    api = api_of(shop)
    loaded = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", server)
    calm = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    def try_out(operation: Any) -> None:
        @calm
        @given(case=operation.as_strategy(), real=st.booleans())
        def odd_request(case: Any, real: bool) -> None:
            if real and case.path_parameters:
                field = next(iter(case.path_parameters))
                case.path_parameters[field] = known[case.path.split("/")[3]]
            case.call_and_validate(headers=api.headers, checks=PROMISES)

        odd_request()

    tried = [try_out(result.ok()) for result in loaded.get_all_operations()]
    assert len(tried) == sum(1 for _ in operations(schema))
