"""A shop's own looks: .cube files that come in checked, are used like the others, and can go."""

from hashlib import sha256

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from catalog.models import OwnLook, PhotoPreset, Rendition
from catalog.services import own_looks as services
from catalog.services.storage import clean_up
from tests.factories import cube_of, make_look, make_product, make_shop, make_user
from tests.flows.api_calls import api_of, uploaded
from tests.flows.improve_page import address, controls_of, dark, no_net, page_of
from tests.flows.studio_page import HTMX, toast
from tests.pictures import opened
from tests.rendition_world import known_cutouts, pixels, work

__all__ = ["dark", "known_cutouts", "no_net", "page_of", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts", "no_net")
NEGATIVE = cube_of()


@pytest.fixture
def bring(client_of, editor, dark):
    """Upload a file on the page for `dark`."""

    def sent(data=NEGATIVE, name="Night shop.cube", **fields):
        body = {"cube": uploaded(data, name), "photo": dark.pk, **fields}
        return client_of(editor).post(address(dark, "own_look_add"), body, headers=HTMX)

    return sent


@pytest.fixture
def own(bring):
    bring()
    return OwnLook.objects.get()


def with_look(page, look, strength="1"):
    """The form with nothing but `look` switched on."""
    off = {name: value for name, value in controls_of(page).items() if value != "on"}
    return off | {"look": look, "look_strength": strength}


def thumbnail_of(photo, look):
    return reverse("catalog:look_thumbnail", args=[photo.shop.slug, photo.pk, look])


def test_a_file_becomes_a_look_that_is_chosen_at_once(bring, client_of, editor, page_of, dark):
    answer = bring()

    own = OwnLook.objects.get()
    assert own.name == "Night shop"
    assert toast(answer)["text"] == "“Night shop” was kept."
    assert f'value="{own.sha256}" checked' in answer.content.decode()
    assert f'value="{own.sha256}"' in page_of(dark)
    mine, film = (
        opened(client_of(editor).get(thumbnail_of(dark, look)).content).ravel()
        for look in (own.sha256, "film")
    )
    assert np.corrcoef(mine, film)[0, 1] < -0.9  # a negative


def test_preview_and_picture_are_the_photo_in_that_look(
    client_of, editor, page_of, own, dark, work
):
    sent = with_look(page_of(dark), own.sha256)
    shown = client_of(editor).post(address(dark, "improve_preview"), sent)
    client_of(editor).post(address(dark, "improve_make"), sent)
    [job] = work()

    made = Rendition.objects.get()
    assert job.status == "done", job.error_code
    assert made.options["look"] == {"cube": own.sha256, "strength": 1.0}
    assert np.abs(opened(shown.content) - pixels(made).astype(float)).mean() < 3
    page = client_of(editor).get(made.get_absolute_url()).content.decode()
    assert "Night shop, 100 %: colours were changed on purpose." in page


def test_it_is_kept_in_presets_and_used_on_many_products(
    client_of, editor, shop, page_of, own, dark
):
    client = client_of(editor)
    client.post(
        address(dark, "photo_preset_create"),
        with_look(page_of(dark), own.sha256, "0.5") | {"name": "Night"},
    )
    preset = PhotoPreset.objects.get()
    assert preset.options["look"] == {"cube": own.sha256, "strength": 0.5}
    assert f'value="{own.sha256}" checked' in page_of(dark, f"&preset={preset.pk}")

    many = reverse("catalog:products_improve", args=[shop.slug])
    client.post(many, {"products": [dark.product_id], "preset": preset.pk})

    made = Rendition.objects.get()
    assert made.job.inputs["cube"] == {"file": own.file, "sha256": own.sha256}


def test_a_preset_whose_look_is_gone_says_so(client_of, editor, shop, page_of, own, dark):
    preset = PhotoPreset.objects.create(
        shop=shop, name="Night", options={"look": {"cube": own.sha256}}
    )
    services.own_look_delete(look=own)

    page = page_of(dark, f"&preset={preset.pk}")
    many = reverse("catalog:products_improve", args=[shop.slug])
    data = {"products": [dark.product_id], "preset": preset.pk}
    said = client_of(editor).post(many, data, follow=True).content.decode()

    assert "The look of this preset was deleted." in page
    assert controls_of(page)["look"] == ""
    assert "This look of your own is no longer there." in said
    assert not Rendition.objects.exists()


@pytest.mark.parametrize(
    "data, en, zh",
    [
        (b"LUT_3D_SIZE 99\n", "line 1: the size must be a whole number", "第 1 行"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "it is not a text file", "不是文本文件"),
        (b"hello there\n", "“hello” is not known", "无法识别“hello”"),
        (b"#" * 16_000_001, "it has more than 16 MB", "超过 16 MB"),
    ],
    ids=["size", "picture", "text", "large"],
)
def test_a_file_that_is_no_look_is_refused_in_the_readers_language(bring, data, en, zh):
    assert en in toast(bring(data))["text"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalog.middleware.language", lambda: "zh")
        assert zh in toast(bring(data))["text"]
    assert not OwnLook.objects.exists()


def test_no_file_is_said(client_of, editor, dark):
    answer = client_of(editor).post(address(dark, "own_look_add"), headers=HTMX)

    assert toast(answer)["text"] == "Choose a .cube file first."


def test_the_same_file_twice_is_one_and_a_shop_keeps_only_so_many(bring, own, monkeypatch):
    monkeypatch.setattr(services, "MOST_KEPT", 1)

    bring(name="again.cube")
    full = bring(cube_of("# another"))

    assert OwnLook.objects.get().name == own.name
    assert "at most 1 looks" in toast(full)["text"]
    digest = sha256(cube_of("# another")).hexdigest()
    assert default_storage.exists(own.file)
    folder = own.file.rsplit("/", 2)[0]
    assert not default_storage.exists(f"{folder}/{digest[:2]}/{digest}.cube")


def test_a_look_is_renamed_deleted_and_brought_back(client_of, editor, page_of, own, dark):
    client = client_of(editor)
    client.post(address(dark, "own_look_rename", own.pk), {"name": "  Late   sun "}, headers=HTMX)
    own.refresh_from_db()
    assert own.name == "Late sun"
    empty = client.post(address(dark, "own_look_rename", own.pk), {"name": " "}, headers=HTMX)
    assert toast(empty)["text"] == "Give the look a name."

    body = {"photo": dark.pk, "look": own.sha256}
    gone = client.post(address(dark, "own_look_delete", own.pk), body, headers=HTMX)
    assert 'value="" checked' in gone.content.decode()
    assert own.sha256 not in page_of(dark)
    client.post(toast(gone)["undo"])
    assert own.sha256 in page_of(dark)


def test_another_shops_look_is_nothing_here(client_of, stranger, editor, page_of, dark, shop):
    theirs = make_look(stranger.memberships.get().shop)
    mine = make_look(shop)
    client = client_of(editor)

    assert client.get(thumbnail_of(dark, theirs.sha256)).status_code == 404
    assert client.post(address(dark, "own_look_delete", theirs.pk)).status_code == 404
    sent = with_look(page_of(dark), theirs.sha256)
    assert client.post(address(dark, "improve_make"), sent).status_code == 422
    assert client_of(stranger).post(address(dark, "own_look_delete", mine.pk)).status_code == 404
    assert OwnLook.objects.filter(deleted_at=None).count() == 2


def test_the_clean_up_takes_a_look_that_no_job_was_given(client_of, editor, page_of, own, dark):
    unused = make_look(dark.shop)
    client_of(editor).post(address(dark, "improve_make"), with_look(page_of(dark), own.sha256))
    OwnLook.objects.update(deleted_at=timezone.now() - timezone.timedelta(days=4000))

    assert clean_up().own_looks == 1

    assert list(OwnLook.objects.all()) == [own]
    assert default_storage.exists(own.file)
    assert not default_storage.exists(unused.file)


def test_the_api_lists_looks_takes_new_ones_and_makes_photos_in_them(shop, dark, work):
    api = api_of(shop)
    before = api.get("looks/").json()
    assert {"look": "film", "cube": None, "label": {"en": "Film", "zh": "胶片"}} in before

    made = api.upload("looks/", file=uploaded(NEGATIVE, "n.cube"), name="Neg")
    cube = made.json()["cube"]
    assert api.get("looks/").json()[0] == {
        "look": None, "cube": cube, "label": {"en": "Neg", "zh": "Neg"},
    }  # fmt: skip
    options = {"strength": 0, "look": {"cube": cube}}
    api.post("renditions/", {"photos": [dark.pk], "recipe": "enhance", "options": options})
    [job] = work()
    assert job.status == "done", job.error_code
    assert pixels(Rendition.objects.get()).mean() > 120


@pytest.mark.parametrize(
    "options, said",
    [
        ({"look": {"cube": "0" * 64}}, "no longer there"),
        ({"look": {}}, "Choose a look"),
        ({"heal": {"where": "marked"}}, "Nothing is marked"),
    ],
)
def test_the_api_refuses_what_the_job_could_not_find(shop, dark, options, said):
    body = {"photos": [dark.pk], "recipe": "enhance", "options": options}

    answer = api_of(shop).post("renditions/", body)

    assert answer.status_code in (400, 422)
    assert said in answer.json()["error"]
    assert not Rendition.objects.exists()


def test_the_api_renames_deletes_and_brings_back_the_shops_own(shop, own):
    stranger = api_of(make_shop(owner=make_user()))
    api, address = api_of(shop), f"looks/{own.sha256}/"

    assert api.send("PATCH", address, {"name": "Dusk"}).json()["label"] == {
        "en": "Dusk",
        "zh": "Dusk",
    }
    assert api.send("PATCH", address, {"name": " "}).status_code == 400
    assert stranger.send("PATCH", address, {"name": "Mine"}).status_code == 404
    assert stranger.send("DELETE", address).status_code == 404
    assert api.send("DELETE", address).status_code == 204
    assert own.sha256 not in str(api.get("looks/").json())
    assert api.send("DELETE", address).status_code == 404
    assert stranger.post(f"{address}restore/").status_code == 404
    assert api.post(f"{address}restore/").json()["cube"] == own.sha256
    assert OwnLook.objects.get().name == "Dusk"


def test_a_product_without_photos_can_still_be_given_a_look(client_of, editor, shop):
    product = make_product(shop)
    add = reverse("catalog:own_look_add", args=[shop.slug, product.pk])

    answer = client_of(editor).post(add, {"cube": uploaded(NEGATIVE, "n.cube")}, headers=HTMX)

    assert answer.status_code == 302
    assert OwnLook.objects.get().name == "n"
