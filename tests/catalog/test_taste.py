"""A shop's taste on real rows: learned from its own choices, used, switched off, forgotten."""

import pytest
from django.utils import timezone, translation

from catalog.models import Brief, Choice, Rendition, Shop
from catalog.selectors import taste as selectors
from catalog.selectors.studio import MOST_SUGGESTED, themes_by_group
from catalog.services.briefs import Asked, brief_ask
from catalog.services.choices import choice_note
from catalog.services.taste import taste_forget, taste_switch
from catalog.services.variants import variant_favourite, variant_move, variants_more
from imaging.brief import SceneBrief
from imaging.themes import load_themes
from tests.factories import make_brief, make_photo, make_product, make_rendition, make_shop
from tests.studio_world import quick_studio

__all__ = ["quick_studio"]

Verb = Choice.Verb
ARCH = SceneBrief(stage="arch")
WOODEN, GLOSSY = "wooden-table", "luxury"


@pytest.fixture
def picture(photo, editor):
    """A picture of a theme, as the studio page makes them, and a choice of it."""

    def made(theme: str, *verbs: Verb, of=photo) -> Rendition:
        scene = load_themes()[theme].brief.model_dump(mode="json", exclude_defaults=True)
        brief = make_brief(of, theme=theme, scene=scene)
        one = make_rendition(of, brief=brief, options={"brief": scene, "seed": 1})
        for verb in verbs:
            choice_note(rendition=one, verb=verb, by=editor)
        return one

    return made


def first_themes(shop: Shop, count: int = 6) -> list[str]:
    return [one.theme.key for one in selectors.themes_in_taste_order(shop)[:count]]


def own_order(count: int = 6) -> list[str]:
    return list(load_themes())[:count]


def test_a_shop_that_chose_nothing_is_offered_the_themes_in_their_own_order(shop):
    offered = selectors.themes_in_taste_order(shop)

    assert [one.theme.key for one in offered] == list(load_themes())
    assert not any(one.because for one in offered)
    assert selectors.suggestion_for(shop, ARCH, 1) == ARCH


def test_what_a_shop_keeps_comes_first_with_the_reason_in_the_readers_language(shop, picture):
    for _time in range(3):
        picture(WOODEN, Verb.KEPT)

    first, *rest = selectors.themes_in_taste_order(shop)

    assert first.theme.key == WOODEN
    assert first.because.startswith("Because you kept ")
    assert "wooden" in first.because
    assert not rest[-1].because
    with translation.override("zh-hans"):
        said = selectors.themes_in_taste_order(shop)[0].because
        assert said.startswith("因为您保留过")
        assert said.endswith("的画面")


def test_what_a_shop_rejects_comes_last(shop, picture):
    for _time in range(3):
        picture(GLOSSY, Verb.REJECTED)

    assert [one.theme.key for one in selectors.themes_in_taste_order(shop)][-1] == GLOSSY


def test_what_a_seller_leaves_open_is_filled_in_from_what_was_kept(shop, picture):
    for _time in range(4):
        picture(WOODEN, Verb.FAVOURITED)

    filled = selectors.suggestion_for(shop, ARCH, 1)

    assert (filled.stage, filled.surface, filled.light_quality) == ("arch", "light-wood", "window")
    assert selectors.suggestion_for(shop, ARCH, 4) == ARCH


def test_another_shops_choices_change_nothing(shop, picture, stranger):
    elsewhere = make_photo(make_product(stranger.memberships.get().shop))
    for _time in range(5):
        picture(WOODEN, Verb.KEPT, of=elsewhere)

    assert first_themes(elsewhere.shop)[0] == WOODEN
    assert first_themes(shop) == own_order()
    assert selectors.suggestion_for(shop, ARCH, 1) == ARCH
    assert selectors.likings_of(shop) == ([], [])
    taste_forget(shop=shop)
    assert elsewhere.shop.choices.count() == 5


def test_what_was_taken_back_counts_no_more(shop, picture):
    for _time in range(3):
        picture(WOODEN, Verb.FAVOURITED, Verb.UNFAVOURITED)
        picture(GLOSSY, Verb.REJECTED, Verb.RESTORED)

    assert first_themes(shop) == own_order()


def test_one_picture_counts_once_for_each_act_however_often_it_was_done(shop, picture):
    one = picture(WOODEN, Verb.KEPT, Verb.KEPT, Verb.KEPT)

    assert [chosen.choice.verb for chosen in selectors.chosen_looks(shop)] == [Verb.KEPT]
    assert selectors.suggestion_for(shop, ARCH, 1) == ARCH
    assert Choice.objects.filter(rendition=one).count() == 3


def test_a_picture_of_no_brief_teaches_nothing(shop, photo, editor):
    one = make_rendition(photo, brief=make_brief(photo), options={})

    choice_note(rendition=one, verb=Verb.KEPT, by=editor)

    assert selectors.chosen_looks(shop) == []


def test_switched_off_it_learns_but_shapes_nothing_until_it_is_used_again(shop, picture):
    for _time in range(3):
        picture(WOODEN, Verb.KEPT)

    taste_switch(shop=shop, is_used=False)
    assert first_themes(shop) == own_order()
    assert selectors.suggestion_for(shop, ARCH, 1) == ARCH
    assert selectors.likings_of(shop)[0]
    taste_switch(shop=shop, is_used=True)
    assert first_themes(shop)[0] == WOODEN
    assert Shop.objects.get(pk=shop.pk).is_taste_used


