"""What sellers decide of attributes, and how it is taken back."""

import pytest

from catalog.errors import CatalogError
from catalog.models import AttributeDecision
from catalog.selectors.attributes import State, attributes_of
from catalog.services.attribute_decisions import (
    attribute_set,
    attribute_withdraw,
    attributes_confirm,
    decisions_undo,
)
from tests.attribute_world import read, told


def state_of(product, name):
    """The (state, value) of one attribute; None when nothing is known of it."""
    found = [one for one in attributes_of(product) if one.name == name]
    return (found[0].state, found[0].value) if found else None


def listed(product):
    return sorted(product.attributes.values_list("name", "value"))


def test_a_seller_confirms_what_was_found(photo, owner):
    read(photo, colour=told("blue"))

    decision = attribute_set(product=photo.product, name="colour", value="blue", by=owner)

    assert state_of(photo.product, "colour") == (State.CONFIRMED, "blue")
    assert (decision.verb, decision.before, decision.by) == ("confirmed", "blue", owner)
    assert (decision.photo_sha256, decision.model) == (photo.sha256, "heads-1")


def test_choosing_the_other_side_of_a_conflict_confirms_it(photo, owner):
    read(photo, price=told("89.00 CNY", 0.9, others=[told("99.00 CNY", 0.8)]))

    attribute_set(product=photo.product, name="price", value="99.00 CNY", by=owner)

    assert state_of(photo.product, "price") == (State.CONFIRMED, "99.00 CNY")
    assert AttributeDecision.objects.get().before == "89.00 CNY"


def test_a_seller_corrects_what_was_found(photo, owner):
    read(photo, colour=told("blue", details={"further": ["white"]}))

    decision = attribute_set(product=photo.product, name="colour", value="green", by=owner)

    assert state_of(photo.product, "colour") == (State.CORRECTED, "green")
    assert (decision.verb, decision.before) == ("corrected", "blue")
    assert listed(photo.product) == [("colour", "green")]


def test_a_decision_outlives_every_newer_reading(photo, owner):
    read(photo, colour=told("blue"))
    attribute_set(product=photo.product, name="colour", value="green", by=owner)

    read(photo, colour=told("red", 0.99))

    assert state_of(photo.product, "colour") == (State.CORRECTED, "green")


def test_saying_the_same_again_changes_nothing(photo, owner):
    read(photo, colour=told("blue"))
    said = [
        attribute_set(product=photo.product, name="colour", value="blue", by=owner)
        for _ in range(2)
    ]

    assert said[0] == said[1]
    assert AttributeDecision.objects.count() == 1


def test_undo_says_again_what_held_before(photo, owner):
    read(photo, colour=told("blue"))
    product = photo.product
    confirmed = attribute_set(product=product, name="colour", value="blue", by=owner)
    corrected = attribute_set(product=product, name="colour", value="green", by=owner)

    decisions_undo(decisions=[corrected], by=owner)
    assert state_of(product, "colour") == (State.CONFIRMED, "blue")

    with pytest.raises(CatalogError, match="changed again"):
        decisions_undo(decisions=[confirmed], by=owner)
    attribute_withdraw(product=product, name="colour", by=owner)
    assert state_of(product, "colour") == (State.SUGGESTED, "blue")
    assert AttributeDecision.objects.count() == 4


def test_all_suggestions_are_confirmed_but_neither_guesses_nor_what_is_disputed(photo, owner):
    read(
        photo,
        size=told("M", 0.3),
        colour=told("blue"),
        category=told("dress"),
        material=told(None),
        price=told("89.00 CNY", 0.9, others=[told("99.00 CNY", 0.8)]),
    )

    decisions = attributes_confirm(product=photo.product, by=owner)

    states = {one.name: one.state for one in attributes_of(photo.product)}
    assert states == {
        "category": State.CONFIRMED,
        "colour": State.CONFIRMED,
        "material": State.NOT_VISIBLE,
        "price": State.CONFLICT,
        "size": State.SUGGESTED,
    }
    decisions_undo(decisions=decisions, by=owner)
    assert state_of(photo.product, "category") == (State.SUGGESTED, "dress")


def test_an_attribute_that_no_machine_looked_for_can_be_said(product, owner):
    attribute_set(product=product, name="size", value="  EU   42 ", by=owner)

    assert state_of(product, "size") == (State.CORRECTED, "EU 42")
    assert AttributeDecision.objects.get().before is None


def test_prices_are_kept_in_one_form(product, owner):
    attribute_set(product=product, name="price", value="89 cny", by=owner)

    assert state_of(product, "price") == (State.CORRECTED, "89.00 CNY")


@pytest.mark.parametrize(
    "name, value",
    [
        ("colour", "bluish"),
        ("category", "蓝色"),
        ("category", ""),
        ("size", "x" * 41),
        ("price", "¥89"),
        ("price", "-1 CNY"),
        ("weight", "1 kg"),
    ],
)
def test_what_an_attribute_cannot_be_is_refused(product, owner, name, value):
    with pytest.raises(CatalogError):
        attribute_set(product=product, name=name, value=value, by=owner)

    assert not AttributeDecision.objects.exists()


def test_decisions_are_never_changed(photo, owner):
    read(photo, colour=told("blue"))
    decision = attribute_set(product=photo.product, name="colour", value="blue", by=owner)

    with pytest.raises(TypeError):
        decision.save()
    with pytest.raises(TypeError):
        AttributeDecision.objects.update(value="red")


def test_a_decision_keeps_the_photos_hash_when_the_photo_is_gone(photo, owner):
    read(photo, colour=told("blue"))
    attribute_set(product=photo.product, name="colour", value="green", by=owner)

    photo.delete()

    decision = AttributeDecision.objects.get()
    assert (decision.photo, decision.photo_sha256) == (None, photo.sha256)
    assert state_of(photo.product, "colour") == (State.CORRECTED, "green")
