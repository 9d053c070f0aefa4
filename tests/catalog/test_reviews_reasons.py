"""Reasons are data: complete in both languages, few enough for nine keys, known to the models."""

import pytest

from catalog.models import Review
from catalog.policies import CLAUSES
from catalog.reasons import NEEDS_CHANGES, REASONS, REJECTED, reasons_for, reasons_of

REFUSALS = {Review.Verb.NEEDS_CHANGES.value, Review.Verb.REJECTED.value}


def has_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_every_reason_and_what_to_do_is_said_in_both_languages(reason):
    for label in (reason.label, reason.todo):
        assert len(label.en) > 10
        assert not has_chinese(label.en)
        assert has_chinese(label.zh)


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_every_reason_stands_under_a_refusal(reason):
    assert set(reason.verbs) <= REFUSALS
    assert reason.verbs


@pytest.mark.parametrize("verb", [NEEDS_CHANGES, REJECTED])
def test_a_verb_has_no_more_reasons_than_there_are_number_keys(verb):
    assert verb in REFUSALS
    assert 5 <= len(reasons_for(verb)) <= 9


def test_codes_are_unique_and_stored_ones_are_found_in_their_order():
    assert [reason.code for reason in reasons_of(["other", "framing"])] == ["other", "framing"]
    assert all(code == reason.code for code, reason in REASONS.items())
    with pytest.raises(KeyError):
        reasons_of(["never_heard_of"])


def test_every_reason_names_a_clause_and_every_clause_is_named():
    assert {reason.clause for reason in REASONS.values()} == set(CLAUSES)
    assert REASONS["brand_not_owned"].policy.number == "P-4.1"


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES)
def test_every_clause_is_said_in_both_languages(clause):
    for label in (clause.title, clause.text):
        assert len(label.en) > 5
        assert not has_chinese(label.en)
        assert has_chinese(label.zh)


def test_only_reasons_of_rejections_count_against_a_shop():
    counting = [reason for reason in REASONS.values() if reason.strike_days]
    assert counting
    assert all(REJECTED in reason.verbs for reason in counting)
