"""Services of briefs and their variants on real rows."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from catalog.errors import CatalogError
from catalog.models import Brief, Choice, Rendition
from catalog.selectors.briefs import is_improving
from catalog.services import outbox
from catalog.services.briefs import Asked, brief_ask, brief_read
from catalog.services.renditions import rendition_choose, rendition_remake
from catalog.services.storage import clean_up
from catalog.services.variants import (
    variant_favourite,
    variant_move,
    variant_reject,
    variant_restore,
    variant_sizes,
    variants_more,
)
from imaging.brief import SceneBrief
from imaging.errors import EngineError
from imaging.models import Job, StepResult
from imaging.themes import load_themes
from tests.factories import make_rendition
from tests.quick_scene import colour
from tests.rendition_world import pixels, work
from tests.studio_world import quick_studio

__all__ = ["quick_studio", "work"]

pytestmark = pytest.mark.usefixtures("quick_studio")


def ask(photo, by, **asked):
    return brief_ask(photo=photo, asked=Asked(**asked), by=by)


def corner(rendition):
    return tuple(pixels(rendition)[0, 0])


def seeds(brief):
    return [one.seed for one in brief.renditions.order_by("pk")]


def said(shop):
    return list(Choice.objects.filter(shop=shop).order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def finished(work):
    """Runs what waits and tells the catalog of it, as workers do; how many jobs that were."""

    def until_quiet():
        count = 0
        while done := work():
            count += len(done)
            for job in done:
                outbox.consume_finished_job(job.pk)
        return count

    return until_quiet


def test_a_sentence_becomes_a_brief_and_four_variants_that_differ(photo, editor, finished):
    brief = ask(photo, editor, text=" marble, warm flibber ")

    assert brief.scene == {"surface": "marble", "warmth": "warm"}
    assert (brief.text, brief.reader, brief.unknown) == (
        "marble, warm flibber",
        "grammar",
        ["flibber"],
    )
    assert (brief.photo, brief.product, brief.shop) == (photo, photo.product, photo.shop)
    assert finished() == 4
    variants = brief.renditions.order_by("pk")
    assert [one.seed for one in variants] == [1, 2, 3, 4]
    wanted = [colour(brief.scene, seed, "full") for seed in (1, 2, 3, 4)]
    assert [corner(one) for one in variants] == wanted


def test_a_theme_alone_is_asked_for_with_its_own_seed_first(photo, editor):
    theme = load_themes()["vintage"]

    brief = ask(photo, editor, theme="vintage")

    assert SceneBrief.model_validate(brief.scene) == theme.brief
    assert seeds(brief) == list(range(theme.seed, theme.seed + 4))


def test_the_first_variant_of_a_new_brief_overtakes_the_others_of_an_earlier_one(photo, editor):
    for theme in ("vintage", "minimal"):
        ask(photo, editor, theme=theme)
    waiting = Rendition.objects.order_by("job__priority", "pk")
    themes = list(waiting.values_list("brief__theme", flat=True))
    assert themes == ["vintage", "minimal", *["vintage"] * 3, *["minimal"] * 3]


def test_a_follow_up_changes_the_brief_and_keeps_the_rest(photo, editor):
    first = ask(photo, editor, theme="vintage", text="two pictures")

    second = ask(photo, editor, parent=first, text="换成木桌")

    assert second.parent == first
    assert second.theme == "vintage"
    assert second.scene == first.scene | {"surface": "light-wood"}
    assert seeds(second) == seeds(first)
    assert len(seeds(second)) == 2


def test_chips_set_by_hand_stay_when_the_words_are_read_again():
    read = brief_read(Asked(text="marble")).scene
    by_hand = read.model_copy(update={"surface": "linen", "props": ("leaves",)})

    reading = brief_read(Asked(text="marble, warm", read="marble", chips=by_hand))

    assert reading.scene == SceneBrief(surface="linen", props=("leaves",), warmth="warm")


def test_a_chip_taken_away_stays_away_though_the_words_still_say_it():
    reading = brief_read(Asked(text="marble warm", read="marble warm", chips=SceneBrief()))

    assert reading.scene == SceneBrief()


def test_ten_thousand_characters_are_refused_with_their_number_and_nothing_is_written(
    photo, editor
):
    with pytest.raises(CatalogError, match=r"10000 characters; at most 2000"):
        ask(photo, editor, text="字" * 10_000)

    assert not Brief.objects.exists()


def test_nothing_asked_and_a_deleted_photo_are_refused_and_write_nothing(photo, editor):
    with pytest.raises(CatalogError, match="Pick a theme"):
        ask(photo, editor)
    photo.deleted_at = timezone.now()
    photo.save()
    with pytest.raises(CatalogError, match="This photo was deleted"):
        ask(photo, editor, text="marble")

    assert not Brief.objects.exists()


def test_words_nobody_understood_still_make_pictures_and_are_said(photo, editor):
    brief = ask(photo, editor, text="flibbertigibbet")

    assert brief.unknown == ["flibbertigibbet"]
    assert brief.scene == {}
    assert len(seeds(brief)) == 4


def test_when_the_queue_is_full_neither_brief_nor_variant_is_written(photo, editor, settings):
    settings.IMAGING_MAX_QUEUED = 2

    with pytest.raises(EngineError) as refusal:
        ask(photo, editor, text="marble")

    assert refusal.value.code == "too_many_jobs"
    assert (Brief.objects.count(), Rendition.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_more_like_this_goes_on_with_new_seeds_of_the_same_look(photo, editor):
    brief = ask(photo, editor, text="marble")
    liked = brief.renditions.get(options__seed=3)

    more = variants_more(rendition=liked, by=editor)

    assert [one.seed for one in more] == [5, 6, 7, 8]
    assert {one.options["brief"]["surface"] for one in more} == {"marble"}
    assert said(photo.shop) == ["more_like_this"]


def test_a_moved_product_is_a_new_picture_and_its_follow_ups_stand_there_too(photo, editor):
    brief = ask(photo, editor, text="marble")
    first = brief.renditions.earliest("pk")
    spot = {"x": 0.1, "y": -0.05, "scale": 1.2}

    moved = variant_move(rendition=first, spot=spot, by=editor)
    more = variants_more(rendition=moved, by=editor)
    warmer = ask(photo, editor, parent=brief, refined=moved, text="warm")

    assert moved.options == first.options | {"spot": spot}
    assert list(moved.parents.all()) == [first]
    assert all(one.options["spot"] == spot for one in [*more, *warmer.renditions.all()])
    assert said(photo.shop) == ["edited", "more_like_this", "edited"]


def test_a_favourite_is_noted_once_and_taken_back(photo, editor):
    liked = ask(photo, editor, text="marble").renditions.earliest("pk")

    for wanted in (True, True, False):
        variant_favourite(rendition=liked, is_favourite=wanted, by=editor)

    liked.refresh_from_db()
    assert liked.is_favourite is False
    assert said(photo.shop) == ["favourited", "unfavourited"]


def test_what_is_rejected_goes_away_stops_its_job_and_comes_back(photo, editor):
    variant = ask(photo, editor, text="marble").renditions.earliest("pk")

    variant_reject(rendition=variant, by=editor)
    variant.refresh_from_db()
    assert variant.deleted_at
    assert variant.job.status == "cancelled"
    variant_restore(rendition=variant, by=editor)

    variant.refresh_from_db()
    assert variant.deleted_at is None
    assert said(photo.shop) == ["rejected", "restored"]


def test_a_look_is_made_in_every_channels_size(photo, editor, finished):
    variant = ask(photo, editor, text="marble, two pictures").renditions.earliest("pk")
    finished()
    variant.refresh_from_db()

    made = variant_sizes(rendition=variant, presets=["taobao_white", "ebay"], by=editor)
    finished()

    assert [one.preset for one in made] == ["taobao_white", "ebay"]
    assert pixels(made[0]).shape[:2] == (800, 800)
    assert corner(made[0]) == corner(variant)
    assert said(photo.shop) == ["kept"]
    with pytest.raises(CatalogError, match="at least one channel"):
        variant_sizes(rendition=variant, presets=[], by=editor)


def test_choosing_and_making_again_know_the_look(photo, editor, finished):
    variant = ask(photo, editor, text="marble, two pictures").renditions.earliest("pk")
    finished()

    rendition_choose(rendition=variant, by=editor)
    again = rendition_remake(rendition=variant, preset="ebay", by=editor)

    assert said(photo.shop) == ["kept"]
    assert (again.recipe, again.options, again.brief) == ("scene", variant.options, variant.brief)


def test_a_picture_of_no_brief_leaves_no_opinion(photo, editor):
    rendition_choose(rendition=make_rendition(photo, preset="ebay"), by=editor)

    assert said(photo.shop) == []


def test_opinions_are_never_changed(photo, editor):
    variant = ask(photo, editor, text="marble").renditions.earliest("pk")
    variant_favourite(rendition=variant, is_favourite=True, by=editor)
    choice = Choice.objects.get()
    choice.verb = Choice.Verb.REJECTED

    with pytest.raises(TypeError, match="append-only"):
        choice.save()


# From preview to full quality


@pytest.fixture
def preview(photo, editor, work):
    """A finished picture whose full plate is not drawn yet."""
    variant = ask(photo, editor, text="snowy ground, two pictures").renditions.earliest("pk")
    for job in work():
        outbox.consume_finished_job(job.pk)
    variant.refresh_from_db()
    return variant


def test_a_preview_is_followed_by_the_full_picture_behind_all_who_wait(preview, finished):
    shown = preview.job
    assert corner(preview) == colour(preview.options["brief"], 1, "preview")
    assert (preview.better_job.priority, preview.better_job.queue) == (Job.Priority.LATER, "later")
    assert preview.better_job.steps[-1]["params"]["asked"]["quality"] == "full"
    assert is_improving(preview)

    assert finished() == 2
    preview = Rendition.objects.get(pk=preview.pk)

    assert corner(preview) == colour(preview.options["brief"], 1, "full")
    assert (preview.preview_job, preview.better_job) == (shown, None)
    assert not is_improving(preview)
    assert Job.objects.filter(status="queued").count() == 0


def test_a_picture_before_a_moderator_is_not_exchanged(preview, editor, finished):
    shown = preview.job
    preview.reviews.create(verb="submitted", by=editor)

    finished()

    preview.refresh_from_db()
    assert preview.job == shown


def test_a_rejected_preview_is_not_made_better(preview, editor, finished):
    variant_reject(rendition=preview, by=editor)

    preview.better_job.refresh_from_db()
    assert preview.better_job.status == "cancelled"


def test_the_clean_up_removes_replaced_previews_in_time_and_nothing_else(preview, finished, shop):
    finished()
    preview.refresh_from_db()
    old, new = preview.preview_job, preview.job

    assert clean_up().previews == 0
    shop.keep_deleted_days = 0
    shop.save()
    assert clean_up().previews == 2

    preview.refresh_from_db()
    assert preview.preview_job is None
    assert not Job.objects.filter(pk=old.pk).exists()
    assert corner(preview) == colour(preview.options["brief"], 1, "full")
    assert new.outputs
    assert StepResult.objects.exists()


def test_a_deleted_picture_takes_every_job_of_its_own_along(preview, editor, finished, shop):
    finished()
    preview.refresh_from_db()
    jobs = [preview.job_id, preview.preview_job_id]
    variant_reject(rendition=preview, by=editor)
    shop.keep_deleted_days = 0
    shop.save()

    assert clean_up().renditions == 1

    assert not Rendition.objects.filter(pk=preview.pk).exists()
    assert not Job.objects.filter(pk__in=jobs).exists()


# What the reader of words has to say


def test_words_in_no_known_language_are_remarked_on_in_the_seller_s_own():
    with override("en"):
        assert brief_read(Asked(text="белый фон")).remark.startswith("Nothing of this was underst")
    with override("zh-hans"):
        assert brief_read(Asked(text="белый фон")).remark.startswith("没有读懂这段文字")
    assert brief_read(Asked(text="marble")).remark == ""


def test_a_language_model_that_does_not_answer_is_said_beside_the_grammar_s_reading(
    photo, editor, monkeypatch
):
    monkeypatch.setenv("STUDIO_LLM_URL", "http://127.0.0.1:9/v1")

    brief = ask(photo, editor, text="marble")

    assert (brief.scene, brief.reader) == ({"surface": "marble"}, "grammar")
    assert brief.remark.startswith("The language model did not answer")
