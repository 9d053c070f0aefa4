"""What a shop's people chose, as a taste: only ever from the shop's own choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.models import Brief, Choice, Rendition, Shop
from catalog.selectors.briefs import scene_of
from imaging.brief import SceneBrief
from imaging.labels import Label
from imaging.reader import language
from imaging.taste.features import features_of, seen
from imaging.taste.model import Features, Opinion, Taste, learn, opinion_of
from imaging.taste.offer import (
    added,
    carried,
    shares,
    suggestion,
    theme_donors,
    theme_features,
    themes_ordered,
)
from imaging.taste.words import Liking, because, likings
from imaging.themes import Theme, load_themes

MOST_REMEMBERED = 200  # choices; older ones would weigh less than a thirtieth of the last
MOST_DONORS = 20  # pictures of the shop that its next ones may borrow from
REASONS = 8  # themes at the top that say why they are there
TAKES_BACK = {
    Choice.Verb.UNFAVOURITED: Choice.Verb.FAVOURITED,
    Choice.Verb.RESTORED: Choice.Verb.REJECTED,
}


@dataclass(frozen=True)
class Chosen:
    """A choice that stands, with the look that the picture was drawn from."""

    choice: Choice
    look: SceneBrief

    @property
    def features(self) -> Features:
        brief = self.choice.rendition.brief
        return features_of(self.look, brief.theme if brief else "")


@dataclass(frozen=True)
class OfferedTheme:
    """A theme and, where there is something to say, why it is offered early."""

    theme: Theme
    because: str


def taste_of(shop: Shop) -> Taste:
    """What the shop likes; nothing where it switched its taste off."""
    return learned(shop)[0] if shop.is_taste_used else Taste()


def learned(shop: Shop) -> tuple[Taste, list[SceneBrief]]:
    """What the shop's choices show, used or not, and the looks it liked, the latest first."""
    chosen = chosen_looks(shop)
    liked = [one.look for one in chosen if is_liked(one.choice)]
    return learn(opinions(chosen), shares()), liked[: -MOST_DONORS - 1 : -1]


def is_liked(choice: Choice) -> bool:
    return choice.verb not in (Choice.Verb.REJECTED, Choice.Verb.EDITED)


def themes_in_taste_order(shop: Shop) -> list[OfferedTheme]:
    """Every theme, the most to the shop's taste first; the first few that are so say why."""
    taste, features = taste_of(shop), theme_features()
    reasons = {
        one.key: said(because(taste, features[one.key]))
        for one in themes_ordered(taste)[:REASONS]
        if taste.score(features[one.key]) > 0
    }
    return [OfferedTheme(one, reasons.get(one.key, "")) for one in themes_ordered(taste)]


def suggestion_for(shop: Shop, brief: SceneBrief, seed: int) -> SceneBrief:
    """`brief` for one seed, what it leaves open filled in as the shop likes it."""
    return _suggestions(shop, brief, [seed])[0]


def looks_asked(
    brief: Brief, seeds: Sequence[int], *, like: Rendition | None = None
) -> list[SceneBrief]:
    """What each of a brief's next pictures is drawn from: its scene, filled in as the shop likes.

    More of a picture, or a change of one, keeps what was filled in there. A theme's own picture,
    which ships with the studio, stays as it is.
    """
    scene = scene_of(brief)
    if like is not None and like.brief is not None:
        shown = look_asked(like) or scene
        return [carried(scene, scene_of(like.brief), shown)] * len(seeds)
    theme = load_themes().get(brief.theme)
    looks = _suggestions(brief.shop, scene, seeds)
    shipped = theme.seed if theme and theme.brief == scene else None
    return [scene if seed == shipped else one for seed, one in zip(seeds, looks, strict=True)]


def _suggestions(shop: Shop, brief: SceneBrief, seeds: Iterable[int]) -> list[SceneBrief]:
    taste, liked = learned(shop) if shop.is_taste_used else (Taste(), [])
    donors = [*(look for look in liked if not look.occasion), *theme_donors()]
    return [suggestion(brief, seed=seed, taste=taste, donors=donors) for seed in seeds]


def reason_for(shop: Shop, scene: SceneBrief, variants: Iterable[Rendition]) -> str:
    """Why pictures of `scene` show what it does not say; "" where no taste had a hand in them."""
    looks = [look_asked(one) or scene for one in variants]
    filled = [more for look in looks if (more := added(scene, look))]
    return said(because(taste_of(shop), filled[0])) if filled else ""


def likings_of(shop: Shop) -> tuple[list[Liking], list[Liking]]:
    """What the shop likes and dislikes, the strongest first, with the acts that showed it."""
    return likings(learned(shop)[0])


def chosen_looks(shop: Shop) -> list[Chosen]:
    """The shop's choices that stand, oldest first, where the picture came from a brief."""
    latest = Choice.objects.filter(shop=shop).select_related("rendition__brief").order_by("-pk")
    found = standing(reversed(latest[:MOST_REMEMBERED]))
    looks = [(one, look_asked(one.rendition)) for one in found]
    return [Chosen(one, seen(look, one.rendition.seed)) for one, look in looks if look]


def standing(choices: Iterable[Choice]) -> list[Choice]:
    """The choices that were not taken back, each act once for each picture, oldest first."""
    last: dict[tuple[int, str], Choice] = {}
    for choice in choices:
        taken_back = TAKES_BACK.get(Choice.Verb(choice.verb))
        last.pop((choice.rendition_id, taken_back or choice.verb), None)
        if taken_back is None:
            last[choice.rendition_id, choice.verb] = choice
    return list(last.values())


def look_asked(rendition: Rendition) -> SceneBrief | None:
    """The brief that a picture was drawn from, with what the taste filled in; None without one."""
    asked = rendition.options.get("brief")
    return SceneBrief.model_validate(asked) if isinstance(asked, Mapping) else None


def opinions(chosen: Sequence[Chosen]) -> list[Opinion]:
    """Every choice as an opinion; an edit with what it changed to."""
    edits = changed_to(one.choice for one in chosen if one.choice.verb == Choice.Verb.EDITED)
    return [
        opinion_of(one.choice.verb, one.features, edits.get(one.choice.pk, frozenset()))  # type: ignore[arg-type]
        for one in chosen
    ]


def changed_to(edits: Iterable[Choice]) -> dict[int, Features]:
    """What each edited picture's brief was changed to, by choice; nothing where it only moved."""
    of_picture = {choice.rendition_id: choice for choice in edits}
    made = Rendition.objects.filter(parents__in=of_picture).exclude(brief=None)
    changes: dict[int, Features] = {}
    rows: Any = made.order_by("-pk").values_list("parents", "brief", "brief__scene", "created_at")
    for parent, brief, scene, created_at in rows:
        choice = of_picture.get(parent)
        if choice is None or created_at < choice.created_at or brief == choice.rendition.brief_id:
            continue
        before = choice.rendition.brief.scene if choice.rendition.brief else {}
        changes[choice.pk] = features_of(SceneBrief.model_validate(scene)) - features_of(
            SceneBrief.model_validate(before)
        )
    return changes


def said(label: Label | None) -> str:
    return label.in_language(language()) if label else ""
