"""What runs when a seller submits: checks of rows at once, of the picture by a job."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from catalog.models import BannedWord, Review, Screening
from catalog.selectors.screenings import screening_of
from catalog.services import screening as services
from catalog.services.outbox import consume_finished_job
from catalog.services.reviews import review_claim, review_submit, review_withdraw
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.models import Job, OutboxEntry
from imaging.screening import Evidence, Finding, Line, Measured, NotChecked, Report
from tests.factories import (
    make_job,
    make_photo,
    make_product,
    make_rendition,
    make_shop,
    make_user,
    stored_picture,
)
from tests.pictures import product_jpeg

SAYS = Label(en="x", zh="x")
CLEAN = Report()


@pytest.fixture
def rendition(photo, owner):
    return made(photo)


def made(photo, **facts):
    facts = {"pixel_locked": True, **facts}
    rendition = make_rendition(photo)
    Job.objects.filter(pk=rendition.job_id).update(facts=facts)
    rendition.job.refresh_from_db()
    return rendition


def submitted(rendition, by):
    with committed():
        review_submit(rendition=rendition, by=by)
    return screening_of(rendition)


def committed():
    """What is left for the end of the transaction is done at the end of this block."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def ended(job, report=CLEAN, **changes):
    """`job` as a worker leaves it, told to the catalog; whether anybody had not heard yet."""
    facts = {"screen": report.model_dump(mode="json")}
    changes = {"status": Job.Status.DONE, "facts": facts, **changes}
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now(), **changes)
    OutboxEntry.objects.get_or_create(job=job)
    with committed():
        return consume_finished_job(job.pk)


def screened(rendition, by, report=CLEAN):
    screening = submitted(rendition, by)
    ended(screening.job, report)
    screening.refresh_from_db()
    return screening


def found(check, code, confidence=0.9, **evidence):
    return Finding(
        check=check, code=code, confidence=confidence, says=SAYS, evidence=Evidence(**evidence)
    )


def brand(word):
    return found("brand", "brand_not_owned", values={"word": word, "is_known": True})


def codes(screening):
    return [rule["rule"] for rule in screening.rules]


def approved_before(shop, owner, count):
    rendition = make_rendition(make_photo(make_product(shop)))
    for _ in range(count):
        Review.objects.create(rendition=rendition, verb="submitted", by=owner)
        Review.objects.create(rendition=rendition, verb="approved", by=make_user())


def test_submitting_has_the_very_file_looked_at_behind_what_people_wait_for(rendition, owner):
    screening = submitted(rendition, owner)
    job = screening.job
    assert (job.recipe, job.priority, job.queue) == ("screen", Job.Priority.MORE, "more")
    assert job.inputs["picture"]["sha256"] == rendition.job.outputs["picture"]["sha256"]
    assert job.inputs["photo"]["sha256"] == rendition.photo.sha256
    assert (screening.is_running, screening.is_failed, screening.finished_at) == (True, False, None)


def test_a_mask_and_what_is_known_of_the_making_go_with_it(photo, owner):
    geometry = {"matrix": [1, 0, 0, 0, 1, 0, 0, 0, 1], "photo": [4, 3], "canvas": [4, 3]}
    rendition = made(photo, geometry=geometry, preflight={"findings": []})
    rendition.job.outputs["mask"] = stored_picture()
    rendition.job.save()
    job = submitted(rendition, owner).job
    [step] = job.steps
    assert step["params"]["geometry"] == geometry
    assert step["params"]["main_image"] is True
    assert set(job.inputs) == {"photo", "picture", "mask"}


def test_what_the_picture_tells_completes_the_screening_once(rendition, owner):
    screening = submitted(rendition, owner)
    report = Report(findings=(found("product", "product_changed", 0.8),))
    assert ended(screening.job, report)
    screening.refresh_from_db()
    assert [one["check"] for one in screening.findings] == ["product"]
    # product_changed 35, product_perhaps_changed 10, new_shop 5
    assert (screening.risk, screening.needs_four_eyes) == (50, False)
    assert codes(screening) == ["product_changed", "product_perhaps_changed", "new_shop"]
    finished = screening.finished_at
    assert not ended(screening.job, CLEAN)
    services.screening_take(screening.job)
    screening.refresh_from_db()
    assert (screening.finished_at, screening.risk) == (finished, 50)


def test_banned_goods_in_the_title_are_told_before_any_picture_is_looked_at(shop, owner):
    product = make_product(shop, title="Replica handbag", category="高仿箱包")
    screening = submitted(made(make_photo(product)), owner)
    told = [(one["check"], one["evidence"]["after"]) for one in screening.findings]
    assert told == [("banned", "Replica handbag"), ("banned", "高仿箱包")]
    assert screening.findings[0]["says"]["zh"] == "标题含“replica handbag”：假冒商品"
    assert screening.needs_four_eyes
    assert screening.risk == 65  # banned 60, new_shop 5


