"""What tests of the studio page send and read."""

import json

import pytest
from django.urls import reverse

from catalog.models import Brief
from catalog.services import outbox

HTMX = {"HX-Request": "true"}


def page_of(product, name="studio"):
    return reverse(f"catalog:{name}", args=[product.shop.slug, product.pk])


def of(name, row, *more):
    return reverse(f"catalog:{name}", args=[row.shop.slug, row.pk, *more])


def ask(client, photo, **fields):
    data = {"photo": photo.pk, **fields}
    return client.post(page_of(photo.product, "brief_create"), data, headers=HTMX)


def toast(answer):
    return json.loads(answer["HX-Trigger"])["toast"]


@pytest.fixture
def finish(work):
    """Runs what waits, and tells the catalog of it as workers do."""

    def until_quiet():
        while done := work():
            for job in done:
                outbox.consume_finished_job(job.pk)

    return until_quiet


@pytest.fixture
def asked(client_of, editor, photo, finish):
    """A brief of two finished pictures."""
    ask(client_of(editor), photo, text="marble, two pictures")
    finish()
    return Brief.objects.get()


def first_of(brief):
    return brief.renditions.earliest("pk")
