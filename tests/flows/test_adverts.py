"""Adverts: asked for in words and sizes, opened again and changed, what does not fit said."""

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from catalog.models import Rendition
from catalog.selectors.adverts import (
    Ground,
    asked_together,
    ground_of,
    price_said,
    scene_options,
    shortened,
    size_of,
)
from catalog.selectors.renditions import renditions_to_export
from catalog.services.adverts import AdvertAsked, adverts_request
from catalog.services.brand import brand_logo_set, brand_update
from catalog.services.renditions import rendition_request
from catalog.templatetags.renditions import exports_of
from imaging.adverts.words import Words
from imaging.models import Job
from tests.factories import (
    make_job,
    make_photo,
    make_product,
    make_rendition,
    stored_picture,
)
from tests.flows.test_brand import logo_png
from tests.pictures import bottle_mask, flat_picture, jpeg_of, opened, png_of
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["known_cutouts", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts")

SAID = {"headline": "New this spring", "price": "€19.90", "layout": "minimal", "ground": "layout"}
LONG = "Handthrownstonewarefromthehillsabovetheoldrivertownandmore"  # has no place to break


def new_advert(product):
    return reverse("catalog:advert_create", args=[product.shop.slug, product.pk])


def again(rendition, name="advert_edit"):
    return reverse(f"catalog:{name}", args=[rendition.shop.slug, rendition.pk])


@pytest.fixture
def make(client_of, editor):
    """The editor's form as it is sent from a photo."""

    def posted(shown, **fields):
        sent = {**SAID, "photo": shown.pk, "sizes": ["1:1"], **fields}
        return client_of(editor).post(new_advert(shown.product), sent)

    return posted


@pytest.fixture
def advert(photo, owner, work):
    """A finished advert of the bottle."""
    asked = AdvertAsked(words=Words(headline="New", price="€19.90"))
    [made] = adverts_request(photo=photo, asked=asked, by=owner)
    work()
    made.refresh_from_db()
    return made


def said_by(rendition):
    """The parameters of the advert's own step."""
    return rendition.job.steps[-1]["params"]


def test_the_editor_opens_with_the_products_title_and_price(client_of, editor, photo):
    page = client_of(editor).get(new_advert(photo.product)).content.decode()

    assert "Blue bottle</textarea>" in page
    assert 'value="€19.90"' in page
    assert f'name="photo" value="{photo.pk}"' in page


def test_an_advert_is_made_at_its_size_and_opens_in_the_editor(make, photo, work):
    answer = make(photo)

    made = Rendition.objects.get()
    assert answer.url == again(made)
    [job] = work()
    assert job.status == "done", job.error_code
    assert pixels(made).shape == (1080, 1080, 3)
    assert job.facts["pixel_locked"] is True
    assert job.facts["advert"]["contrast"] >= 4.5


def test_every_size_is_a_picture_of_its_own_asked_for_together(make, photo, product):
    make(photo, sizes=["1:1", "9:16", "3:1"])

    made = list(Rendition.objects.order_by("pk"))
    sizes = [(said_by(one)["width"], said_by(one)["height"]) for one in made]
    assert sizes == [(1080, 1080), (1080, 1920), (1920, 640)]
    assert [size_of(one) for one in made] == ["1:1", "9:16", "3:1"]
    make(photo)
    assert list(asked_together(made[1])) == made


def test_the_brand_kit_of_the_day_goes_into_every_advert(make, photo, shop, work):
    brand_update(shop=shop, primary="#1F5A3C", heading_font="serif", tone="calm")
    brand = brand_logo_set(shop=shop, data=logo_png())

    make(photo)

    made = Rendition.objects.get()
    wanted = {"primary": "#1F5A3C", "heading_font": "serif", "tone": "calm", "logo": True}
    assert said_by(made)["brand"] == wanted
    assert made.job.inputs["logo"] == {"file": brand.logo, "sha256": brand.logo_sha256}
    assert [job.status for job in work()] == ["done"]


def test_an_advert_is_opened_again_with_its_words_and_changed_into_a_new_one(
    client_of, editor, advert, work
):
    client = client_of(editor)
    page = client.get(again(advert)).content.decode()
    assert "New</textarea>" in page

    sent = {**SAID, "photo": advert.photo_id, "sizes": ["4:5"], "headline": "Last days"}
    answer = client.post(again(advert), sent)
    work()

    changed = Rendition.objects.latest("pk")
    assert answer.url == again(changed)
    assert list(changed.parents.all()) == [advert]
    assert said_by(changed)["words"] == {"headline": "Last days", "price": "€19.90"}
    assert said_by(advert)["words"] == {"headline": "New", "price": "€19.90"}
    assert pixels(changed).shape == (1350, 1080, 3)


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_made(make, photo):
    answer = make(photo, headline=LONG, sizes=["1:1", "4:5"])

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1:1: The headline is too long for the layout “Minimal”" in page
    assert 'id="id_headline_error"' in page
    assert page.count("field__error") == 1
    assert not Rendition.objects.exists()


def test_an_advert_that_failed_opens_with_the_reason_beside_its_field(
    client_of, editor, photo, owner
):
    [made] = adverts_request(photo=photo, asked=AdvertAsked(Words(headline="New")), by=owner)
    label = {"en": "headline", "zh": "标题"}
    Job.objects.filter(pk=made.job_id).update(
        status="failed",
        error_code="text_does_not_fit",
        error_arguments={"text": label, "layout": {"en": "Minimal", "zh": "简约留白"}},
        finished_at=made.created_at,
    )

    answer = client_of(editor).get(again(made))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="id_headline_error"' in page
    assert "The headline is too long for the layout “Minimal”" in page


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"headline": "", "price": ""}, "Write at least a headline or a price."),
        ({"sizes": []}, "Choose at least one size."),
        ({"sizes": ["2:7"]}, "not one of the available choices"),
        ({"layout": "poster"}, "not one of the available choices"),
        ({"ground": "theme"}, "Choose a theme."),
        ({"ground": "theme", "theme": "moonbase"}, "not one of the available choices"),
        ({"ground": "gradient", "colour": "#FFF"}, "Choose a colour."),
        ({"ground": "scene"}, "not one of the available choices"),
        ({"warmth": "7"}, "less than or equal to 1"),
        ({"headline": "a\x07b"}, "a character that cannot be shown"),
        ({"headline": "x" * 61}, "at most 60 characters"),
    ],
)
def test_what_the_form_lacks_is_said_and_nothing_is_made(make, photo, fields, words):
    answer = make(photo, **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Job.objects.exists()


def test_a_photo_of_another_shop_or_product_is_refused(make, photo, product, stranger):
    theirs = make_photo(make_product(stranger.memberships.get().shop))
    beside = make_photo(make_product(product.shop))

    answers = [make(photo, photo=one.pk) for one in (theirs, beside)]

    assert [one.status_code for one in answers] == [422, 422]
    assert not Rendition.objects.exists()


@pytest.mark.parametrize(
    "fields, colours",
    [
        ({"ground": "colour", "colour": "#ABC"}, ["#AABBCC"]),
        ({"ground": "gradient", "colour": "#fff", "colour_end": "#102030"}, ["#FFFFFF", "#102030"]),
    ],
)
def test_a_plain_background_is_a_step_before_the_words(make, photo, work, fields, colours):
    make(photo, **fields)

    made = Rendition.objects.get()
    step = made.job.steps[-2]
    assert (step["engine"], step["params"]["colours"]) == ("backdrop", colours)
    assert ground_of(made) == Ground(fields["ground"], colours=tuple(colours))
    assert [job.status for job in work()] == ["done"]


def test_a_theme_is_a_scene_before_the_words_and_is_found_again(make, photo, client_of, editor):
    make(photo, ground="theme", theme="minimal")

    made = Rendition.objects.get()
    assert [step["engine"] for step in made.job.steps[-2:]] == ["scene", "advert"]
    assert made.job.steps[-2]["params"]["theme"] == "minimal"
    assert ground_of(made) == Ground("theme", theme="minimal")
    page = client_of(editor).get(again(made)).content.decode()
    assert re.search('name="theme" value="minimal"[^>]* checked', page)


def test_a_finished_scene_becomes_an_advert_in_the_same_set(client_of, editor, photo):
    options = {"brief": {"style": "vintage"}, "seed": 7, "aspect": "1:1", "long_side": 1024}
    scene = make_rendition(photo, options=options)
    Rendition.objects.filter(pk=scene.pk).update(recipe="scene")
    client = client_of(editor)
    page = client.get(again(scene)).content.decode()
    assert "This scene" in page

    client.post(again(scene), {**SAID, "photo": photo.pk, "sizes": ["3:4"], "ground": "scene"})

    made = Rendition.objects.latest("pk")
    set_out = made.job.steps[-2]["params"]
    assert list(made.parents.all()) == [scene]
    assert (set_out["brief"]["style"], set_out["seed"]) == ("vintage", 7)
    assert (set_out["width"], set_out["height"]) == (1080, 1440)
    assert ground_of(made) == Ground("scene")
    assert scene_options(made) == {"brief": {"style": "vintage"}, "seed": 7}


def test_colours_of_the_surroundings_are_adjusted_and_asked_for_again(
    make, photo, client_of, editor
):
    make(photo, warmth="0.4", brightness="-0.2", brand_wash="0")

    made = Rendition.objects.get()
    assert said_by(made)["adjust"] == {"warmth": 0.4, "brightness": -0.2}
    page = client_of(editor).get(again(made)).content.decode()
    assert 'value="0.4"' in page
    assert 'value="-0.2"' in page


def test_a_brushed_cut_out_stays_brushed_in_the_advert(client_of, editor, photo):
    strokes = {"file": "retouch/1.png", "sha256": "1" * 64}
    brushed = make_rendition(photo)
    inputs = {"photo": {"file": photo.file, "sha256": photo.sha256}, "strokes": strokes}
    Job.objects.filter(pk=brushed.job_id).update(inputs=inputs)

    sent = {**SAID, "photo": photo.pk, "sizes": ["1:1"]}
    client_of(editor).post(again(brushed), sent)

    made = Rendition.objects.latest("pk")
    assert made.job.inputs["strokes"] == strokes
    assert made.job.steps[0]["engine"] == "retouch"


def test_the_preview_is_the_advert_in_small_from_the_cut_out_there_is(
    client_of, editor, photo, owner, work
):
    rendition_request(photo=photo, recipe="cutout", preset=None, by=owner)
    work()
    url = reverse("catalog:advert_preview", args=[photo.shop.slug, photo.product_id])
    sent = {**SAID, "photo": photo.pk, "sizes": ["1:1", "9:16"], "size": "9:16"}

    answer = client_of(editor).post(url, sent)

    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Size"] == "480x853"
    picture = opened(answer.content)
    assert picture.shape == (853, 480, 3)
    assert picture.std() > 20


def test_a_finished_scene_of_the_same_shape_is_lettered_roughly(client_of, editor, photo):
    job = make_job(
        photo.shop.tenant,
        recipe="scene",
        status=Job.Status.DONE,
        outputs={
            "picture": stored_picture(jpeg_of(flat_picture(400, 400)))
            | {"width": 400, "height": 400},
            "mask": stored_picture(png_of((255 * bottle_mask()).astype("uint8"))),
        },
        facts={"scene": {"box": [0.6, 0.3, 0.2, 0.4]}},
    )
    scene = make_rendition(photo, job=job, options={"theme": "minimal", "seed": 1})
    url = reverse("catalog:advert_preview", args=[photo.shop.slug, photo.product_id])
    sent = {**SAID, "ground": "scene", "photo": photo.pk, "sizes": ["1:1", "3:1"], "size": "1:1"}
    client = client_of(editor)

    square = client.post(f"{url}?from={scene.pk}", sent)
    banner = client.post(f"{url}?from={scene.pk}", sent | {"size": "3:1"})

    assert (square["X-Size"], square["X-Rough"]) == ("640x640", "true")
    picture = opened(square.content)
    assert abs(picture[-40:, -40:].astype(int) - 200).max() < 12  # the scene's own grey
    assert picture[:, :380].min() < 90  # words
    assert "note" in json.loads(banner.content)


def test_the_preview_says_what_does_not_fit_while_somebody_types(
    client_of, editor, photo, owner, work
):
    rendition_request(photo=photo, recipe="cutout", preset=None, by=owner)
    work()
    url = reverse("catalog:advert_preview", args=[photo.shop.slug, photo.product_id])
    sent = {**SAID, "headline": LONG, "photo": photo.pk, "sizes": ["1:1"], "size": "1:1"}

    answer = client_of(editor).post(url, sent)

    [(field, sentences)] = json.loads(answer.content)["errors"].items()
    assert field == "headline"
    assert "is too long for the layout" in sentences[0]


def test_without_a_cut_out_the_preview_says_that_it_waits(client_of, editor, photo):
    url = reverse("catalog:advert_preview", args=[photo.shop.slug, photo.product_id])
    sent = {**SAID, "photo": photo.pk, "sizes": ["1:1"], "size": "1:1"}

    answer = client_of(editor).post(url, sent)

    assert answer.status_code == 200
    assert "when you make the advert" in json.loads(answer.content)["note"]


def test_an_advert_is_never_exported_as_the_products_cut_out(photo, owner, advert, work):
    assert not renditions_to_export(shop=photo.shop, preset="").exists()

    cutout = rendition_request(photo=photo, recipe="cutout", preset=None, by=owner)
    work()

    assert list(renditions_to_export(shop=photo.shop, preset="")) == [cutout]
    assert [one["preset"] for one in exports_of([advert])] == []


def test_the_pictures_page_shows_an_advert_alone_and_leads_back_to_its_words(
    client_of, viewer, editor, advert
):
    page = client_of(editor).get(again(advert, "rendition_detail")).content.decode()

    assert again(advert) in page
    assert "Change the advert" in page
    assert "data-compare" not in page
    assert (
        "Change the advert"
        not in client_of(viewer).get(again(advert, "rendition_detail")).content.decode()
    )


def test_prices_are_written_as_shop_windows_do():
    assert price_said(Decimal("12.50"), "USD") == "$12.50"
    assert price_said(Decimal("1200.00"), "CNY") == "¥1,200"
    assert price_said(Decimal(20), "CHF") == "CHF 20"


def test_a_long_title_loses_whole_words():
    assert shortened("Blue bottle with a cork", 16) == "Blue bottle with"
    assert shortened("青釉花瓶手工制作" * 3, 10) == "青釉花瓶手工制作青釉"
