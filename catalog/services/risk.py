"""What rows tell of a submission, and what the rules make of it."""

from collections.abc import Iterable, Iterator

from catalog.models import BannedWord, Rendition, Review, Screening, Shop
from catalog.models.screening import standing
from catalog.risk.banned import Banned, Words, plain, words_of
from catalog.risk.findings import RowFinding, surest
from catalog.risk.rules import Facts, Screened, assess, rules_in_force
from catalog.selectors.near_duplicates import shops_with_photo
from catalog.selectors.strikes import strikes_of
from catalog.services.near_duplicates import NOT_OWNED
from imaging.labels import Label
from imaging.screening import Evidence, Finding, Line, Report

IN_WORDS = 0.9  # of a banned word in the seller's own words; on a picture, as sure as it was read
SAME_FILE = 0.9
ENOUGH = 20  # approvals after which no rule asks for more
WHERE = {"title": Label(en="title", zh="标题"), "category": Label(en="category", zh="类目")}
ON_PICTURE = Label(en="picture", zh="图片")


def seller_findings(*, rendition: Rendition) -> Iterator[RowFinding]:
    """What the seller's words tell, and whose photo it is."""
    words = banned_words()
    for where, label in WHERE.items():
        text = getattr(rendition.product, where)
        for word in words.found_in(text):
            yield banned(word, label, IN_WORDS, Evidence(after=text))
    if rendition.photo and (shops := shops_with_photo(rendition.photo)):
        says = Label(en="Another shop has the same photo", zh="其他店铺有同一张原图")
        yield RowFinding(
            check="photo_elsewhere",
            code=NOT_OWNED,
            confidence=SAME_FILE,
            says=says,
            evidence=Evidence(values={"shops": shops}),
        )


def lettering_findings(*, lines: Iterable[Line]) -> Iterator[RowFinding]:
    """Banned words in what a picture says."""
    words = banned_words()
    for line in lines:
        evidence = Evidence(box=line.box, after=line.text)
        for word in words.found_in(line.text):
            yield banned(word, ON_PICTURE, line.confidence, evidence)


def banned_words() -> Words:
    """The words that ship with the studio, as the platform changed them."""
    rows = list(BannedWord.objects.values_list("word", "is_banned"))
    return words_of(
        added=tuple(word for word, is_banned in rows if is_banned),
        allowed=tuple(word for word, is_banned in rows if not is_banned),
    )


def banned(word: Banned, where: Label, confidence: float, evidence: Evidence) -> RowFinding:
    says = Label(
        en=f"“{word.word}” in the {where.en}: {word.label.en}",
        zh=f"{where.zh}含“{word.word}”：{word.label.zh}",
    )
    return RowFinding(
        check="banned", code="banned_goods", confidence=confidence, says=says, evidence=evidence
    )


def without_own_brands(findings: Iterable[Finding], shop: Shop) -> list[Finding]:
    """`findings` without brands that the shop may show: its name, and those on its list."""
    own = {lettered(word) for word in (shop.name, *shop.brand_words)}
    return [
        one
        for one in findings
        if one.check != "brand" or lettered(str(one.evidence.values.get("word", ""))) not in own
    ]


def lettered(word: str) -> str:
    """A name as it is compared: L'Oréal and L’ORÉAL are one."""
    return "".join(letter for letter in plain(word) if letter.isalnum())


def screening_score(screening: Screening, *, screened: Screened, report: Report | None) -> None:
    """Set what the rules make of `screening.findings`: risk, rules that fired, place, four eyes."""
    facts = facts_of(screening, screened, report)
    said = assess(facts, rules_in_force())
    screening.facts = facts.model_dump(mode="json")
    screening.risk = said.risk
    screening.rules = [{"rule": rule.code, "points": rule.points} for rule in said.fired]
    screening.needs_four_eyes = said.needs_four_eyes
    screening.may_be_automatic = said.may_be_automatic
    screening.stands_since = standing(
        submitted_at=screening.submission.created_at, risk=screening.risk
    )


def facts_of(screening: Screening, screened: Screened, report: Report | None) -> Facts:
    """What the rules may ask of a submission now."""
    rendition = screening.rendition
    return Facts(
        findings=surest(screening.findings),
        screened=screened,
        unlooked=tuple(one.check for one in report.not_checked) if report else (),
        is_locked=rendition.job.facts.get("pixel_locked") is True,
        recipe=rendition.recipe,
        preset=rendition.preset,
        strikes=len(strikes_of(rendition.shop)),
        approvals=approvals_of(rendition.shop),
    )


def approvals_of(shop: Shop) -> int:
    """How many pictures of a shop were approved, counted up to ENOUGH."""
    approved = Review.objects.filter(rendition__shop=shop, verb=Review.Verb.APPROVED)
    return approved[:ENOUGH].count()
