"""Of every kind of a product's pictures one may be chosen: by recipe, and channel or size."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from catalog.models import Rendition
from catalog.services.adverts import AdvertAsked, adverts_request
from catalog.services.renditions import rendition_choose, rendition_request
from imaging.adverts.words import Words
from imaging.models import Job
from tests.factories import make_job, make_photo, make_product, make_rendition

SQUARE, TALL = "1080x1080", "1080x1920"
KINDS = [
    ("main-image", "ebay", ""),
    ("scene", "ebay", ""),
    ("cutout", "", ""),
    ("scene", "", SQUARE),
    ("advert", "", SQUARE),
    ("advert", "", TALL),
]


def made(photo, recipe, preset="", size="", steps=(), **fields) -> Rendition:
    job = make_job(photo.shop.tenant, status=Job.Status.DONE, recipe=recipe, steps=list(steps))
    return make_rendition(photo, job=job, preset=preset, size=size, **fields)


def chosen() -> list[Rendition]:
    return list(Rendition.objects.filter(is_chosen=True).order_by("pk"))


def test_one_of_every_kind_is_chosen_and_none_displaces_another(photo, editor):
    renditions = [made(photo, *kind) for kind in KINDS]

    for one in renditions:
        rendition_choose(rendition=one, by=editor)

    assert chosen() == renditions


@pytest.mark.parametrize("kind", KINDS)
def test_another_of_the_same_kind_takes_its_place(photo, editor, kind):
    others = [made(photo, *other, is_chosen=True) for other in KINDS]
    new = made(make_photo(photo.product), *kind)

    rendition_choose(rendition=new, by=editor)

    displaced = others.pop(KINDS.index(kind))
    assert chosen() == [*others, new]
    displaced.refresh_from_db()
    assert displaced.deleted_at is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_lets_one_of_a_kind_be_chosen(photo, kind):
    made(photo, *kind, is_chosen=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        made(photo, *kind, is_chosen=True)


def test_the_same_kind_of_another_product_is_another_matter(photo, shop, editor):
    theirs = made(make_photo(make_product(shop, "Cup")), *KINDS[0], is_chosen=True)
    mine = made(photo, *KINDS[0])

    rendition_choose(rendition=mine, by=editor)

    assert chosen() == [theirs, mine]


def test_a_picture_for_no_channel_knows_its_size(photo, editor):
    asked = AdvertAsked(words=Words(headline="Teapot week"), sizes=("1:1", "9:16"))

    adverts = adverts_request(photo=photo, asked=asked, by=editor)
    cutout = rendition_request(photo=photo, recipe="cutout", preset=None, by=editor)
    main = rendition_request(photo=photo, recipe="main-image", preset="ebay", by=editor)

    assert [one.size for one in adverts] == [SQUARE, TALL]
    assert [one.size for one in (cutout, main)] == ["", ""]


def test_older_pictures_learn_their_size_from_their_steps(photo):
    frame = {"engine": "scene", "params": {"width": 1080, "height": 1920}}
    scene = made(photo, "scene", steps=[{"engine": "cutout"}, frame])
    channel = made(photo, "scene", preset="ebay", steps=[frame])
    cutout = made(photo, "cutout", steps=[{"engine": "cutout", "params": {}}])

    import_module("catalog.migrations.0007_sizes_of_renditions").sizes_write(apps, None)

    told = dict(Rendition.objects.values_list("pk", "size"))
    assert told == {scene.pk: TALL, channel.pk: "", cutout.pk: ""}


def test_going_back_leaves_the_latest_chosen_of_each_channel(photo):
    renditions = [made(photo, *kind, is_chosen=True) for kind in KINDS]

    import_module("catalog.migrations.0007_sizes_of_renditions").one_chosen_leave(apps, None)

    assert chosen() == [renditions[1], renditions[-1]]
