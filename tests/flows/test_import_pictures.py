"""The page of an import: what it makes is chosen, rested, looked through and submitted."""

import pytest
from django.urls import reverse

from catalog.importing.making import Pictures, Scenes
from catalog.models import Import, Review
from imaging.models import Job
from tests.factories import make_job, make_photo, make_product, make_rendition
from tests.flows.test_imports import sent
from tests.sheets import PHOTOS, SHEET, checked, csv_of, done

ADVERT = {"recipe": "advert", "headline": "{title}", "price": "{price}", "sizes": ["1:1", "4:5"]}


def address(name: str, source: Import) -> str:
    return reverse(f"catalog:{name}", args=[source.shop.slug, source.pk])


@pytest.fixture
def create_url(shop) -> str:
    return reverse("catalog:import_create", args=[shop.slug])


def test_several_things_are_ticked_and_kept_with_what_they_need(client_of, editor, create_url):
    fields = ADVERT | {
        "recipe": ["scene", "advert", "tags"],
        "sentence": "木桌，晨光",
        "scene_photos": "all",
    }
    client_of(editor).post(create_url, sent(**fields))

    scene, advert, tags = Import.objects.get().makings
    assert (scene["sentence"], scene["photos"], scene["read"]["scene"]["surface"]) == (
        "木桌，晨光",
        "all",
        "light-wood",
    )
    assert (advert["words"], advert["sizes"], advert["photos"]) == (
        {"headline": "{title}", "price": "{price}"},
        ["1:1", "4:5"],
        "first",
    )
    assert tags["recipe"] == "tags"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"recipe": "scene"}, "Pick a theme, or say in words"),
        ({"recipe": "scene", "sentence": "qwrtz"}, "None of these words is known here: qwrtz"),
        (ADVERT | {"headline": "{colour}"}, "“{colour}” is not a field of a row."),
        (ADVERT | {"sizes": []}, "Choose at least one size."),
        (ADVERT | {"headline": "", "price": ""}, "Write at least a headline or a price."),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_kept(
    client_of, editor, create_url, fields, words
):
    answer = client_of(editor).post(create_url, sent(**fields))

    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&quot;", '"')
    assert not Import.objects.exists()


def test_a_checked_import_tells_how_many_pictures_and_how_long(client_of, viewer, shop):
    making = Pictures(recipe="main-image", presets=("shopify",))
    source = checked(shop, SHEET, PHOTOS, makings=[making])
    client = client_of(viewer)

    unknown = client.get(source.get_absolute_url()).text
    job = make_job("elsewhere", status=Job.Status.DONE)
    Job.objects.filter(pk=job.pk).update(started_at=job.finished_at)
    known = client.get(source.get_absolute_url()).text

    assert "3 pictures to make" in unknown
    assert "How long it takes is told once some of these were made here: Main image." in unknown
    assert "About a minute" in known
    assert "none is running now" in known


def test_pausing_and_going_on_are_answered_in_a_sentence(client_of, editor, shop):
    source = done(shop, SHEET, PHOTOS, makings=[Scenes(recipe="scene", theme="vintage")])
    client = client_of(editor)

    paused = client.post(address("import_pause", source), follow=True).text
    assert "The import is paused." in paused
    assert "Nothing more is written or made until you go on." in paused
    assert "every 2s" not in paused

    assert "The import goes on." in client.post(address("import_resume", source), follow=True).text
    again = client.post(address("import_resume", source), follow=True).text
    assert "This import is not paused." in again


@pytest.fixture
def made(shop) -> Import:
    """An ended import of a finished picture and one that failed."""
    source = done(shop, csv_of({"sku": "A", "title": "T"}))
    photo = make_photo(make_product(shop, "Teapot"))
    pictures = [make_rendition(photo, status=one) for one in (Job.Status.DONE, Job.Status.FAILED)]
    source.rows.get().renditions.set(pictures)
    return source


def test_the_contact_sheet_is_for_members_and_narrowed_by_state(client_of, viewer, stranger, made):
    url = address("import_pictures", made)
    client = client_of(viewer)

    assert client.get(url).text.count('class="tile contact') == 2
    failed = client.get(url, {"state": "failed"}).text
    assert failed.count('class="tile contact') == 1
    assert "No product found in this photo." in failed
    assert "No such pictures" in client.get(url, {"kind": "scene||"}).text
    assert client_of(stranger).get(url).status_code == 404


def test_all_are_submitted_with_one_click_and_a_second_one_says_so(client_of, editor, viewer, made):
    client = client_of(editor)
    page = client.get(made.get_absolute_url()).text
    assert "Submit 1 picture for review" in page
    assert "1 not made" in page
    assert "Submit 1 picture" not in client_of(viewer).get(made.get_absolute_url()).text

    url = address("import_submit", made)
    assert "submitted for review" in client_of(editor).post(url, follow=True).text
    assert Review.objects.get().by == editor
    assert "no finished picture left" in client_of(editor).post(url, follow=True).text


def test_the_sheet_asks_the_database_as_often_for_many_as_for_few(
    client_of, viewer, made, django_assert_max_num_queries
):
    photo = made.rows.get().renditions.first().photo
    made.rows.get().renditions.add(*(make_rendition(photo) for _ in range(20)))
    client = client_of(viewer)

    with django_assert_max_num_queries(14):
        client.get(address("import_pictures", made))


def test_a_page_of_an_import_without_pictures_has_none_to_look_through(client_of, viewer, shop):
    source = done(shop, csv_of({"sku": "A", "title": "T"}))
    client = client_of(viewer)

    assert "See them all" not in client.get(source.get_absolute_url()).text
    assert "No pictures yet" in client.get(address("import_pictures", source)).text
