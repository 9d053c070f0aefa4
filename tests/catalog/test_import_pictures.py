"""What is made of every row: one look for all, words of the row, nothing twice."""

from django.utils import timezone

from catalog.importing.making import Adverts, Pictures, Scenes, Tags
from catalog.models import Brief, Import, Photo, Product, Rendition
from catalog.selectors.import_report import import_unmade
from catalog.selectors.imports import is_retryable, photos_unread
from catalog.services.import_advance import imports_advance
from catalog.services.imports import import_retry
from imaging.models import Job
from tests.sheets import BOTTLE, PHOTOS, POT, SHEET, csv_of, done

SCENE = Scenes(recipe="scene", sentence="木桌，晨光")
ADVERT = Adverts(
    recipe="advert", words={"headline": "{title}", "price": "{price}"}, sizes=("1:1", "3:4")
)
CUTOUT = Pictures(recipe="cutout")


def ended(source: Import) -> Import:
    """The import once all its jobs are, without having run them."""
    Job.objects.unfinished().update(status=Job.Status.DONE, finished_at=source.created_at)
    imports_advance()
    source.refresh_from_db()
    return source


def fail(*jobs: Job) -> None:
    """End jobs without a result."""
    ended = {"status": Job.Status.FAILED, "error_code": "no_product", "finished_at": timezone.now()}
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(**ended)


def test_a_set_of_its_own_is_drawn_for_one_product_before_others_are_asked_for(shop):
    source = done(shop, SHEET, PHOTOS, makings=[SCENE])
    assert [row.status for row in source.rows.all()] == ["jobs", "written"]

    ended(source)
    assert [row.status for row in source.rows.all()] == ["done", "jobs"]


def test_each_products_first_photo_stands_in_the_same_set_asked_for_behind_people(shop):
    source = ended(done(shop, SHEET, PHOTOS, makings=[SCENE]))

    made = list(Rendition.objects.select_related("job", "brief", "photo"))
    assert [one.photo.name for one in made] == ["a.jpg", "b.jpg"]
    assert {one.job.priority for one in made} == {Job.Priority.BULK}
    assert made[0].options == made[1].options == source.makings[0]["read"]["options"]
    assert [one.brief.text for one in made] == ["木桌，晨光"] * 2


def test_every_photo_where_that_is_asked_for(shop):
    theme = Scenes(recipe="scene", theme="vintage", photos="all")
    done(shop, SHEET, PHOTOS, makings=[theme])

    assert Rendition.objects.count() == 3


def test_the_same_again_makes_nothing_twice(shop):
    makings = [SCENE, ADVERT, CUTOUT]
    sheet = csv_of(BOTTLE, POT | {"price": "¥39"})
    ended(ended(done(shop, sheet, PHOTOS, makings=makings)))
    before = (Rendition.objects.count(), Brief.objects.count(), Job.objects.count())

    again = done(shop, sheet, PHOTOS, makings=makings)

    assert before == (2 + 4 + 3, 2, 9)
    assert (Rendition.objects.count(), Brief.objects.count(), Job.objects.count()) == before
    assert again.rows.get(number=2).renditions.count() == 1 + 2 + 1
    assert again.status == Import.Status.DONE


def test_another_theme_or_other_options_are_other_pictures(shop):
    ended(done(shop, csv_of(BOTTLE), PHOTOS, makings=[SCENE, Pictures(recipe="enhance")]))

    other = Pictures(recipe="enhance", options={"strength": 0.5})
    done(shop, csv_of(BOTTLE), PHOTOS, makings=[Scenes(recipe="scene", theme="vintage"), other])

    assert Rendition.objects.count() == 4


def test_an_advert_says_what_its_row_says_in_every_size(shop):
    done(shop, csv_of(BOTTLE), PHOTOS, makings=[ADVERT])

    adverts = Rendition.objects.order_by("pk")
    assert [one.size for one in adverts] == ["1080x1080", "1080x1440"]
    assert adverts[0].options["words"] == {"headline": "Bottle", "price": "€12.50"}
    assert adverts[0].job.priority == Job.Priority.BULK


