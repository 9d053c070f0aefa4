"""The engine that says what a product looks like."""

import numpy as np
import pytest

from imaging.attributes import Attribute, Finding
from imaging.engines.base import Context, Work
from imaging.engines.tag import LOOKED_FOR, Tag, TagParams
from imaging.errors import EngineError


class Sight:
    """Knows a dress when it is shown a product, and keeps what it was shown."""

    model = "sight-1"

    def __init__(self):
        self.shown = []

    def tag(self, image, alpha):
        self.shown.append((image, alpha))
        return {"category": Finding(value="dress", confidence=0.8, model=self.model)}


def work(alpha=True):
    image = np.full((60, 40, 3), 235, np.uint8)
    image[10:50, 10:30] = (30, 60, 200)
    mask = np.zeros((60, 40), np.uint8)
    mask[10:50, 10:30] = 255
    return Work(image, mask if alpha else None)


def ran(given, sight=None):
    return Tag(sight or Sight()).run(given, TagParams(), Context())


def test_what_the_net_sees_and_the_colours_become_attributes():
    done = ran(work())
    found = {name: Attribute.model_validate(one) for name, one in done.facts["attributes"].items()}

    assert (found["category"].value, found["category"].model) == ("dress", "sight-1")
    assert found["colour"].value == "blue"
    assert found["colour"].source == "photo"
    assert done.facts["tag"] == {"model": "sight-1", "warnings": []}


def test_what_was_known_of_the_photo_stays():
    given = work().with_facts(attributes={"price": {"value": "9.90 CNY"}})

    assert ran(given).facts["attributes"]["price"] == {"value": "9.90 CNY"}


def test_the_photo_itself_stays_as_it_is_and_is_what_the_net_is_shown():
    given, sight = work(), Sight()
    before = given.image.copy()
    done = ran(given, sight)

    assert (done.image == before).all()
    assert done.alpha is given.alpha
    assert sight.shown[0][0] is given.image


@pytest.mark.parametrize("alpha", [None, np.zeros((60, 40), np.uint8)])
def test_without_a_product_nothing_is_visible_and_nobody_is_asked(alpha):
    sight = Sight()
    done = ran(Work(work().image, alpha), sight)

    assert {name: one["value"] for name, one in done.facts["attributes"].items()} == dict.fromkeys(
        LOOKED_FOR
    )
    assert done.facts["attributes"]["category"]["details"] == {"why": "no_product"}
    assert done.facts["tag"]["warnings"] == ["no_product"]
    assert sight.shown == []


def test_it_can_be_stopped_half_way():
    with pytest.raises(EngineError) as error:
        Tag(Sight()).run(work(), TagParams(), Context(is_cancelled=lambda: True))

    assert error.value.code == "cancelled"