def test_banned_goods_in_the_lettering_of_a_picture_are_told_with_their_place(rendition, owner):
    box = (0.1, 0.1, 0.5, 0.1)
    lines = (Line(text="正品电子烟", confidence=0.8, box=box, on_product=False),)
    screening = screened(rendition, owner, Report(measured=Measured(lines=lines)))
    [one] = screening.findings
    assert (one["code"], one["confidence"], one["evidence"]["box"]) == (
        "banned_goods",
        0.8,
        list(box),
    )


def test_the_platform_changes_the_banned_words(shop, owner):
    BannedWord.objects.create(word="magnet ball")
    BannedWord.objects.create(word="opium", is_banned=False)
    magnets = submitted(made(make_photo(make_product(shop, title="Magnet balls"))), owner)
    perfume = submitted(made(make_photo(make_product(shop, title="Opium"))), owner)
    assert [one["code"] for one in magnets.findings] == ["banned_goods"]
    assert perfume.findings == []


def test_brands_that_a_shop_may_show_are_left_out(rendition, owner, shop):
    shop.brand_words = ["L’Oréal"]
    shop.save()
    report = Report(findings=(brand("L'ORÉAL"), brand("Tea Shop"), brand("Nike")))
    screening = screened(rendition, owner, report)
    assert [one["evidence"]["values"]["word"] for one in screening.findings] == ["Nike"]


def test_the_same_file_in_another_shop_is_told(rendition, owner):
    data = product_jpeg(seed=9)
    theirs = make_photo(make_product(make_shop()), data)
    ours = make_photo(make_product(rendition.shop), data)
    assert theirs.sha256 == ours.sha256
    screening = submitted(made(ours), owner)
    assert [(one["check"], one["code"]) for one in screening.findings] == [
        ("photo_elsewhere", "picture_not_owned")
    ]
    assert submitted(rendition, owner).findings == []


def test_a_picture_that_was_rejected_is_known_again(rendition, photo, owner, moderator):
    report = Report(measured=Measured(phash="0f0f123456789abc"))
    screened(rendition, owner, report)
    Review.objects.create(
        rendition=rendition, verb="rejected", by=moderator, reasons=["false_claim"]
    )
    again = screened(made(photo), owner, report)
    assert [(one["check"], one["code"]) for one in again.findings] == [
        ("rejected_before", "false_claim")
    ]
    assert again.needs_four_eyes


def test_strikes_of_the_shop_add_to_the_risk(rendition, owner, moderator, shop):
    other = make_rendition(make_photo(make_product(shop)))
    Review.objects.create(rendition=other, verb="submitted", by=owner)
    Review.objects.create(rendition=other, verb="rejected", by=moderator, reasons=["banned_goods"])
    screening = submitted(rendition, owner)
    assert screening.facts["strikes"] == 1
    assert "strikes" in codes(screening)


def test_a_picture_that_no_machine_could_look_at_waits_for_a_person_all_the_same(
    rendition, owner, moderator
):
    screening = submitted(rendition, owner)
    ended(screening.job, status=Job.Status.FAILED, facts={}, error_code="disk_full")
    screening = screening_of(rendition)
    assert (screening.is_failed, screening.is_running, screening.finished_at) == (True, False, None)
    assert (screening.risk, codes(screening)) == (25, ["checks_failed", "new_shop"])
    assert review_claim(rendition=rendition, moderator=moderator)


def test_a_picture_that_was_made_of_no_photo_is_left_to_people(shop, photo, owner):
    job = make_job(shop.tenant, status=Job.Status.DONE)
    screening = submitted(make_rendition(photo, job=job), owner)
    assert (screening.is_failed, screening.job) == (True, None)
    assert services.screenings_ask_waiting() == 0


def test_a_job_that_is_tried_again_completes_the_screening(rendition, owner):
    screening = submitted(rendition, owner)
    ended(screening.job, status=Job.Status.DEAD, facts={}, error_code="worker_lost")
    OutboxEntry.objects.filter(job=screening.job).delete()
    assert ended(screening.job, CLEAN)
    screening = screening_of(rendition)
    assert screening.finished_at
    assert codes(screening) == ["new_shop"]


def test_each_submission_has_a_screening_of_its_own(rendition, owner):
    first = submitted(rendition, owner)
    review_withdraw(rendition=rendition, by=owner)
    second = submitted(rendition, owner)
    assert first.pk != second.pk
    assert screening_of(rendition) == second