def test_an_advert_without_its_field_is_that_rows_problem_and_the_rest_is_made(shop):
    source = done(shop, SHEET, PHOTOS, makings=[ADVERT, CUTOUT])

    assert Rendition.objects.filter(product__title="Teapot", recipe="cutout").count() == 2
    assert not Rendition.objects.filter(product__title="Teapot", recipe="advert").exists()
    [told] = import_unmade(source, "en", 10)
    assert (told.number, told.sentences) == (3, ["Advert: The field {price} is empty."])


def test_words_that_do_not_fit_are_told_and_tried_again_once_they_do(shop):
    long = POT | {"title": "Teapot " * 12, "price": "5", "currency": "EUR"}
    source = ended(done(shop, csv_of(long), PHOTOS, makings=[ADVERT, CUTOUT]))
    assert "83 characters; 60 fit" in import_unmade(source, "en", 10)[0].sentences[0]

    Product.objects.update(title="Teapot")
    import_retry(source=source)
    imports_advance()

    assert import_unmade(source, "en", 10) == []
    assert Rendition.objects.filter(recipe="advert").count() == 2
    assert Rendition.objects.filter(recipe="cutout").count() == 2


def test_a_changed_price_makes_a_new_advert_and_no_other_picture(shop):
    ended(done(shop, csv_of(BOTTLE), PHOTOS, makings=[ADVERT, CUTOUT]))

    done(shop, csv_of(BOTTLE | {"price": "9"}), PHOTOS, makings=[ADVERT, CUTOUT])

    assert Rendition.objects.filter(recipe="advert").count() == 4
    assert Rendition.objects.filter(recipe="cutout").count() == 1


def test_attributes_are_read_behind_everything_and_once(shop):
    for _ in range(2):
        source = done(shop, SHEET, PHOTOS, makings=[Tags(recipe="tags")])

    assert [job.priority for job in Job.objects.all()] == [Job.Priority.LATER] * 3
    assert Photo.objects.filter(tags_job=None).count() == 0
    assert (source.status, Rendition.objects.count()) == (Import.Status.DONE, 0)


def test_attributes_that_could_not_be_read_are_told_and_read_again(shop):
    source = done(shop, SHEET, PHOTOS, makings=[Tags(recipe="tags")])
    assert not is_retryable(source)
    failed, *_ = jobs = list(Job.objects.order_by("created_at"))
    fail(failed)
    assert (photos_unread(source).count(), is_retryable(source)) == (1, True)

    import_retry(source=source)
    imports_advance()

    source.refresh_from_db()
    assert Job.objects.exclude(pk__in=[job.pk for job in jobs]).count() == 1
    assert (source.status, photos_unread(source).count()) == (Import.Status.DONE, 0)


def test_attributes_that_an_import_did_not_ask_for_are_not_its_failures(shop):
    source = done(shop, SHEET, PHOTOS, makings=[CUTOUT])
    fail(*Job.objects.filter(recipe="tags"))
    assert (photos_unread(source).count(), is_retryable(source)) == (0, False)


def test_a_full_queue_asks_for_nothing_of_the_row(shop, settings):
    settings.IMAGING_MAX_QUEUED = 4
    source = done(shop, SHEET, PHOTOS, makings=[SCENE, ADVERT, CUTOUT])

    assert [row.status for row in source.rows.all()] == ["jobs", "written"]
    assert Rendition.objects.filter(product__title="Teapot").count() == 0
    assert source.rows.get(number=3).unmade == []


def test_a_field_that_no_word_names_may_be_empty(shop):
    advert = Adverts(recipe="advert", words={"headline": "{title}"})
    done(shop, csv_of(BOTTLE | {"price": ""}), PHOTOS, makings=[advert])

    assert Rendition.objects.count() == 1
