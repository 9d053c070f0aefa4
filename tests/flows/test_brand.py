"""A shop's brand kit: who changes it, what it takes, and what becomes of the logo."""

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from catalog.models import Brand
from catalog.selectors.brand import brand_colours, brand_inputs, brand_of, kit_of
from catalog.services.brand import brand_logo_remove, brand_logo_set, brand_update
from catalog.services.logos import logo_tidy
from imaging import codec
from imaging.adverts.brand import BrandKit
from tests.factories import make_job
from tests.flows.api_calls import uploaded
from tests.pictures import flat_picture, jpeg_of, opened, png_of

CHOSEN = {
    "primary": "#1F4FA3",
    "accent": "#C8102E",
    "text": "",
    "heading_font": "serif",
    "body_font": "",
    "tone": "calm",
}


def address(shop, name="brand_kit"):
    return reverse(f"catalog:{name}", args=[shop.slug])


def logo_png(width=200, height=80, margin=20, level=255):
    """A red block with transparent margins."""
    picture = np.zeros((height, width, 4), np.uint8)
    picture[margin:-margin, margin:-margin] = (200, 30, 40, level)
    return png_of(picture)


@pytest.fixture
def save(client_of, owner, shop):
    """The brand page's form as the owner sends it."""
    return lambda **fields: client_of(owner).post(address(shop), {**CHOSEN, **fields})


def test_what_an_owner_chooses_is_how_adverts_are_asked_for(save, shop):
    answer = save()

    assert answer.url == address(shop)
    assert kit_of(brand_of(shop)) == BrandKit(
        primary="#1F4FA3", accent="#C8102E", heading_font="serif", tone="calm"
    )
    assert brand_colours(shop) == ["#1F4FA3", "#C8102E"]


def test_a_shop_without_a_brand_kit_leaves_everything_to_the_layout(shop):
    assert kit_of(brand_of(shop)) == BrandKit()
    assert (brand_colours(shop), brand_inputs(brand_of(shop))) == ([], {})
    assert not Brand.objects.exists()


