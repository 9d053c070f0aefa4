"""A catalogue read again: what would change is shown, decisions stand, and --apply writes."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalog.models import AttributeFinding
from catalog.selectors.attributes import State, attributes_of
from catalog.services.attribute_decisions import attribute_set
from imaging.engines import registry
from tests import quick_tags
from tests.attribute_world import read, told
from tests.factories import make_photo, make_product, make_shop
from tests.pictures import flat_picture, png_of

RED = png_of(flat_picture(64, 48, (200, 20, 20)))
BLUE = png_of(flat_picture(64, 48, (20, 40, 200)))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tags without nets: red or blue, by the mean of the photo."""
    for engine in ("cutout", "tag", "read"):
        monkeypatch.setitem(registry.ENGINES, engine, quick_tags.TAG)
    registry.load.cache_clear()
    yield
    registry.load.cache_clear()


@pytest.fixture
def shirt(shop):
    """A red shirt that an older model took for a pink one."""
    product = make_product(shop, title="Shirt")
    read(make_photo(product, RED), colour=told("pink", 0.6), pattern=told("solid"))
    return product


def retag(*arguments):
    """What the command says, and on its error stream."""
    said, wrong = StringIO(), StringIO()
    try:
        call_command("retag", *arguments, stdout=said, stderr=wrong)
        status = 0
    except SystemExit as ended:
        status = ended.code
    return said.getvalue().splitlines(), wrong.getvalue(), status


def known(product):
    return {one.name: (one.state, one.value) for one in attributes_of(product)}


def test_what_would_change_is_shown_and_nothing_is_written(shirt):
    lines, wrong, status = retag()

    assert lines == [
        f"teashop {shirt.pk} Shirt",
        "  colour: Pink 60% → Red 90%",
        "  pattern: Solid 90% → nothing",
        "1 of 1 products would change. 0 decisions stand against what is found now."
        " 0 photos could not be read.",
        "Nothing was written. To write it: --apply",
    ]
    assert (wrong, status) == ("", 0)
    assert known(shirt)["colour"] == (State.SUGGESTED, "pink")


def test_with_apply_it_is_written(shirt):
    lines, _wrong, _status = retag("--apply")

    assert lines[-1].startswith("1 of 1 products changed.")
    assert known(shirt) == {"colour": (State.SUGGESTED, "red")}
    assert list(shirt.attributes.values_list("name", "value")) == [("colour", "red")]
    assert retag()[0][0].startswith("0 of 1 products would change.")


def test_decisions_stand(shirt, owner):
    attribute_set(product=shirt, name="colour", value="pink", by=owner)

    lines, _wrong, _status = retag("--apply")

    assert "  colour: Pink 60% → Red 90%; “pink” was confirmed and stays" in lines
    assert "1 decisions stand" in lines[-1]
    assert known(shirt)["colour"] == (State.CONFIRMED, "pink")
    assert AttributeFinding.objects.get().value == "red"


def test_a_product_that_is_seen_as_before_is_not_listed(shop):
    read(make_photo(make_product(shop), BLUE), colour=told("blue", 0.5))

    assert retag()[0][0].startswith("0 of 1 products would change.")


def test_one_shop_alone_is_read(shirt):
    other = make_product(make_shop(slug="other"))
    make_photo(other, BLUE)

    lines, _wrong, _status = retag("--shop", "other", "--apply")

    assert lines[:2] == [f"other {other.pk} Blue bottle", "  colour: nothing → Blue 90%"]
    assert known(shirt)["colour"] == (State.SUGGESTED, "pink")


@pytest.mark.django_db
def test_an_unknown_shop_is_said():
    with pytest.raises(CommandError, match="There is no shop 'nowhere'"):
        call_command("retag", "--shop", "nowhere")


def test_a_photo_that_cannot_be_read_keeps_what_was_found_of_it(shirt):
    photo = shirt.photos.get()
    default_storage.delete(photo.file)
    make_photo(shirt, BLUE)

    lines, wrong, status = retag("--apply")

    assert status == 1
    assert f"teashop photo {photo.pk} {photo}:" in wrong
    assert "1 photos could not be read." in lines[-1]
    assert set(AttributeFinding.objects.values_list("value", flat=True)) == {
        "pink", "solid", "blue",
    }  # fmt: skip


def test_the_products_own_words_are_read_again_too(shop):
    product = make_product(shop, title="Mug 250 ml")  # added before words were read

    lines, _wrong, _status = retag("--apply")

    assert "  size: nothing → 250 ml 97%" in lines
    assert known(product)["size"] == (State.SUGGESTED, "250 ml")