def test_checks_that_were_not_made_are_told_to_the_rules(rendition, owner):
    left = NotChecked(check="unsafe", why=SAYS)
    screening = screened(rendition, owner, Report(not_checked=(left,)))
    assert screening.facts["unlooked"] == ["unsafe"]
    assert "checks_missing" in codes(screening)


def test_risk_counts_as_waiting_so_that_nothing_waits_for_ever(rendition, owner):
    screening = screened(rendition, owner, Report(findings=(found("border", "framing"),)))
    assert screening.risk == 15  # words 10, new_shop 5
    waited = screening.submission.created_at - screening.stands_since
    assert waited == timedelta(hours=3, minutes=45)


def test_submitting_hundreds_leaves_room_for_the_shops_own_pictures(
    photo, owner, monkeypatch, settings
):
    monkeypatch.setattr(services, "WINDOW", 2)
    all_of_them = [submitted(made(photo), owner) for _ in range(4)]
    assert [bool(one.job) for one in all_of_them] == [True, True, False, False]
    assert all_of_them[3].is_running
    ended(all_of_them[0].job)
    assert Screening.objects.exclude(job=None).count() == 3
    settings.IMAGING_MAX_QUEUED = 1
    ended(all_of_them[1].job)
    assert Screening.objects.filter(job=None).count() == 1
    settings.IMAGING_MAX_QUEUED = 9
    assert services.screenings_ask_waiting() == 1


def test_nobody_asks_while_the_chain_is_held(rendition, owner, monkeypatch):
    """PostgreSQL ends one of two who ask and append at once in different orders."""
    asked = []
    monkeypatch.setattr(services, "screenings_ask", lambda *, shop: asked.append(shop))
    with TestCase.captureOnCommitCallbacks(execute=True):
        review_submit(rendition=rendition, by=owner)
        assert asked == []
    assert asked == [rendition.shop]


def test_a_submission_stands_when_the_asking_fails_and_the_sweep_asks_again(
    rendition, owner, monkeypatch
):
    def failing(*, shop):
        raise OSError("the broker is away")

    with monkeypatch.context() as patched:
        patched.setattr(services, "screenings_ask", failing)
        assert submitted(rendition, owner).job is None
    assert services.screenings_ask_waiting() == 1
    assert screening_of(rendition).job


def test_a_full_queue_of_the_shop_never_refuses_a_submission(rendition, owner, settings, shop):
    settings.IMAGING_MAX_QUEUED = 1
    make_job(shop.tenant)
    assert submitted(rendition, owner).job is None


def test_a_picture_that_no_job_can_be_asked_for_is_left_to_people_and_the_next_is_asked(
    photo, owner, monkeypatch, settings
):
    settings.IMAGING_MAX_QUEUED = 0
    broken, sound = [submitted(made(photo), owner) for _ in range(2)]
    settings.IMAGING_MAX_QUEUED = 9
    real = services.screen_recipe

    def recipe(rendition):
        if rendition == broken.rendition:
            raise EngineError("bad_parameters", step="screen", reason="geometry")
        return real(rendition)

    monkeypatch.setattr(services, "screen_recipe", recipe)
    assert services.screenings_ask_waiting() == 1
    assert screening_of(broken.rendition).is_failed
    assert screening_of(sound.rendition).job


def test_harmless_work_waits_for_a_person_unless_the_platform_says_otherwise(
    rendition, owner, shop, photo, settings
):
    approved_before(shop, owner, 3)
    assert screened(rendition, owner).may_be_automatic
    assert rendition.reviews.latest("pk").verb == "submitted"
    settings.RULES_APPROVE = True
    other = made(photo)
    screened(other, owner)
    last = other.reviews.latest("pk")
    assert (last.verb, last.by) == ("approved", None)


def test_the_rules_leave_to_a_person_what_a_machine_found_or_what_is_not_locked(
    rendition, owner, shop, photo, settings
):
    settings.RULES_APPROVE = True
    approved_before(shop, owner, 3)
    unlocked = made(photo, pixel_locked=False)
    screened(unlocked, owner)
    assert unlocked.reviews.latest("pk").verb == "submitted"
    screened(rendition, owner, Report(findings=(found("channel", "channel_rules", 0.4),)))
    assert rendition.reviews.latest("pk").verb == "submitted"


def test_the_rules_decide_nothing_that_a_person_is_looking_at(
    rendition, owner, shop, moderator, settings
):
    settings.RULES_APPROVE = True
    approved_before(shop, owner, 3)
    screening = submitted(rendition, owner)
    review_claim(rendition=rendition, moderator=moderator)
    ended(screening.job)
    assert rendition.reviews.latest("pk").verb == "submitted"
