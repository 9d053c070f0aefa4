"""Brand kit and adverts over the REST API."""

import pytest

from catalog.models import Brand, Rendition
from catalog.selectors.adverts import advert_step, ground_of
from catalog.selectors.brand import brand_of
from tests.factories import make_photo, make_product, make_rendition
from tests.flows.api_calls import ROOT, api_of, uploaded
from tests.flows.test_brand import logo_png
from tests.pictures import opened

SAID = {"sizes": ["1:1"], "words": {"headline": "Teapot week", "price": "€39"}}


@pytest.fixture
def api(shop):
    return api_of(shop)


def test_a_brand_kit_is_changed_in_parts_and_read_again(api, shop):
    api.send("PATCH", "shop/brand/", {"primary": "#1f5a3c", "tone": "calm"})
    answer = api.send("PATCH", "shop/brand/", {"tone": ""})

    assert answer.status_code == 200
    told = api.get("shop/brand/").json()
    assert (told["primary"], told["tone"], told["logo"]) == ("#1F5A3C", "", None)


@pytest.mark.parametrize("sent", [{"primary": "green"}, {"heading_font": "comic"}, {"tone": 7}])
def test_what_cannot_be_part_of_a_brand_is_named(api, sent):
    answer = api.send("PATCH", "shop/brand/", sent)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(sent)
    assert not Brand.objects.exists()


def test_a_logo_is_sent_downloaded_and_removed(api, shop):
    sent = api.upload("shop/brand/logo/", logo=uploaded(logo_png(), "logo.png"))
    assert sent.json()["logo"].endswith("/api/v1/shop/brand/logo/")

    file = api.get("shop/brand/logo/")
    assert opened(b"".join(file.streaming_content)).shape == (40, 160, 4)

    assert api.send("DELETE", "shop/brand/logo/").status_code == 204
    assert not brand_of(shop).logo
    assert api.get("shop/brand/logo/").status_code == 404


def test_an_svg_logo_is_refused_with_a_sentence(api):
    answer = api.upload("shop/brand/logo/", logo=uploaded(b"<svg/>", "logo.svg"))

    assert answer.status_code == 422
    assert "An SVG logo cannot be used." in answer.json()["error"]


def test_an_advert_is_asked_for_in_two_sizes(api, photo):
    sent = {**SAID, "photo": photo.pk, "layout": "sale", "sizes": ["1:1", "9:16"]}
    answer = api.post("adverts/", sent | {"adjust": {"warmth": 0.5}})

    assert answer.status_code == 201
    assert [one["recipe"] for one in answer.json()] == ["advert", "advert"]
    first = Rendition.objects.earliest("pk")
    assert advert_step(first)["words"] == SAID["words"]
    assert (advert_step(first)["layout"], advert_step(first)["adjust"]) == ("sale", {"warmth": 0.5})


@pytest.mark.parametrize("language, said", [("en", "needs words"), ("zh-hans", "广告图需要文字")])
def test_an_advert_without_words_is_refused_in_the_readers_language(api, photo, language, said):
    answer = api.client.post(
        f"{ROOT}renditions/",
        {"photos": [photo.pk], "recipe": "advert"},
        content_type="application/json",
        headers={**api.headers, "Accept-Language": language},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert said in answer.json()["error"]
    assert not Rendition.objects.exists()


def test_a_scene_is_lettered_by_naming_it(api, photo):
    scene = make_rendition(photo, options={"brief": {"style": "vintage"}, "seed": 3})

    answer = api.post("adverts/", {**SAID, "rendition": scene.pk, "background": {"kind": "scene"}})

    assert answer.status_code == 201
    made = Rendition.objects.latest("pk")
    assert list(made.parents.all()) == [scene]
    assert ground_of(made).kind == "scene"


@pytest.mark.parametrize(
    "sent, status",
    [
        ({"words": {}}, 422),
        ({"words": {"headline": "x" * 61}}, 400),
        ({"sizes": []}, 400),
        ({"sizes": ["2:7"]}, 400),
        ({"background": {"kind": "gradient", "colours": ["#FFFFFF"]}}, 400),
        ({"background": {"kind": "theme"}}, 400),
        ({"background": {"kind": "theme", "theme": "moonbase"}}, 422),
        ({"background": {"kind": "scene"}}, 422),
        ({"words": {"headline": "Handthrownstonewarefromthehillsabovetheoldrivertown"}}, 422),
    ],
)
def test_what_an_advert_cannot_be_is_refused_and_nothing_is_made(api, photo, sent, status):
    answer = api.post("adverts/", {**SAID, "photo": photo.pk, **sent})

    assert answer.status_code == status, answer.json()
    assert answer.json()["error"]
    assert not Rendition.objects.exists()


def test_a_photo_of_another_shop_is_not_there(api, stranger):
    theirs = make_photo(make_product(stranger.memberships.get().shop))

    assert api.post("adverts/", {**SAID, "photo": theirs.pk}).status_code == 404
