"""Products and photos without a browser."""

import pytest

from catalog.models import Photo, Product, Variant
from tests.factories import make_photo, make_product
from tests.flows.api_calls import api_of, uploaded
from tests.pictures import opened, product_jpeg

TEAPOT = {
    "title": "青瓷茶壶",
    "description": "240 ml",
    "category": "Teaware",
    "variants": [
        {"sku": "TP-G", "price": "39.00", "currency": "EUR", "options": {"Colour": "Green"}},
        {"sku": "TP-W", "price": "41.50", "currency": "EUR", "options": {"Colour": "White"}},
    ],
}


def test_a_product_is_added_with_its_variants_and_found_by_two_characters(shop):
    api = api_of(shop)

    made = api.post("products/", TEAPOT)

    assert made.status_code == 201
    kept = made.json()
    assert [{**one, "id": None} for one in kept["variants"]] == [
        {"id": None, **one} for one in TEAPOT["variants"]
    ]
    assert [one["id"] for one in api.get("products/", q="茶壶").json()["results"]] == [kept["id"]]
    assert api.get("products/", q="咖啡").json()["results"] == []


def test_only_what_is_sent_changes(shop):
    api = api_of(shop)
    made = api.post("products/", TEAPOT).json()

    changed = api.send("PATCH", f"products/{made['id']}/", {"title": "Celadon teapot"}).json()

    assert changed["title"] == "Celadon teapot"
    assert changed["variants"] == made["variants"]
    assert changed["description"] == "240 ml"


