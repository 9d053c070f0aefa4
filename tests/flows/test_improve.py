"""Better photos: what was found is shown, made as shown, and used as a photo."""

import re

import pytest
from django.urls import reverse

from catalog.models import Photo, Rendition
from catalog.services.improving import rendition_use_as_photo
from catalog.services.photo_measures import photo_measured
from imaging.engines.enhance import available
from imaging.enhance import measure, plan
from tests.factories import make_photo, make_product, make_rendition
from tests.flows.improve_page import address, controls_of, dark, dark_picture, no_net, page_of
from tests.pictures import flat_picture, opened, png_of
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["dark", "known_cutouts", "no_net", "page_of", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts", "no_net")


def test_a_dark_photo_says_what_is_wrong_with_numbers(page_of, dark):
    page = page_of(dark)

    found = measure(dark_picture())
    assert f"{-found.exposure:.1f} stops too dark" in page
    assert "This photo is good as it is" not in page
    assert controls_of(page)["tone"] == "on"


def test_a_good_photo_is_told_so_and_every_step_can_still_be_switched_on(page_of, product):
    photo = make_photo(product, png_of(flat_picture(64, 48)))

    page = page_of(photo)

    assert "This photo is good as it is" in page
    sent = controls_of(page)
    assert "tone" not in sent
    assert float(sent["tone-exposure"]) == 0


def test_the_form_as_it_came_asks_for_the_plain_one_tap(client_of, editor, page_of, dark, work):
    client_of(editor).post(address(dark, "improve_make"), controls_of(page_of(dark)))

    made = Rendition.objects.get()
    assert made.options == {}
    assert [step["engine"] for step in made.job.steps] == ["enhance"]
    [job] = work()
    assert job.status == "done", job.error_code
    fixes = [fix["step"] for fix in job.facts["enhance"]["fixes"]]
    assert fixes == [fix.step for fix in plan(measure(dark_picture()), available())]
    assert job.facts["pixel_locked"] is False
    assert pixels(made).mean() > opened(png_of(dark_picture())).mean() + 20


def test_what_is_switched_off_tuned_and_switched_on_becomes_the_recipes_options(
    client_of, editor, page_of, dark
):
    sent = controls_of(page_of(dark))
    assert {"tone", "sharpen"} & sent.keys() == {"tone"}
    sent |= {"tone-contrast": "0.33", "sharpen": "on", "sharpen-strength": "0.5"}
    sent |= {"strength": "0.8", "look": "film", "look_strength": "0.6", "heal": "on"}

    client_of(editor).post(address(dark, "improve_make"), sent)

    made = Rendition.objects.get()
    assert made.options["strength"] == 0.8
    assert made.options["amounts"] == {"sharpen": 0.5}
    assert made.options["tuned"] == {"tone": {"contrast": 0.33}, "sharpen": {}}
    engines = [step["engine"] for step in made.job.steps]
    assert engines == ["enhance", "cutout", "heal", "look"]
    assert made.job.steps[-1]["params"] == {"look": "film", "strength": 0.6}


def test_a_fix_that_is_switched_off_is_left_out(client_of, editor, page_of, dark, work):
    sent = controls_of(page_of(dark)) | {"look": "film"}
    del sent["tone"]

    client_of(editor).post(address(dark, "improve_make"), sent)

    made = Rendition.objects.get()
    assert made.options["amounts"] == {"tone": 0}
    [job] = work()
    assert "tone" not in [fix["step"] for fix in job.facts["enhance"]["fixes"]]


def test_a_photo_is_measured_once_for_its_content(page_of, dark, monkeypatch):
    page_of(dark)
    found = photo_measured(photo=dark)
    monkeypatch.setattr("catalog.services.photo_measures.measured", None)

    assert photo_measured(photo=dark) == found
    assert found.exposure == measure(dark_picture()).exposure


def test_nothing_switched_on_is_not_made(client_of, editor, page_of, dark):
    off = {name: value for name, value in controls_of(page_of(dark)).items() if value != "on"}

    answer = client_of(editor).post(address(dark, "improve_make"), off)

    assert answer.status_code == 422
    assert "Nothing is switched on" in answer.content.decode()
    assert not Rendition.objects.exists()


def test_all_photos_of_the_product_are_asked_for_behind_what_people_wait_for(
    client_of, editor, page_of, dark
):
    other = make_photo(dark.product)
    make_photo(dark.product, deleted_at=dark.created_at)

    sent = controls_of(page_of(dark)) | {"scope": "product", "look": "film"}
    client_of(editor).post(address(dark, "improve_make"), sent)

    made = Rendition.objects.order_by("pk")
    assert [one.photo for one in made] == [dark, other]
    assert {one.job.priority for one in made} == {10}
    assert len({str(one.options) for one in made}) == 1


def test_a_better_picture_becomes_a_photo_and_the_original_stays(
    client_of, editor, page_of, dark, work
):
    client_of(editor).post(address(dark, "improve_make"), controls_of(page_of(dark)))
    work()
    made = Rendition.objects.get()

    for _ in range(2):
        use = reverse("catalog:rendition_use", args=[made.shop.slug, made.pk])
        assert client_of(editor).post(use).status_code == 302

    first, added = Photo.objects.order_by("position")
    assert first == dark
    assert added.made_from == made
    assert added.name == "night, improved.jpg"


def test_the_picture_says_what_was_done_and_that_pixels_were_changed(
    client_of, editor, page_of, dark, work
):
    client_of(editor).post(address(dark, "improve_make"), controls_of(page_of(dark)))
    work()

    page = client_of(editor).get(Rendition.objects.get().get_absolute_url()).content.decode()

    assert "What was improved, and why" in page
    assert "stops too dark." in page
    assert "Product pixels not locked" in page
    assert re.search(r"Product colours moved by ΔE \d+\.\d", page)
    assert "Correct the cut-out" not in page


def test_pictures_of_an_improved_photo_say_so(client_of, editor, page_of, dark, work):
    client_of(editor).post(address(dark, "improve_make"), controls_of(page_of(dark)))
    work()
    added = rendition_use_as_photo(rendition=Rendition.objects.get(), by=editor)

    page = client_of(editor).get(make_rendition(added).get_absolute_url()).content.decode()

    assert "Made from a photo that was improved here" in page


def test_a_channels_fix_of_a_better_photo_starts_from_the_better_one(
    client_of, editor, page_of, dark, work
):
    client = client_of(editor)
    client.post(address(dark, "improve_make"), controls_of(page_of(dark)))
    work()
    made = Rendition.objects.get()
    page = client.get(f"{made.get_absolute_url()}?channel=taobao_white").content.decode()
    assert "A main image of this better photo can be made for the channel" in page

    remake = reverse("catalog:rendition_remake", args=[made.shop.slug, made.pk])
    client.post(remake, {"preset": "taobao_white"})
    [job] = work()

    fixed = Rendition.objects.exclude(pk=made.pk).get()
    assert job.status == "done", job.error_code
    assert (fixed.recipe, fixed.preset) == ("main-image", "taobao_white")
    assert fixed.photo.made_from == made
    assert job.inputs["photo"]["sha256"] == made.job.outputs["picture"]["sha256"]
    assert list(fixed.parents.all()) == [made]
    assert "Made from a photo that was improved here" in (
        client.get(fixed.get_absolute_url()).content.decode()
    )


def test_only_a_finished_better_picture_becomes_a_photo(client_of, editor, photo):
    other = make_rendition(photo)

    answer = client_of(editor).post(
        reverse("catalog:rendition_use", args=[other.shop.slug, other.pk])
    )

    assert answer.status_code == 422
    assert Photo.objects.count() == 1


def test_a_viewer_sees_and_previews_but_changes_nothing(client_of, viewer, page_of, dark):
    client = client_of(viewer)
    page = client.get(address(dark)).content.decode()

    assert re.search(r"<fieldset[^>]* disabled", page)
    assert "Make better photo" not in page
    sent = controls_of(page_of(dark))
    assert client.post(address(dark, "improve_preview"), sent).status_code == 200
    assert client.post(address(dark, "improve_make"), sent).status_code == 403


def test_a_photo_of_another_product_is_not_improved_here(client_of, editor, page_of, dark):
    elsewhere = make_photo(make_product(dark.shop))

    sent = controls_of(page_of(dark)) | {"photo": elsewhere.pk}
    answer = client_of(editor).post(address(dark, "improve_make"), sent)

    assert answer.status_code == 422
    assert not Rendition.objects.exists()


def test_a_product_without_photos_says_what_to_do(client_of, editor, product):
    answer = client_of(editor).get(
        reverse("catalog:photo_improve", args=[product.shop.slug, product.pk])
    )

    assert "A photo first" in answer.content.decode()


def test_a_photo_whose_file_is_gone_is_said_plainly(client_of, editor, product):
    photo = make_photo(product, file="tests/nothing.jpg")

    answer = client_of(editor).get(address(photo))

    assert answer.status_code == 200
    assert "This photo cannot be read" in answer.content.decode()
