"""Which queue of the desk takes what, and how hashes are cut into bands."""

import random
from dataclasses import dataclass, field

import pytest

from catalog.risk.hashes import MOST_APART, apart, bands, neighbours, signed
from catalog.risk.routing import Routed, Routing, first_that_takes, language_of

ITEM = Routed(
    shop="lamps",
    recipe="scene",
    preset="amazon_main",
    risk=40,
    codes={"banned_goods"},
    language="zh",
)


@dataclass
class Queue:
    rule: dict = field(default_factory=dict)


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ({"shops": ["lamps", "toys"]}, {"shops": ["toys"]}),
        ({"recipes": ["scene"]}, {"recipes": ["main-image"]}),
        ({"presets": ["amazon_main"]}, {"presets": ["taobao_white"]}),
        ({"codes": ["banned_goods", "unsafe"]}, {"codes": ["unsafe"]}),
        ({"languages": ["zh"]}, {"languages": ["en"]}),
        ({"risk_at_least": 40}, {"risk_at_least": 41}),
        ({"risk_at_most": 40}, {"risk_at_most": 39}),
    ],
)
def test_a_rule_takes_what_has_everything_that_it_asks(fits, does_not):
    assert Routing(**fits).takes(ITEM)
    assert not Routing(**does_not).takes(ITEM)
    assert not Routing(**{**fits, "shops": ["toys"]}).takes(ITEM)


def test_the_first_queue_that_takes_an_item_gets_it_and_none_leaves_it_to_the_default_one():
    risky, scenes, rest = Queue({"risk_at_least": 50}), Queue({"recipes": ["scene"]}), Queue()
    assert first_that_takes(ITEM, [risky, scenes, rest]) is scenes
    assert first_that_takes(ITEM, [rest, scenes]) is rest
    assert first_that_takes(ITEM, [risky]) is None


def test_a_title_with_chinese_in_it_is_chinese():
    assert language_of("USB 台灯") == "zh"
    assert language_of("Desk lamp, é") == "en"


def test_bits_apart_are_counted_over_signs():
    assert apart(0b1011, 0b0010) == 2
    assert apart(signed(2**63), 2**63) == 0
    assert apart(-1, 0) == 64
    assert signed(2**64 - 1) == -1
    assert signed(5) == 5


def test_bands_take_turns_at_the_bits():
    assert bands(0b0001_0001) == (0b11, 0, 0, 0)
    assert bands(0b1000_0000_0000) == (0, 0, 0, 0b100)
    assert bands(2**64 - 1) == (2**16 - 1,) * 4


def test_a_band_has_sixteen_neighbours_each_a_bit_away():
    assert len(set(neighbours(0x1234))) == 17
    assert all((one ^ 0x1234).bit_count() <= 1 for one in neighbours(0x1234))


def test_no_two_hashes_within_seven_bits_miss_each_other():
    chance = random.Random(1)
    for _ in range(2_000):
        one = chance.getrandbits(64)
        other = one
        for place in chance.sample(range(64), chance.randint(0, MOST_APART)):
            other ^= 1 << place
        pairs = zip(bands(one), bands(other), strict=True)
        assert any(theirs in neighbours(mine) for mine, theirs in pairs)