def test_variants_that_are_sent_become_all_the_product_has(shop):
    api = api_of(shop)
    made = api.post("products/", TEAPOT).json()
    green = made["variants"][0]

    path = f"products/{made['id']}/"
    changed = api.send("PATCH", path, {"variants": [{"id": green["id"], "sku": "TP-GREEN"}]}).json()

    assert [(one["id"], one["sku"]) for one in changed["variants"]] == [(green["id"], "TP-GREEN")]
    assert Variant.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"variants": [{"price": "-1", "currency": "EUR"}]}, "variants"),
        ({"variants": [{"price": "1e400", "currency": "EUR"}]}, "variants"),
        ({"variants": {"sku": "A"}}, "variants"),
        ({"variants": [{"sku": "A", "options": {"Colour\x00": "Blue"}}]}, "variants"),
    ],
)
def test_a_wrong_field_is_named(shop, wrong, field):
    answer = api_of(shop).post("products/", TEAPOT | wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == [field]
    assert not Product.objects.exists()


def test_a_sku_that_is_taken_is_refused_in_a_sentence(shop, product):
    taken = product.variants.get().sku

    answer = api_of(shop).post("products/", {"title": "Other", "variants": [{"sku": taken}]})

    assert answer.status_code == 422
    assert taken in answer.json()["error"]
    assert Product.objects.count() == 1


def test_an_archived_product_leaves_the_list_and_comes_back(shop, product):
    api = api_of(shop)
    listed = lambda **query: [one["id"] for one in api.get("products/", **query).json()["results"]]  # noqa: E731

    api.post(f"products/{product.pk}/archive/")
    assert (listed(), listed(archived="true")) == ([], [product.pk])

    api.post(f"products/{product.pk}/unarchive/")
    assert (listed(), listed(archived="true")) == ([product.pk], [])


def test_a_list_is_walked_to_its_end_by_its_own_addresses_while_rows_arrive(shop):
    products = [make_product(shop, f"Cup {number}") for number in range(5)]
    api = api_of(shop)
    page = api.get("products/", page_size=2).json()
    make_product(shop, "Arrived meanwhile")

    seen = [one["id"] for one in page["results"]]
    while page["next"]:
        page = api.client.get(page["next"], headers=api.headers).json()
        seen += [one["id"] for one in page["results"]]

    assert seen == [product.pk for product in reversed(products)]


@pytest.mark.parametrize("cursor", ["x", "cD1ub3RhdGltZQ==", "cD0yMDI2LTk5LTk5KzAwJTNBMDA="])
def test_a_cursor_of_somebody_elses_making_is_a_404(shop, cursor):
    assert api_of(shop).get("products/", cursor=cursor).status_code == 404


def test_a_list_costs_the_same_queries_however_long_it_is(shop, django_assert_num_queries):
    api = api_of(shop)
    for number in range(3):
        make_photo(make_product(shop, f"Cup {number}"))
    api.get("products/")  # notes that the token was used

    with django_assert_num_queries(7):  # token, role, keys, page, variants, findings, decisions
        rows = api.get("products/").json()["results"]
    with django_assert_num_queries(3):
        photos = api.get("photos/").json()["results"]

    assert [(one["photo_count"], one["cover"]) for one in rows] == [
        (1, photo["id"]) for photo in photos
    ]


def test_an_upload_becomes_a_photo_and_the_same_bytes_again_the_same_photo(shop, product):
    api, data = api_of(shop), product_jpeg()
    path = f"products/{product.pk}/photos/"

    first = api.upload(path, photo=uploaded(data, "IMG_1.jpg"))
    again = api.upload(path, photo=uploaded(data, "copy.jpg"))

    assert first.status_code == 201
    assert again.json()["id"] == first.json()["id"]
    photo = Photo.objects.get()
    assert (photo.name, photo.width, photo.height) == ("IMG_1.jpg", 640, 480)
    assert photo.uploaded_by == shop.memberships.get().user
    assert [one["id"] for one in api.get(f"products/{product.pk}/").json()["photos"]] == [photo.pk]


def test_an_upload_shows_a_variant_of_its_own_product_only(shop, product):
    api, path = api_of(shop), f"products/{product.pk}/photos/"
    own, other = product.variants.get(), make_product(shop, "Other").variants.get()

    fits = api.upload(path, photo=uploaded(product_jpeg()), variant=own.pk)
    misfit = api.upload(path, photo=uploaded(product_jpeg(seed=2)), variant=other.pk)

    assert (fits.status_code, fits.json()["variant"]) == (201, own.pk)
    assert misfit.status_code == 404


@pytest.mark.parametrize(
    "data, code",
    [(b"", "file_empty"), (b"GIF89a nothing", "picture_damaged"), (b"<svg/>", "not_a_picture")],
)
def test_what_is_no_picture_gets_a_clear_sentence_and_leaves_nothing(shop, product, data, code):
    answer = api_of(shop).upload(f"products/{product.pk}/photos/", photo=uploaded(data))

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Photo.objects.exists()


def test_an_upload_without_a_file_names_the_field(shop, product):
    answer = api_of(shop).upload(f"products/{product.pk}/photos/", name="photo.jpg")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["photo"])


def test_a_deleted_photo_can_be_restored(shop, photo):
    api, path = api_of(shop), f"photos/{photo.pk}/"

    assert api.send("DELETE", path).status_code == 204
    assert api.get("photos/").json()["results"] == []
    assert [one["id"] for one in api.get("photos/", deleted="true").json()["results"]] == [photo.pk]

    assert api.post(f"{path}restore/").json()["deleted_at"] is None
    assert [one["id"] for one in api.get("photos/").json()["results"]] == [photo.pk]


def test_photos_are_listed_by_product(shop, photo):
    make_photo(make_product(shop, "Other"))

    rows = api_of(shop).get("photos/", product=photo.product_id).json()["results"]

    assert [one["id"] for one in rows] == [photo.pk]


def test_an_original_is_only_ever_a_download(shop, photo):
    answer = api_of(shop).get(f"photos/{photo.pk}/file/")

    assert answer["Content-Disposition"] == f'attachment; filename="{photo.name}"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert opened(b"".join(answer.streaming_content)).shape == (480, 640, 3)
