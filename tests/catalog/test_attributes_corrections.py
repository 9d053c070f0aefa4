"""Corrections become labels to learn from, of shops that agreed and from that day on alone."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.models import Photo
from catalog.selectors.corrections import corrections
from catalog.services.attribute_decisions import (
    attribute_dismiss,
    attribute_set,
    attribute_withdraw,
)
from catalog.services.photos import photo_delete
from catalog.services.shops import shop_update
from tests.attribute_world import read, told
from tests.factories import make_photo, make_product, make_rendition, make_shop


@pytest.fixture
def agreed(shop):
    """A shop that agreed a day ago, before its photos came."""
    shop.training_consent_at = timezone.now() - timedelta(days=1)
    shop.save()
    return shop


@pytest.fixture
def dress(agreed, owner):
    """Taken for a shirt, corrected; its colour confirmed; its sleeves said not to be."""
    photo = make_photo(make_product(agreed))
    read(photo, category=told("shirt"), colour=told("blue"))
    attribute_set(product=photo.product, name="category", value="dress", by=owner)
    attribute_set(product=photo.product, name="colour", value="blue", by=owner)
    attribute_dismiss(product=photo.product, name="sleeve", by=owner)
    return photo


def exported(folder):
    """What the command wrote: lines of labels, and the pictures' paths."""
    said = StringIO()
    call_command("corrections_export", folder, stdout=said)
    lines = [json.loads(one) for one in (folder / "labels.jsonl").read_text().splitlines()]
    return lines, sorted(str(path.relative_to(folder)) for path in folder.glob("*/*"))


def test_photos_are_sorted_by_what_they_show_with_all_that_was_said(dress, tmp_path):
    lines, files = exported(tmp_path / "labels")

    name = f"dress/{dress.sha256}.jpg"
    assert files == [name]
    with default_storage.open(dress.file) as file:
        assert (tmp_path / "labels" / name).read_bytes() == file.read()
    model = {"model": "heads-1"}
    assert lines == [
        {
            "file": name,
            "sha256": dress.sha256,
            "attributes": {
                "category": {"value": "dress", "verb": "corrected", "before": "shirt", **model},
                "colour": {"value": "blue", "verb": "confirmed", "before": "blue", **model},
                "sleeve": {"value": None, "verb": "dismissed", "before": None, "model": ""},
            },
        }
    ]


def test_a_shop_that_did_not_agree_gives_nothing(shop, owner, photo, tmp_path):
    attribute_set(product=photo.product, name="category", value="dress", by=owner)

    assert exported(tmp_path / "labels") == ([], [])


def test_withdrawn_consent_leaves_everything_out(dress, tmp_path):
    shop_update(shop=dress.shop, training_consent=False)

    assert exported(tmp_path / "labels") == ([], [])


def test_nothing_is_used_from_before_the_shop_agreed(dress, owner):
    Photo.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert list(corrections()) == []

    later = make_photo(dress.product)
    Photo.objects.filter(pk=later.pk).update(created_at=timezone.now() + timedelta(hours=1))
    shop_update(shop=dress.shop, training_consent=False)
    shop_update(shop=dress.shop, training_consent=True)  # again, after the decisions
    assert list(corrections()) == []


def test_a_decision_that_was_taken_back_is_no_label(dress, owner):
    attribute_withdraw(product=dress.product, name="category", by=owner)

    [one] = corrections()

    assert one.category == ""
    assert set(one.decisions) == {"colour", "sleeve"}


def test_photos_without_a_category_are_apart(agreed, owner, tmp_path):
    photo = make_photo(make_product(agreed))
    read(photo, colour=told("blue"))
    attribute_set(product=photo.product, name="colour", value="navy", by=owner)

    assert exported(tmp_path / "labels")[1] == [f"unsorted/{photo.sha256}.jpg"]


def test_what_no_photo_showed_is_said_of_the_cover(agreed, owner):
    product = make_product(agreed)
    cover = make_photo(product, position=0)
    make_photo(product, position=1)

    attribute_set(product=product, name="category", value="hat", by=owner)

    assert [one.photo for one in corrections()] == [cover]


def test_deleted_photos_and_pictures_made_here_are_no_labels(dress, owner):
    photo_delete(photo=dress)
    made = make_photo(dress.product)
    made.made_from = make_rendition(dress)
    made.save()

    assert list(corrections()) == []


def test_the_same_photo_in_two_shops_is_there_once(dress, owner):
    other = make_shop(training_consent_at=timezone.now() - timedelta(days=1))
    with default_storage.open(dress.file) as file:
        same = make_photo(make_product(other), file.read())
    attribute_set(product=same.product, name="category", value="skirt", by=None)

    assert [one.photo for one in corrections()] == [dress]


def test_a_folder_that_is_not_empty_is_refused(dress, tmp_path):
    (tmp_path / "old.txt").write_text("from last week")

    with pytest.raises(CommandError, match="not empty"):
        call_command("corrections_export", tmp_path)


def test_a_photo_that_storage_lost_is_said_and_left_out(dress, tmp_path):
    default_storage.delete(dress.file)

    assert exported(tmp_path / "labels") == ([], [])
