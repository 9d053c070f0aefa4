"""What no engine takes is refused when it is asked for, in both languages."""

import pytest

from imaging.engines import registry
from imaging.errors import EngineError, sentence

CROSSED = [(0, 0), (1, 1), (1, 0), (0, 1)]


@pytest.mark.parametrize(
    "engine, params, en, zh",
    [
        ("look", {"strength": 2}, "strength: must be at most 1", "strength：不能大于 1"),
        ("look", {"strength": "much"}, "strength: must be a number", "strength：必须是数字"),
        ("tone", {"brighter": 1}, "brighter: there is no such setting", "没有这项设置"),
        ("heal", {"where": "top"}, "where: must be one of 'around'", "where：只能是 'around'"),
        ("look", {"look": "sepia"}, "There is no look “sepia”.", "没有名为“sepia”的风格。"),
        ("straighten", {"corners": CROSSED}, "corner", "角"),
        ("enhance", {"tuned": {"tone": {"light": 1}}}, "“tone” are not valid", "没有这项设置"),
        ("enhance", {"amounts": {"bake": 1}}, "amounts.bake", "amounts.bake"),
        ("look", {"cube": "mine"}, "cube: String should match", "cube：String should match"),
    ],
)
def test_a_wrong_parameter_is_named_in_the_readers_language(engine, params, en, zh):
    with pytest.raises(EngineError) as caught:
        registry.checked(engine, params)

    assert en in str(caught.value)
    assert zh in sentence(caught.value.code, caught.value.arguments, "zh")
