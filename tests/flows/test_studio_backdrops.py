"""Plain backdrops over HTTP: colours, blur, the shop's own pictures, and a look from a picture."""

import re

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Background, Brief, Rendition
from catalog.services import backgrounds as services
from catalog.services.storage import clean_up
from imaging.models import Job
from tests.factories import make_background
from tests.flows.api_calls import uploaded
from tests.flows.studio_page import HTMX, finish, of, page_of, toast
from tests.pictures import flat_picture, jpeg_of, png_of, product_jpeg
from tests.rendition_world import pixels, work
from tests.studio_world import quick_studio

__all__ = ["finish", "quick_studio", "work"]

pytestmark = pytest.mark.usefixtures("quick_studio")
SHADOWS = ["soft", "contact", "hard", "floating"]


def tap(client, photo, look, **fields):
    data = {"photo": photo.pk, "look": look, **fields}
    return client.post(page_of(photo.product, "studio_backdrop"), data, headers=HTMX)


def upload(client, product, data, name="table.jpg"):
    sent = {"background": uploaded(data, name)}
    return client.post(page_of(product, "background_add"), sent, headers=HTMX)


def like(client, photo, data, **fields):
    sent = {"photo": photo.pk, "picture": uploaded(data, "liked.png"), **fields}
    return client.post(page_of(photo.product, "studio_like"), sent, headers=HTMX)


def forget(background):
    """As if it had been deleted longer ago than any shop keeps what is deleted."""
    longer = timezone.now() - timezone.timedelta(days=4000)
    Background.objects.filter(pk=background.pk).update(deleted_at=longer)


def test_one_tap_on_a_colour_makes_a_picture_with_each_shadow(client_of, editor, photo, finish):
    client = client_of(editor)

    answer = tap(client, photo, "colour:#2040FF")
    finish()

    brief = Brief.objects.get()
    made = list(brief.renditions.order_by("pk"))
    assert [one.options["shadow"] for one in made] == SHADOWS
    assert answer.content.decode().count("data-variant-card=") == 4
    assert tuple(pixels(made[0])[2, 2]) == pytest.approx((0x20, 0x40, 0xFF), abs=3)
    assert all(one.job.facts["pixel_locked"] for one in brief.renditions.select_related("job"))
    page = client.get(page_of(photo.product)).content.decode()
    assert "#2040FF" in page  # in the history
    assert "More like this" not in page


def test_a_shadow_that_was_chosen_is_the_only_one_and_a_reflection_shows(
    client_of, editor, photo, finish
):
    plain = tap(client_of(editor), photo, "colour:#808080", shadow="none")
    tap(client_of(editor), photo, "colour:#808080", shadow="none", reflection="1")
    finish()

    without, mirrored = (pixels(one) for one in Rendition.objects.order_by("pk"))
    assert plain.content.decode().count("data-variant-card=") == 1
    changed = np.abs(without.astype(int) - mirrored).max(axis=2) > 12
    assert changed.any()
    assert not changed[: len(changed) // 3].any()  # only below the product


def test_a_gradient_goes_from_its_upper_colour_to_the_lower(client_of, editor, photo, finish):
    tap(client_of(editor), photo, "gradient:#FF0000,#0000FF", shadow="none")
    finish()

    picture = pixels(Rendition.objects.get())
    assert picture[2, 2, 0] > 240 > 20 > picture[2, 2, 2]
    assert picture[-3, 2, 2] > 240 > 20 > picture[-3, 2, 0]


def test_a_stranger_a_viewer_and_looks_that_do_not_exist_make_nothing(
    client_of, stranger, viewer, editor, photo
):
    theirs = make_background(stranger.memberships.get().shop)
    gone = make_background(photo.shop, deleted_at=timezone.now())

    assert tap(client_of(stranger), photo, "colour:#FFFFFF").status_code == 404
    assert tap(client_of(viewer), photo, "colour:#FFFFFF").status_code == 403
    looks = ("", "fire", "blur:9", "blur:nan", "picture:", "colour:red", "colour:<svg>")
    gradients = ("gradient:#FFFFFF", "gradient:#FFFFFF,#000000,#111111")
    for look in (f"picture:{theirs.pk}", f"picture:{gone.pk}", *looks, *gradients):
        refused = tap(client_of(editor), photo, look)
        assert toast(refused)["text"] == "This is no longer there. Reload the page."
    assert not Brief.objects.exists()


def test_a_product_stands_before_a_picture_of_the_shops_and_moves_in_it(
    client_of, editor, photo, finish
):
    client = client_of(editor)
    answer = upload(client, photo.product, jpeg_of(flat_picture(640, 480, (30, 160, 60))))
    background = Background.objects.get()
    assert f'value="picture:{background.pk}"' in answer.content.decode()

    tap(client, photo, f"picture:{background.pk}", shadow="soft")
    finish()
    first = Rendition.objects.get()
    client.post(of("variant_move", first), {"x": "0.2", "y": "0", "scale": "0.8"}, headers=HTMX)
    client.post(of("variant_sizes", first), {"presets": ["taobao_white"]}, headers=HTMX)
    finish()

    first, moved, sized = Rendition.objects.select_related("job").order_by("pk")
    assert tuple(pixels(first)[2, 2]) == pytest.approx((30, 160, 60), abs=4)
    left, _, width, _ = first.job.facts["backdrop"]["box"]
    left_now, _, width_now, _ = moved.job.facts["backdrop"]["box"]
    assert width_now == pytest.approx(0.8 * width, abs=0.01)
    assert left_now + width_now / 2 == pytest.approx(left + width / 2 + 0.2, abs=0.01)
    assert pixels(sized).shape == (800, 800, 3)
    assert f'data-box="{left} ' in client.get(of("variant_stage", first)).content.decode()
    more = client.post(of("variant_act", first, "more"), headers=HTMX)
    assert "looks the same every time" in toast(more)["text"]


def test_a_corrected_cut_out_stands_before_the_same_background(client_of, editor, photo, finish):
    client = client_of(editor)
    upload(client, photo.product, jpeg_of(flat_picture(640, 480, (30, 160, 60))))
    tap(client, photo, f"picture:{Background.objects.get().pk}", shadow="none")
    finish()
    strokes = flat_picture(photo.width, photo.height, (0, 0, 0))
    strokes[: photo.height // 2] = 128  # erased

    made = Rendition.objects.get()
    client.post(of("rendition_retouch", made), {"strokes": uploaded(png_of(strokes))})
    finish()

    brushed = Rendition.objects.latest("pk")
    assert brushed.pk != made.pk
    assert tuple(pixels(brushed)[2, 2]) == pytest.approx((30, 160, 60), abs=4)


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "not a picture"),
        (product_jpeg(500, 500)[:2000], "damaged"),
        (png_of(flat_picture(399, 900)), "400"),
    ],
)
def test_an_upload_that_is_no_background_is_refused_in_a_sentence(
    client_of, editor, product, data, said
):
    answer = upload(client_of(editor), product, data)

    assert said in toast(answer)["text"]
    assert not Background.objects.exists()


