"""What a finished better photo tells: what was done, why, and how far colours moved."""

import pytest
from django.utils import translation

from catalog.selectors.improved import change_words, improved
from imaging.models import Job

FIX = {
    "step": "tone",
    "label": {"en": "Light", "zh": "光线"},
    "params": {"exposure": 1.5},
    "why": {"en": "The photo is 1.7 stops too dark.", "zh": "照片偏暗 1.7 档。"},
}
GOOD = {"en": "The photo is good as it is.", "zh": "照片本身已经很好。"}


def job(**facts):
    return Job(facts=facts)


def told(**facts):
    found = improved(job(**facts))
    return [(one.label, one.text) for one in found.done]


def test_a_fix_is_told_with_its_reason_in_the_readers_language():
    facts = {"enhance": {"fixes": [FIX], "said": FIX["why"]}, "colour_change": 0.4}

    assert told(**facts) == [("Light", "The photo is 1.7 stops too dark.")]
    with translation.override("zh-hans"):
        assert told(**facts) == [("光线", "照片偏暗 1.7 档。")]
        assert improved(job(**facts)).change_told == "肉眼看不出"


def test_a_good_photo_is_said_to_be_one():
    found = improved(job(enhance={"fixes": [], "said": GOOD}, colour_change=0.0))

    assert found.said == "The photo is good as it is."
    assert not found.done


def test_further_steps_are_told_in_the_order_in_which_they_are_done():
    facts = {
        "look": {"key": "film", "strength": 0.6},
        "heal": {"spots": 2, "share": 0.001},
        "erase": {"share": 0.021},
        "upscale": {"scale": 4, "notes": [GOOD]},
        "background_blur": {"strength": 0.5, "kind": "standing"},
    }

    assert [text for _label, text in told(**facts)] == [
        "2.1 % of the photo was filled from what is around it.",
        "2 spots went.",
        "Strength 50 %.",
        "Film, 60 %: colours were changed on purpose.",
        "4 times as large. The photo is good as it is.",
    ]


@pytest.mark.parametrize(
    "fact, text",
    [
        ({"applied": True, "degrees": -2.3}, "Turned by 2.3°."),
        ({"applied": False}, "Nothing in the photo is surely tilted; it was left as it is."),
    ],
)
def test_straightening_says_how_far_or_that_nothing_was_tilted(fact, text):
    assert told(straighten=fact)[0][1] == text


def test_other_pictures_tell_nothing():
    assert improved(job(cutout={"confidence": 0.9})) is None


@pytest.mark.parametrize(
    "change, said",
    [
        (None, ""),
        (0.99, "nobody sees that"),
        (1.0, "seen side by side only"),
        (3.0, "clearly seen"),
    ],
)
def test_a_colour_difference_is_put_as_people_see_it(change, said):
    assert change_words(change) == said