@pytest.mark.parametrize("typed", ["#1f4fa3", "1F4FA3", " #1f4FA3 "])
def test_a_colour_may_be_typed_as_designers_write_it(save, shop, typed):
    save(primary=typed, accent="#c12")

    brand = brand_of(shop)
    assert (brand.primary, brand.accent) == ("#1F4FA3", "#CC1122")


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"primary": "blue"}, "six digits from 0 to F"),
        ({"heading_font": "comic"}, "not one of the available choices"),
        ({"tone": "shouting"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_part_of_a_brand_is_said_beside_its_field(save, fields, words):
    answer = save(**fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Brand.objects.exists()


def test_the_page_opens_with_what_was_saved(save, client_of, viewer, shop):
    save(logo=uploaded(logo_png(), "logo.png"))

    page = client_of(viewer).get(address(shop)).content.decode()

    assert 'value="#1F4FA3"' in page
    assert 'data-heading="serif"' in page
    assert address(shop, "brand_logo") in page
    assert "Only owners of the shop can change its brand kit." in page


def test_a_logo_is_kept_without_its_empty_margins_and_shown_to_members_only(
    save, client_of, viewer, stranger, shop
):
    save(logo=uploaded(logo_png(), "logo.png"))

    shown = client_of(viewer).get(address(shop, "brand_logo"))
    picture = opened(b"".join(shown.streaming_content))
    assert picture.shape == (40, 160, 4)
    assert (picture == (200, 30, 40, 255)).all()
    assert shown["Content-Type"] == "image/png"
    assert client_of(stranger).get(address(shop, "brand_logo")).status_code == 404
    brand = brand_of(shop)
    assert kit_of(brand).logo
    assert brand_inputs(brand) == {"logo": {"file": brand.logo, "sha256": brand.logo_sha256}}


@pytest.mark.parametrize(
    "data, name, words",
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "l.svg", "An SVG logo"),
        (b"  <svg onload='alert(1)'/>", "logo.png", "An SVG logo"),
        (b"no picture", "logo.png", "not a picture"),
        (logo_png(level=0), "logo.png", "transparent throughout"),
        (png_of(flat_picture(20, 20)), "logo.png", "each side needs at least 32"),
    ],
)
def test_a_file_that_cannot_be_a_logo_is_refused_and_nothing_of_the_form_is_kept(
    save, data, name, words
):
    answer = save(logo=uploaded(data, name))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Brand.objects.exists()


def test_a_gif_is_refused_because_a_logo_needs_soft_edges(save):
    answer = save(logo=uploaded(b"GIF89a" + bytes(200), "logo.gif"))

    assert answer.status_code == 422
    assert not Brand.objects.exists()


def test_an_opaque_logo_is_kept_as_it_is(shop):
    brand = brand_logo_set(shop=shop, data=jpeg_of(flat_picture(120, 60)))

    assert (brand.logo_width, brand.logo_height) == (120, 60)


def test_a_large_logo_is_reduced_without_the_colour_that_its_transparency_hides():
    picture = np.zeros((1200, 2400, 4), np.uint8)
    picture[...] = (0, 255, 0, 0)  # invisible green
    picture[:, ::3] = (200, 30, 40, 255)

    image, alpha = logo_tidy(codec.decode(png_of(picture)))

    assert image.shape[:2] == alpha.shape
    assert max(alpha.shape) == 1024
    assert (np.abs(image[alpha > 0].astype(int) - (200, 30, 40)) <= 1).all()


def test_another_logo_takes_the_place_of_the_first_whose_file_goes(
    shop, django_capture_on_commit_callbacks
):
    first = brand_logo_set(shop=shop, data=logo_png()).logo

    with django_capture_on_commit_callbacks(execute=True):
        second = brand_logo_set(shop=shop, data=logo_png(margin=10)).logo

    assert second != first
    assert not default_storage.exists(first)
    assert default_storage.exists(second)


def test_a_removed_logos_file_stays_while_an_advert_was_made_with_it(
    save, shop, django_capture_on_commit_callbacks
):
    brand = brand_logo_set(shop=shop, data=logo_png())
    make_job(shop.tenant, inputs=brand_inputs(brand))

    with django_capture_on_commit_callbacks(execute=True):
        save(remove_logo="on")

    assert not brand_of(shop).logo
    assert not kit_of(brand_of(shop)).logo
    assert default_storage.exists(brand.logo)


def test_the_same_logo_again_keeps_its_file(shop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = brand_logo_set(shop=shop, data=logo_png())
        again = brand_logo_set(shop=shop, data=logo_png())

    assert again.logo == first.logo
    assert default_storage.exists(first.logo)


def test_changing_a_part_leaves_the_others(shop):
    brand_update(shop=shop, primary="#102030", tone="premium")
    brand_logo_set(shop=shop, data=logo_png())
    brand_update(shop=shop, tone=None)
    brand_logo_remove(shop=shop)

    brand = brand_of(shop)
    assert (brand.primary, brand.tone, brand.logo) == ("#102030", "", "")


def test_a_scene_offers_the_shops_colours_beside_the_studios(client_of, editor, photo, shop):
    brand_update(shop=shop, primary="#1F4FA3")

    page = client_of(editor).get(reverse("catalog:studio", args=[shop.slug, photo.product_id]))

    assert '<option value="#1F4FA3">Your brand: #1F4FA3</option>' in page.content.decode()


def test_an_editor_reads_the_brand_kit_and_cannot_change_it(client_of, editor, shop):
    client = client_of(editor)

    assert client.get(address(shop)).status_code == 200
    assert client.post(address(shop), CHOSEN).status_code == 403
    assert not Brand.objects.exists()


def test_an_owner_lists_the_brands_that_pictures_may_show(save, shop, client_of, owner):
    assert save(words=" Acme \n\nL’Oréal  Paris\nAcme").status_code == 302
    shop.refresh_from_db()
    assert shop.brand_words == ["Acme", "L’Oréal Paris"]
    page = client_of(owner).get(address(shop)).content.decode()
    assert "Acme\nL’Oréal Paris</textarea>" in page


@pytest.mark.parametrize(
    "words, sentence",
    [
        ("\n".join(map(str, range(201))), "List at most 200 brands."),
        ("a" * 61, "too long for a brand"),
    ],
)
def test_a_list_of_brands_has_an_end(save, shop, words, sentence):
    answer = save(words=words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    shop.refresh_from_db()
    assert (shop.brand_words, Brand.objects.exists()) == ([], False)