def test_the_same_background_twice_is_one_and_a_shop_keeps_only_so_many(
    client_of, editor, product, monkeypatch
):
    client = client_of(editor)
    monkeypatch.setattr(services, "MOST_KEPT", 1)
    same = product_jpeg(480, 400, seed=1)

    upload(client, product, same)
    upload(client, product, same)
    full = upload(client, product, product_jpeg(480, 400, seed=2))
    nothing = client.post(page_of(product, "background_add"), headers=HTMX)

    assert Background.objects.count() == 1
    assert "at most 1 backgrounds" in toast(full)["text"]
    assert toast(nothing)["text"] == "Choose a picture first."


def test_a_deleted_background_comes_back_or_goes_with_the_clean_up(
    client_of, stranger, editor, photo, finish
):
    client, product = client_of(editor), photo.product
    upload(client, product, product_jpeg(480, 400, seed=1))
    upload(client, product, product_jpeg(480, 400, seed=2))
    used, unused = Background.objects.order_by("pk")
    picture = reverse("catalog:background_thumbnail", args=[product.shop.slug, used.pk])
    assert client.get(picture)["Content-Type"] == "image/webp"
    assert client_of(stranger).get(picture).status_code == 404
    tap(client, photo, f"picture:{used.pk}", shadow="none")

    gone = [product.shop.slug, product.pk, used.pk]
    undo = toast(client.post(reverse("catalog:background_delete", args=gone), headers=HTMX))["undo"]
    assert f"picture:{used.pk}" not in client.get(page_of(product)).content.decode()
    assert f"picture:{used.pk}" in client.post(undo, follow=True).content.decode()

    forget(used)
    forget(unused)
    assert clean_up().backgrounds == 1
    assert list(Background.objects.all()) == [used]  # a job was given it, and may run again
    finish()
    assert Rendition.objects.get().job.status == Job.Status.DONE


def test_the_look_of_a_picture_becomes_chips_over_what_was_said(
    client_of, stranger, viewer, editor, photo
):
    dark_red = png_of(flat_picture(300, 200, (90, 10, 20)))

    answer = like(client_of(editor), photo, dark_red, text="marble")

    chips = answer.content.decode()
    assert re.search('<option value="#5[9AB]0[89ABC]1[3456]" selected>', chips)  # 90, 10, 20
    assert '<option value="dark" selected>' in chips
    assert '<option value="marble" selected>' in chips
    assert not Brief.objects.exists()
    assert like(client_of(stranger), photo, dark_red).status_code == 404
    assert like(client_of(viewer), photo, dark_red).status_code == 403
    refused = like(client_of(editor), photo, b"no picture at all")
    assert "not a picture" in toast(refused)["text"]


def test_chips_of_a_picture_are_what_is_drawn(client_of, editor, photo, finish):
    data = {"photo": photo.pk, "chips": "1", "read": "", "text": ""}
    chips = {"chip-colours": ["#5A0A14"], "chip-brightness": "dark", "chip-variants": "1"}

    client_of(editor).post(page_of(photo.product, "brief_create"), data | chips, headers=HTMX)
    finish()

    made = Rendition.objects.select_related("job").get()
    assert made.options["brief"]["colours"] == ["#5A0A14"]
    assert made.job.status == Job.Status.DONE
