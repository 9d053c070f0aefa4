"""Better photos of many products, and the presets that a shop keeps for them."""

import pytest
from django.urls import reverse

from catalog.errors import CatalogError
from catalog.models import PhotoPreset, Rendition
from catalog.services.improving import products_improve
from catalog.services.photo_presets import photo_preset_save
from imaging.errors import EngineError
from tests.factories import make_photo, make_product, make_shop

FILM = {"look": {"look": "film", "strength": 0.6}}


@pytest.fixture
def post(client_of, editor, shop):
    """The ticked products as the list sends them; what the next page says of it."""

    def sent(*products, **fields):
        client = client_of(editor)
        many = reverse("catalog:products_improve", args=[shop.slug])
        answer = client.post(
            many, {"products": [one.pk for one in products], **fields}, follow=True
        )
        return [str(message) for message in answer.context["messages"]]

    return sent


@pytest.fixture
def products(shop):
    """Two with photos (two and one), one without."""
    made = [make_product(shop) for _ in range(3)]
    for product in (made[0], made[0], made[1]):
        make_photo(product)
    return made


def test_every_photo_of_every_ticked_product_is_asked_for_at_low_priority(post, products):
    said = post(*products)

    assert said == ["Improving 3 photos of 2 products. 1 has no photo yet."]
    made = Rendition.objects.all()
    assert {one.product for one in made} == set(products[:2])
    assert {one.job.priority for one in made} == {10}
    assert {one.recipe for one in made} == {"enhance"}


def test_a_preset_says_what_is_done_to_all_of_them(post, products, shop, editor):
    preset = photo_preset_save(shop=shop, name="Film", options=FILM, by=editor)

    post(*products, preset=preset.pk)

    assert [one.options for one in Rendition.objects.all()] == [FILM] * 3


def test_nothing_ticked_is_said(post):
    assert post() == ["Choose at least one product."]


def test_products_without_photos_are_said(post, products):
    assert post(products[2]) == ["The chosen products have no photos yet."]


def test_deleted_photos_are_left_alone(post, products):
    gone = make_photo(products[1])
    gone.deleted_at = gone.created_at
    gone.save()

    post(products[1])

    assert gone not in [one.photo for one in Rendition.objects.all()]
    assert Rendition.objects.count() == 1


def test_a_product_of_another_shop_is_not_improved(post, products):
    other = make_product(make_shop())
    make_photo(other)

    assert post(other) == ["One of these products is no longer there. Choose again."]
    assert not Rendition.objects.exists()


def test_what_does_not_fit_into_the_queue_is_left_out_by_whole_products(post, products, settings):
    settings.IMAGING_MAX_QUEUED = 2

    said = post(*products[:2])

    left = {one.product for one in Rendition.objects.all()}
    assert len(left) == 1
    assert said[0].startswith("Improving ")
    assert said[1].startswith("1 product was left out:")


def test_a_full_queue_is_refused_and_nothing_is_written(products, settings, editor):
    settings.IMAGING_MAX_QUEUED = 1

    with pytest.raises(EngineError, match="1 pictures waiting"):
        products_improve(products=products[:1], options={}, by=editor)

    assert not Rendition.objects.exists()


def test_the_list_tells_how_many_pictures_are_being_made(client_of, editor, post, products, shop):
    listing = reverse("catalog:product_list", args=[shop.slug])
    quiet = client_of(editor).get(listing).content.decode()
    post(*products)

    page = client_of(editor).get(listing).content.decode()

    assert "being made" not in quiet
    assert "3 pictures are being made" in page


def test_a_viewer_sees_no_boxes(client_of, viewer, products, shop):
    page = client_of(viewer).get(reverse("catalog:product_list", args=[shop.slug]))

    assert "tile__select" not in page.content.decode()


@pytest.fixture
def presets(client_of, editor, photo):
    """A preset's address by its verb, asked as the editor."""

    def sent(verb, *args, **fields):
        where = [photo.shop.slug, photo.product_id, *args]
        address = reverse(f"catalog:photo_preset_{verb}", args=where)
        return client_of(editor).post(address, {"photo": photo.pk, **fields})

    return sent


def test_a_preset_is_kept_applied_renamed_and_deleted(presets, client_of, editor, photo):
    presets("create", name=" Film  look ", look="film", look_strength="0.6", strength="1")
    preset = PhotoPreset.objects.get()
    assert preset.name == "Film look"
    assert preset.options["look"] == FILM["look"]

    page = reverse("catalog:photo_improve", args=[photo.shop.slug, photo.product_id])
    shown = client_of(editor).get(f"{page}?preset={preset.pk}").content.decode()
    assert 'value="film" checked' in shown
    assert 'value="0.6"' in shown

    presets("rename", preset.pk, name="Film, soft")
    assert PhotoPreset.objects.get().name == "Film, soft"
    presets("delete", preset.pk)
    assert not PhotoPreset.objects.exists()


def test_a_name_is_given_once_in_a_shop_and_never_empty(presets, shop, editor):
    photo_preset_save(shop=shop, name="Film", options=FILM, by=editor)

    assert "There is a preset “Film” already" in presets("create", name="Film").content.decode()
    assert "Give the preset a name." in presets("create", name=" ").content.decode()
    other = photo_preset_save(shop=shop, name="Other", options=FILM, by=editor)
    assert presets("rename", other.pk, name="Film").status_code == 422
    photo_preset_save(shop=make_shop(), name="Film", options=FILM, by=editor)


def test_options_that_the_recipe_refuses_are_no_preset(shop, editor):
    for options in ({"strength": 3}, {"look": {"look": "film", "strength": 2}}, {"heal": 1}):
        with pytest.raises(EngineError, match="are not valid"):
            photo_preset_save(shop=shop, name="Wrong", options=options, by=editor)


def test_a_shop_keeps_only_so_many(shop, editor, monkeypatch):
    monkeypatch.setattr("catalog.services.photo_presets.MOST_KEPT", 1)
    photo_preset_save(shop=shop, name="One", options={}, by=editor)

    with pytest.raises(CatalogError, match="at most 1 presets"):
        photo_preset_save(shop=shop, name="Two", options={}, by=editor)


def test_a_preset_of_another_shop_is_nothing_here(presets, client_of, stranger, editor, photo):
    theirs = photo_preset_save(
        shop=stranger.memberships.get().shop, name="Theirs", options=FILM, by=stranger
    )

    assert presets("delete", theirs.pk).status_code == 404
    page = reverse("catalog:photo_improve", args=[photo.shop.slug, photo.product_id])
    assert client_of(editor).get(f"{page}?preset={theirs.pk}").status_code == 404
    assert PhotoPreset.objects.count() == 1
