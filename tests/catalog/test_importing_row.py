"""Rows as drafts: what cells mean, and everything that is wrong with them."""

from decimal import Decimal

import pytest

from catalog.importing.problems import PROBLEMS, Problem
from catalog.importing.row import RowDraft, row_read
from catalog.importing.sheet import SheetRow
from imaging.labels import Label


def read(surplus: int = 0, **cells: str) -> tuple[RowDraft, list[str]]:
    draft, problems = row_read(SheetRow(2, {"sku": "A", "title": "Bottle", **cells}, surplus))
    return draft, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("price", "currency", "amount", "meant"),
    [
        ("129", "CNY", "129.00", "CNY"),
        ("129.5", "usd", "129.50", "USD"),
        ("¥1,299.00", "", "1299.00", "CNY"),
        ("￥1299", "", "1299.00", "CNY"),
        ("１２９元", "", "129.00", "CNY"),
        ("1,299", "EUR", "1299.00", "EUR"),
        ("1,234,567.8", "EUR", "1234567.80", "EUR"),
        ("US$ 12.50", "", "12.50", "USD"),
        ("HK$88", "", "88.00", "HKD"),
        ("EUR 12.50", "", "12.50", "EUR"),
        ("12.50 gbp", "", "12.50", "GBP"),
        ("19.9000", "EUR", "19.90", "EUR"),
        ("1299.000", "EUR", "1299.00", "EUR"),
        ("¥100", "JPY", "100.00", "JPY"),
        ("0", "EUR", "0.00", "EUR"),
    ],
)
def test_a_price_that_reads_in_one_way_is_read(price, currency, amount, meant):
    draft, problems = read(price=price, currency=currency)

    assert (problems, draft.price, draft.currency) == ([], Decimal(amount), meant)


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ("12,50", "price_ambiguous"),
        ("1.299", "price_ambiguous"),
        ("0,299", "price_ambiguous"),
        ("1.299,00", "price_unreadable"),
        ("12.345", "price_ambiguous"),
        ("1234.567", "price_unreadable"),
        ("1,29,00", "price_unreadable"),
        ("free", "price_unreadable"),
        ("1e5", "price_unreadable"),
        ("NaN", "price_unreadable"),
        ("99999999999", "price_unreadable"),
        ("-5", "price_negative"),
        ("-1,500.00", "price_negative"),
    ],
)
def test_a_price_that_does_not_is_refused(price, code):
    draft, problems = read(price=price, currency="EUR")

    assert (problems, draft.price) == ([code], None)


def test_a_price_needs_a_currency_and_a_currency_three_letters():
    assert read(price="12")[1] == ["currency_missing"]
    assert read(price="12", currency="Euro")[1] == ["currency_unknown"]
    assert read()[1] == []


def test_everything_that_is_wrong_is_told_at_once():
    _, problems = row_read(SheetRow(7, {"sku": "", "price": "x", "category": "c" * 121}))

    assert [problem.code for problem in problems] == [
        *("sku_missing", "title_missing", "too_long", "price_unreadable")
    ]


def test_of_a_row_with_cells_too_many_nothing_else_is_said():
    draft, problems = read(surplus=1, price="12", currency="50", photos="EUR")

    assert (problems, draft.sku, draft.photos) == (["cells_too_many"], "A", ())


def test_photos_are_parted_by_bars_and_named_once():
    assert read(photos=" a.jpg | b/c.jpg||a.jpg ")[0].photos == ("a.jpg", "b/c.jpg")


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_sentence_has_the_same_gaps_in_both_languages(code):
    def gaps(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    label: Label = PROBLEMS[code]
    assert gaps(label.en) == gaps(label.zh)


def test_a_problem_is_told_in_the_readers_language():
    problem = Problem(code="photo_missing", arguments={"photo": "a.jpg"})

    assert problem.in_language("en") == "The photo “a.jpg” is not in the ZIP."
    assert problem.in_language("zh-hans") == "ZIP 中没有照片“a.jpg”。"


def test_a_problem_of_a_picture_names_the_picture():
    problem = Problem(code="not_a_picture", arguments={"photo": "a.jpg"})

    assert problem.in_language("en").startswith("a.jpg: This file is not a picture")
