"""Other rules, tried on what people decided before."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Review
from catalog.risk.rules import FILE, Facts, rules_in_force
from catalog.selectors.risk_trial import rules_try
from catalog.services.reviews import review_submit
from tests.factories import make_photo, make_product, make_rendition
from tests.review_world import screen

CLEAN = Facts(screened="done", is_locked=True, approvals=9)
BRANDED = CLEAN.model_copy(update={"findings": {"brand": 0.9}})
STRICT = """
four_eyes_at = 30
automatic_up_to = 4

[[rule]]
code = "brand"
when = { found = ["brand"] }
points = 40
label = { en = "A brand", zh = "品牌" }
"""


@pytest.fixture
def decided(shop, owner, moderator):
    def one(facts, verb, by=moderator):
        rendition = make_rendition(make_photo(make_product(shop)))
        review_submit(rendition=rendition, by=owner)
        screen(rendition, facts=facts.model_dump(mode="json"))
        reasons = [] if verb == "approved" else ["brand_not_owned"]
        Review.objects.create(rendition=rendition, verb=verb, by=by, reasons=reasons)
        return rendition

    return one


@pytest.fixture
def strict(tmp_path):
    file = tmp_path / "strict.toml"
    file.write_text(STRICT, "utf-8")
    return file


def run(file):
    out = StringIO()
    call_command("risk_dry_run", rules=file, stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_the_table_says_what_would_change_of_what_people_decided(decided, strict):
    decided(CLEAN, "approved")
    decided(BRANDED, "approved")
    decided(BRANDED, "rejected")
    lines = run(strict)
    assert "approved 2 0 → 1 1 → 1 10 → 20 1" in lines
    assert "rejected 1 0 → 1 0 → 0 20 → 40 1" in lines
    assert "0 that people refused would have been approved without a person." in lines
    assert "brand 2" in lines


def test_the_rules_in_force_change_nothing(decided):
    decided(BRANDED, "rejected")
    trial = rules_try(rules=rules_in_force(), in_force=rules_in_force())
    assert [tally.changed for tally in trial.by_decision.values()] == [0, 0, 0]
    assert "rejected 1 0 → 0 0 → 0 20 → 20 0" in run(FILE)


def test_refused_pictures_that_would_pass_are_counted(decided, strict):
    decided(CLEAN, "rejected")
    assert "1 that people refused would have been approved without a person." in run(strict)


def test_what_the_rules_approved_themselves_is_no_decision_of_people(decided, strict):
    decided(CLEAN, "approved", by=None)
    assert "approved 0 0 → 0 0 → 0 0 → 0 0" in run(strict)


def test_a_decision_counts_for_the_submission_before_it_alone(decided, owner, moderator, strict):
    rendition = decided(BRANDED, "rejected")
    review_submit(rendition=rendition, by=owner)
    screen(rendition, facts=CLEAN.model_dump(mode="json"))
    Review.objects.create(rendition=rendition, verb="approved", by=moderator)
    lines = run(strict)
    assert "approved 1 0 → 0 1 → 1 0 → 0 0" in lines
    assert "rejected 1 0 → 1 0 → 0 20 → 40 1" in lines


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("four_eyes_at = ", "is not TOML"),
        ("four_eyes_at = 70", "automatic_up_to: Field required"),
        (STRICT.replace('found = ["brand"]', 'found = ["halo"]'), "no check is called halo"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_the_place(tmp_path, text, sentence):
    file = tmp_path / "rules.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("risk_dry_run", rules=file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("risk_dry_run", rules=tmp_path / "absent.toml")