def test_forgetting_deletes_the_choices_and_leaves_the_pictures(shop, picture):
    kept = picture(WOODEN, Verb.KEPT, Verb.FAVOURITED)

    assert taste_forget(shop=shop) == 2
    assert first_themes(shop) == own_order()
    assert Rendition.objects.filter(pk=kept.pk, deleted_at=None).exists()
    assert taste_forget(shop=shop) == 0


def test_the_studio_shows_the_best_themes_first_and_each_theme_once(shop, picture):
    assert "because" not in themes_by_group(shop)[0]
    for _time in range(3):
        picture(WOODEN, Verb.KEPT)

    groups = themes_by_group(shop)

    assert (groups[0]["name"], len(groups[0]["themes"])) == ("For you", MOST_SUGGESTED)
    assert "wooden" in groups[0]["because"]
    shown = [one.theme.key for group in groups for one in group["themes"]]
    assert sorted(shown) == sorted(load_themes())


def queued(photo, by, **asked) -> list[SceneBrief]:
    """What each variant of a new brief is drawn from."""
    brief = brief_ask(photo=photo, asked=Asked(**asked), by=by)
    return looks(brief)


def looks(brief: Brief) -> list[SceneBrief]:
    made = brief.renditions.order_by("pk")
    return [SceneBrief.model_validate(one.options["brief"]) for one in made]


@pytest.mark.usefixtures("quick_studio")
class TestVariants:
    @pytest.fixture(autouse=True)
    def _warm_wood_was_kept(self, picture):
        for _time in range(4):
            picture(WOODEN, Verb.KEPT)

    def test_of_four_variants_three_are_to_the_taste_and_the_brief_says_what_was_said(
        self, photo, editor
    ):
        brief = brief_ask(photo=photo, asked=Asked(text="marble"), by=editor)

        made = looks(brief)

        assert brief.scene == {"surface": "marble"}
        assert [one.light_quality for one in made] == ["window", "window", "window", None]
        assert {one.surface for one in made} == {"marble"}

    def test_a_theme_shows_its_own_picture_first(self, photo, editor):
        made = queued(photo, editor, theme="minimal")

        assert made[0] == load_themes()["minimal"].brief
        assert {(one.style, one.surface, one.light_quality) for one in made} == {
            ("minimal", "plaster", "soft")
        }
        assert made[1].warmth == "warm"

    def test_more_of_a_picture_and_a_change_of_it_keep_what_was_filled_in(self, photo, editor):
        brief = brief_ask(photo=photo, asked=Asked(text="marble"), by=editor)
        first = brief.renditions.order_by("pk")[0]
        filled = looks(brief)[0]

        more = variants_more(rendition=first, by=editor)
        assert {SceneBrief.model_validate(one.options["brief"]) for one in more} == {filled}

        changed = queued(photo, editor, parent=brief, text="snowy ground", refined=first)
        assert set(changed) == {filled.model_copy(update={"surface": "snow"})}

    def test_the_reason_is_told_for_what_was_filled_in_and_for_nothing_else(
        self, shop, photo, editor
    ):
        brief = brief_ask(photo=photo, asked=Asked(text="marble"), by=editor)
        variants = list(brief.renditions.order_by("pk"))

        reason = selectors.reason_for(shop, SceneBrief(surface="marble"), variants)

        assert reason.startswith("Because you kept ")
        assert "in window light" in reason
        assert selectors.reason_for(shop, SceneBrief(surface="marble"), variants[3:]) == ""
        taste_forget(shop=shop)
        assert selectors.reason_for(shop, SceneBrief(surface="marble"), variants) == ""


@pytest.mark.usefixtures("quick_studio")
def test_an_edit_counts_for_what_it_changed_to_and_against_what_it_changed(shop, photo, editor):
    for _time in range(3):
        first = brief_ask(photo=photo, asked=Asked(text="marble"), by=editor)
        refined = first.renditions.order_by("pk")[0]
        asked = Asked(text="深色木纹", parent=first, refined=refined)
        brief_ask(photo=photo, asked=asked, by=editor)

    taste = selectors.taste_of(shop)

    assert taste.of(("material", "wood")) > 0 > taste.of(("material", "marble"))
    assert taste.of(("stage", "podium")) == 0
    assert taste.liked_by["surface", "dark-wood"] == {"edited": 3}


@pytest.mark.usefixtures("quick_studio")
def test_a_product_that_was_only_moved_teaches_nothing_of_the_look(shop, photo, editor):
    brief = brief_ask(photo=photo, asked=Asked(text="marble"), by=editor)
    spot = {"x": 0.1, "y": 0.0, "scale": 1.0}
    variant_move(rendition=brief.renditions.order_by("pk")[0], spot=spot, by=editor)

    assert shop.choices.get().verb == Verb.EDITED
    assert not any(selectors.taste_of(shop).scores.values())


@pytest.mark.usefixtures("quick_studio")
def test_taste_costs_two_queries_however_much_was_chosen(
    shop, picture, photo, editor, django_assert_num_queries
):
    for _time in range(6):
        picture(WOODEN, Verb.KEPT, Verb.FAVOURITED, Verb.EDITED)
        variant_favourite(rendition=picture(GLOSSY), is_favourite=True, by=editor)

    with django_assert_num_queries(2):
        selectors.themes_in_taste_order(shop)


def test_a_deleted_picture_still_counts_as_rejected(shop, picture):
    for _time in range(3):
        gone = picture(GLOSSY, Verb.REJECTED)
        Rendition.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())

    assert [one.theme.key for one in selectors.themes_in_taste_order(shop)][-1] == GLOSSY


def test_a_new_shop_uses_its_taste(db):
    assert make_shop().is_taste_used
