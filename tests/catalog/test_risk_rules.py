"""Rules that score a submission, by numbers worked out by hand."""

import pytest
from pydantic import ValidationError

from catalog.risk.rules import Facts, Rule, Rules, When, assess, rules_in_force
from imaging.labels import Label

LABEL = Label(en="x", zh="x")


def rule(code, points, four_eyes=False, **when):
    return Rule(code=code, when=When(**when), points=points, four_eyes=four_eyes, label=LABEL)


def rules(*all_of_them, **settings):
    return Rules(**{"four_eyes_at": 70, "automatic_up_to": 10, **settings}, rule=all_of_them)


CLEAN = Facts(screened="done", is_locked=True, recipe="main-image", approvals=9)


def test_the_points_of_rules_that_fire_add_up():
    stated = rules(
        rule("brand", 20, found=("brand",)),
        rule("strikes", 15, strikes_at_least=1),
        rule("unsafe", 60, found=("unsafe",)),
    )
    said = assess(Facts(findings={"brand": 0.4}, strikes=2), stated)
    assert said.risk == 35
    assert [one.code for one in said.fired] == ["brand", "strikes"]
    assert not said.needs_four_eyes


def test_risk_ends_at_a_hundred_and_four_eyes_begin_where_the_file_says():
    stated = rules(rule("a", 69, found=("brand",)), rule("b", 90, strikes_at_least=1))
    assert not assess(Facts(findings={"brand": 1}), stated).needs_four_eyes
    assert assess(Facts(strikes=1), stated).needs_four_eyes
    assert assess(Facts(findings={"brand": 1}, strikes=1), stated).risk == 100


def test_a_rule_may_ask_for_four_eyes_whatever_the_sum():
    stated = rules(rule("banned", 1, four_eyes=True, found=("banned",)))
    said = assess(CLEAN.model_copy(update={"findings": {"banned": 0.9}}), stated)
    assert (said.risk, said.needs_four_eyes, said.may_be_automatic) == (1, True, False)


def test_a_condition_asks_for_enough_confidence():
    when = When(found=("product", "colour"), sure=0.5)
    assert when.holds(Facts(findings={"product": 0.5}))
    assert not when.holds(Facts(findings={"product": 0.49}))
    assert when.holds(Facts(findings={"product": 0.1, "colour": 0.9}))
    assert not when.holds(Facts(findings={"brand": 1.0}))


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ({"screened": ("failed",)}, {"screened": "failed"}),
        ({"unlooked": ("unsafe", "face")}, {"unlooked": ("unsafe", "person")}),
        ({"locked": True}, {"is_locked": True}),
        ({"recipes": ("scene", "advert")}, {"recipe": "advert"}),
        ({"presets": ("amazon_main",)}, {"preset": "amazon_main"}),
        ({"strikes_at_least": 2}, {"strikes": 2}),
        ({"approvals_at_most": 2}, {"approvals": 2}),
    ],
)
def test_each_condition_holds_where_it_should_and_nowhere_else(when, facts):
    other = Facts(approvals=3)
    assert When(**when).holds(Facts(**{"approvals": 3, **facts}))
    assert not When(**when).holds(other)


def test_everything_that_is_given_must_hold():
    when = When(found=("brand",), locked=False)
    assert when.holds(Facts(findings={"brand": 1}))
    assert not when.holds(Facts(findings={"brand": 1}, is_locked=True))


@pytest.mark.parametrize(
    "change",
    [
        {"is_locked": False},
        {"screened": "waiting"},
        {"screened": "failed"},
        {"unlooked": ("unsafe", "person")},
        {"findings": {"channel": 0.1}},
        {"strikes": 1},
    ],
)
def test_only_locked_work_that_every_check_found_clean_may_do_without_a_person(change):
    stated = rules(rule("strikes", 11, strikes_at_least=1), automatic_needs=("unsafe",))
    assert assess(CLEAN, stated).may_be_automatic
    beside = CLEAN.model_copy(update={"unlooked": ("person",)})
    assert assess(beside, stated).may_be_automatic
    assert not assess(CLEAN.model_copy(update=change), stated).may_be_automatic


def test_a_file_that_names_an_unknown_check_or_one_rule_twice_is_refused():
    with pytest.raises(ValidationError, match="no check is called halo"):
        When(found=("halo",))
    with pytest.raises(ValidationError, match="always holds"):
        When()
    twice = (rule("a", 1, locked=True), rule("a", 2, locked=False))
    with pytest.raises(ValidationError, match="two rules are called a"):
        rules(*twice)


def test_the_rules_in_force_leave_clean_work_of_a_known_shop_at_nought():
    said = assess(CLEAN, rules_in_force())
    assert (said.risk, said.may_be_automatic) == (0, True)


def test_the_rules_in_force_never_leave_a_new_shop_without_a_person():
    said = assess(CLEAN.model_copy(update={"approvals": 2}), rules_in_force())
    assert (said.risk, said.may_be_automatic) == (5, False)


def test_the_rules_in_force_ask_for_two_people_where_banned_goods_are_named():
    said = assess(CLEAN.model_copy(update={"findings": {"banned": 0.9}}), rules_in_force())
    assert (said.risk, said.needs_four_eyes) == (60, True)
