"""What an import is to make: typed, and refused before a row is looked at."""

import pytest

from catalog.errors import CatalogError
from catalog.importing.making import Adverts, Pictures, Scenes, makings_of
from catalog.services.import_makings import makings_ready
from imaging.errors import EngineError

WORDS = {"headline": "{title}", "price": "{price}"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"recipe": "burn"}, "There is no recipe “burn”."),
        ({"recipe": "main-image"}, "needs a channel"),
        ({"recipe": "main-image", "presets": ["nowhere"]}, "nowhere"),
        ({"recipe": "erase"}, "Nothing is marked"),
        ({"recipe": "enhance", "options": {"glow": 1}}, "glow: there is no such setting"),
        ({"recipe": "scene"}, "Pick a theme, or say in words"),
        ({"recipe": "scene", "theme": "none"}, "none"),
        ({"recipe": "scene", "theme": "vintage", "presets": ["nowhere"]}, "nowhere"),
        ({"recipe": "advert", "words": WORDS, "layout": "wavy"}, "“wavy” is not a layout."),
        ({"recipe": "advert", "words": WORDS, "sizes": ["2:7"]}, "“2:7” is not a size."),
        ({"recipe": "advert", "words": WORDS, "sizes": []}, "Choose at least one size."),
        ({"recipe": "advert", "words": {"headline": "{tilte}"}}, "“{tilte}” is not a field"),
        ({"recipe": "advert", "words": {"slogan": "Hi"}}, "slogan: there is no such setting"),
        ({"recipe": "advert", "words": {"headline": " "}}, "Write at least a headline"),
        ({"recipe": "advert", "words": {"headline": "x" * 61}}, "at most 60 characters"),
        ({"recipe": "tags", "presets": ["shopify"]}, "presets: there is no such setting"),
        ({"recepe": "scene"}, "recipe: is missing"),
    ],
)
def test_what_would_fail_at_every_row_is_refused_with_a_sentence(given, told):
    with pytest.raises((CatalogError, EngineError)) as refused:
        makings_of([given])

    assert told in str(refused.value)


def test_each_thing_is_made_once_and_not_more_than_a_dozen():
    twice = [{"recipe": "cutout"}, {"recipe": "tags"}, {"recipe": "cutout"}]
    many = [{"recipe": "scene", "theme": "vintage", "seed": seed} for seed in range(13)]

    assert [one.recipe for one in makings_of(twice)] == ["cutout", "tags"]
    with pytest.raises(CatalogError, match="At most 12"):
        makings_of(many)


def test_pictures_are_counted_by_channels_and_sizes():
    one, two, three, four = makings_of(
        [
            {"recipe": "main-image", "presets": ["shopify", "taobao_main", "shopify"]},
            {"recipe": "cutout", "presets": ["shopify"]},
            {"recipe": "advert", "words": WORDS, "sizes": ["1:1", "3:4"]},
            {"recipe": "tags"},
        ]
    )

    assert [making.per_photo for making in (one, two, three, four)] == [2, 1, 2, 0]


def test_words_are_filled_with_the_fields_of_a_row():
    making = Adverts(recipe="advert", words={"headline": "New: {title}", "price": "{price}"})

    words = making.filled({"title": "Stone teapot", "price": "¥39"})

    assert (words.headline, words.price, words.badge) == ("New: Stone teapot", "¥39", "")
    with pytest.raises(CatalogError, match=r"“New: xxx.*…” has 61 characters; 60 fit"):
        making.filled({"title": "x" * 56, "price": ""})


def test_a_sentence_is_read_once_and_gives_all_rows_one_look_and_seed(shop):
    [kept] = makings_ready([Scenes(recipe="scene", sentence="木桌，晨光")], shop)

    assert kept.seed == 1
    assert kept.read.scene["surface"] == "light-wood"
    assert kept.read.options["seed"] == 1
    assert kept.read.options["quality"] == "full"


def test_a_theme_is_made_with_the_plate_that_ships_with_it(shop):
    [kept] = makings_ready([Scenes(recipe="scene", theme="vintage")], shop)

    assert (kept.read.options["theme"], kept.read.options["quality"]) == ("vintage", "best")


def test_a_sentence_of_which_nothing_is_understood_is_refused(shop):
    with pytest.raises(CatalogError, match="None of these words is known here: qwrtz"):
        makings_ready([Scenes(recipe="scene", sentence="qwrtz")], shop)


def test_a_look_of_another_shop_is_refused(shop):
    asked = Pictures(recipe="enhance", options={"look": {"name": "nobodys"}})

    with pytest.raises((CatalogError, EngineError)):
        makings_ready([asked], shop)
