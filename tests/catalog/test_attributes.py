"""What machines find and sellers decide, and the one value that comes of both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import AttributeFinding, Variant
from catalog.selectors.attributes import State, attributes_of
from catalog.selectors.products import products_of
from catalog.services.attribute_decisions import (
    attribute_dismiss,
    attribute_set,
)
from catalog.services.attribute_findings import attributes_take, photo_findings_replace
from catalog.services.outbox import consume_finished_job
from catalog.services.photos import photo_delete, photo_restore
from catalog.services.products import product_archive, product_unarchive
from imaging.attributes import Attribute
from imaging.models import Job
from tests.attribute_world import job_of, read, told
from tests.factories import make_photo


def state_of(product, name):
    """The (state, value) of one attribute; None when nothing is known of it."""
    found = [one for one in attributes_of(product) if one.name == name]
    return (found[0].state, found[0].value) if found else None


def listed(product):
    return sorted(product.attributes.values_list("name", "value"))


def test_a_finished_job_becomes_findings_with_all_that_it_told(photo):
    evidence = {"box": [0.1, 0.2, 0.3, 0.4], "text": "¥89", "hexes": []}
    read(
        photo,
        price=told("89.00 CNY", 0.97, source="text", evidence=evidence, details={"old": "99"}),
        category=told("dress", 0.8, others=[told("shirt", 0.15)]),
    )

    price = AttributeFinding.objects.get(name="price")
    assert (price.shop, price.product, price.photo) == (photo.shop, photo.product, photo)
    assert price.photo_sha256 == photo.sha256
    assert (price.value, price.confidence, price.source) == ("89.00 CNY", 0.97, "text")
    assert price.evidence == evidence
    assert (price.model, price.details) == ("heads-1", {"old": "99"})
    ranks = AttributeFinding.objects.filter(name="category").values_list("value", "rank")
    assert list(ranks) == [("dress", 0), ("shirt", 1)]
    assert price.found.evidence.text == "¥89"


def test_a_job_is_consumed_once_however_often_it_is_told(photo):
    job = read(photo, colour=told("blue"))

    assert not consume_finished_job(job.pk)
    attributes_take(job)

    assert AttributeFinding.objects.count() == 1


def test_a_newer_reading_replaces_all_of_the_older_one(photo):
    read(photo, colour=told("blue"), pattern=told("solid"))
    read(photo, colour=told("navy"))

    assert list(AttributeFinding.objects.values_list("name", "value")) == [("colour", "navy")]
    assert listed(photo.product) == [("colour", "navy")]


def test_a_reading_that_was_overtaken_changes_nothing(photo):
    read(photo, colour=told("blue"))
    yesterday = timezone.now() - timedelta(days=1)
    older = {"colour": Attribute.model_validate(told("red"))}

    assert not photo_findings_replace(photo=photo, told=older, at=yesterday)

    assert state_of(photo.product, "colour") == (State.SUGGESTED, "blue")


def test_a_job_that_another_one_replaced_is_not_listened_to(photo):
    first = job_of(photo, colour=told("red"))
    read(photo, colour=told("blue"))

    consume_finished_job(first.pk)

    assert state_of(photo.product, "colour") == (State.SUGGESTED, "blue")


@pytest.mark.parametrize("status", [Job.Status.FAILED, Job.Status.CANCELLED])
def test_a_job_without_result_finds_nothing(photo, status):
    job = job_of(photo, colour=told("blue"))
    Job.objects.filter(pk=job.pk).update(status=status, error_code="cancelled")

    consume_finished_job(job.pk)

    assert not AttributeFinding.objects.exists()


def test_the_value_that_most_photos_show_leads(product):
    for colour, confidence in (("black", 0.6), ("blue", 0.45), ("blue", 0.4)):
        read(make_photo(product), colour=told(colour, confidence))

    [colour] = attributes_of(product)

    assert colour.value == "blue"
    assert colour.finding.confidence == 0.45
    # Black is likelier than not in its photo: the seller is asked.
    assert colour.state == State.CONFLICT
    assert [one.value for one in colour.rivals] == ["black"]


def test_an_unlikely_second_guess_is_no_conflict(photo):
    read(photo, category=told("dress", 0.7, others=[told("shirt", 0.2)]))

    assert state_of(photo.product, "category") == (State.SUGGESTED, "dress")


def test_several_prices_in_one_photo_are_a_conflict(photo):
    read(photo, price=told("89.00 CNY", 0.9, others=[told("99.00 CNY", 0.8)]))

    assert state_of(photo.product, "price") == (State.CONFLICT, "89.00 CNY")


def test_photos_of_two_variants_may_show_two_colours(product):
    variants = [Variant.objects.create(shop=product.shop, product=product) for _ in range(2)]
    for variant, colour in zip(variants, ("red", "blue"), strict=True):
        read(make_photo(product, variant=variant), colour=told(colour))

    assert state_of(product, "colour") == (State.SUGGESTED, "red")


def test_what_is_seen_in_one_photo_counts_more_than_nothing_in_others(product):
    read(make_photo(product), material=told(None, 0.95))
    assert state_of(product, "material") == (State.NOT_VISIBLE, None)

    read(make_photo(product), material=told("denim", 0.6))
    assert state_of(product, "material") == (State.SUGGESTED, "denim")


def test_what_nobody_looked_for_is_not_listed(photo):
    read(photo, colour=told("blue"))

    assert [one.name for one in attributes_of(photo.product)] == ["colour"]


def test_lists_know_likely_values_and_further_colours_but_no_guesses(photo):
    read(
        photo,
        colour=told("blue", details={"further": ["white", "blue"]}),
        category=told("dress", 0.49),
    )

    assert listed(photo.product) == [("colour", "blue"), ("colour", "white")]


def test_a_deleted_photo_takes_its_findings_with_it_until_it_is_restored(photo):
    read(photo, colour=told("blue"))

    photo_delete(photo=photo)
    assert attributes_of(photo.product) == []
    assert listed(photo.product) == []

    photo_restore(photo=photo)
    assert listed(photo.product) == [("colour", "blue")]


def test_an_archived_product_is_counted_nowhere_until_it_is_back(photo):
    read(photo, colour=told("blue"))

    product_archive(product=photo.product)
    assert listed(photo.product) == []

    product_unarchive(product=photo.product)
    assert listed(photo.product) == [("colour", "blue")]


def test_search_finds_attributes_in_both_languages(photo, shop):
    read(photo, colour=told("blue"), category=told("dress"))

    for query in ("blue", "蓝色", "连衣裙", "Dress 蓝色"):
        assert list(products_of(shop, query)) == [photo.product], query
    assert not products_of(shop, "red").exists()


def test_search_forgets_what_was_dismissed(photo, shop, owner):
    read(photo, category=told("dress"))

    attribute_dismiss(product=photo.product, name="category", by=owner)

    assert not products_of(shop, "dress").exists()


def shades(*told_of):
    """Details of a colour: (word, shade, share) each."""
    return {"colours": [{"key": k, "fine": f, "share": s, "hex": "#000000"} for k, f, s in told_of]}


def test_search_finds_the_shades_of_colours_in_both_languages(photo, shop):
    seen = shades(("blue", "sky-blue", 0.7), ("green", "olive", 0.04))
    read(photo, colour=told("blue", details=seen))

    assert products_of(shop, "sky blue").get() == photo.product
    assert products_of(shop, "天蓝").get() == photo.product
    assert not products_of(shop, "olive").exists()  # a button


def test_search_forgets_shades_of_a_colour_that_was_corrected(photo, shop, owner):
    read(photo, colour=told("blue", details=shades(("blue", "sky-blue", 0.9))))

    attribute_set(product=photo.product, name="colour", value="green", by=owner)

    assert not products_of(shop, "sky blue").exists()


def test_a_newer_reading_changes_the_shade_alone(photo, shop):
    read(photo, colour=told("blue", details=shades(("blue", "sky-blue", 0.9))))
    read(photo, colour=told("blue", details=shades(("blue", "royal-blue", 0.9))))

    assert not products_of(shop, "sky blue").exists()
    assert products_of(shop, "royal blue").get() == photo.product
