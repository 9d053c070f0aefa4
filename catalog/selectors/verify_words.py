"""What was found out about a file, in plain words."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from catalog.selectors.rendition_facts import words
from catalog.selectors.verify import Verified
from imaging.engines.registry import ENGINES
from imaging.recipes import RECIPES

# IPTC digital source types, http://cv.iptc.org/newscodes/digitalsourcetype/
SOURCES = {
    "digitalCapture": gettext_lazy("A photo, as the camera took it"),
    "computationalCapture": gettext_lazy("A photo that the camera put together from several"),
    "negativeFilm": gettext_lazy("A scan of film or of a print"),
    "positiveFilm": gettext_lazy("A scan of film or of a print"),
    "print": gettext_lazy("A scan of film or of a print"),
    "humanEdits": gettext_lazy("A picture edited by a person"),
    "algorithmicallyEnhanced": gettext_lazy("A photo, enhanced by software"),
    "compositeCapture": gettext_lazy("Several photos put together"),
    "composite": gettext_lazy("Several pictures put together"),
    "screenCapture": gettext_lazy("A picture of a screen"),
    "virtualRecording": gettext_lazy("A recording of a virtual event"),
    "digitalCreation": gettext_lazy("Drawn by a person on a computer"),
    "dataDrivenMedia": gettext_lazy("Drawn by software from data"),
    "algorithmicMedia": gettext_lazy("Made by software, without trained AI"),
    "compositeSynthetic": gettext_lazy("A photo in a setting that software made"),
    "compositeWithTrainedAlgorithmicMedia": gettext_lazy("A photo with parts made by AI"),
    "trainedAlgorithmicMedia": gettext_lazy("Made by AI"),
}
RELATIONS = {
    "parentOf": gettext_lazy("what it was made from"),
    "componentOf": gettext_lazy("placed into it"),
    "inputTo": gettext_lazy("used in making it"),
}
PARENTS = {
    "photo": gettext_lazy("Photo"),
    "background": gettext_lazy("Background"),
    "logo": gettext_lazy("Logo"),
    "mask": gettext_lazy("Outline of the product"),
    "strokes": gettext_lazy("Brush strokes"),
}
VERDICTS = {
    "ours": (
        "success",
        gettext_lazy("Made by this studio, and unchanged"),
        gettext_lazy(
            "The file carries this studio's signature, and not one byte has changed since."
        ),
    ),
    "changed": (
        "danger",
        gettext_lazy("Changed after it was signed"),
        gettext_lazy("Its signature no longer fits its content: do not rely on what it says."),
    ),
    "unchecked": (
        "warning",
        gettext_lazy("Its signature can no longer be checked"),
        gettext_lazy(
            "Its certificate has run out, or its signature cannot be read, so it proves nothing. "
            "That does not mean that the file was changed."
        ),
    ),
    "others": (
        "info",
        gettext_lazy("Signed by %(by)s, and unchanged"),
        gettext_lazy(
            "This studio does not know who that is; it only sees that nothing has changed."
        ),
    ),
    "marked": (
        "info",
        gettext_lazy("Carries the mark of a picture made here"),
        gettext_lazy(
            "It has no signature, as after a chat or a screenshot, but an invisible watermark. A "
            "mark can be copied, and does not tell whether other parts were changed: compare the "
            "picture with the original."
        ),
    ),
    "foreign_mark": (
        "info",
        gettext_lazy("Made by software like this studio's, but not known here"),
        gettext_lazy(
            "There is an invisible watermark in the picture, and no picture of this studio has it."
        ),
    ),
    "claims": (
        "warning",
        gettext_lazy("Not signed: believe it with care"),
        gettext_lazy(
            "The file says something of itself, but without a signature, so anybody could have "
            "written it."
        ),
    ),
    "nothing": (
        "neutral",
        gettext_lazy("Nothing is known of this file"),
        gettext_lazy(
            "It has no label, no signature and no watermark that we can read. That does not mean "
            "that no machine made it."
        ),
    ),
}
ICONS = {
    "success": "shield-check",
    "info": "badge-check",
    "danger": "circle-x",
    "warning": "triangle-alert",
}


class Conclusion(NamedTuple):
    """The one thing a person wants to know."""

    title: str
    text: str
    tone: str
    icon: str


class Line(NamedTuple):
    """One fact. note: what it means, in small."""

    label: str
    value: str
    note: str = ""


def conclusion(found: Verified) -> Conclusion:
    """The verdict, and what it means."""
    tone, title, text = VERDICTS[found.verdict]
    by = found.provenance.signed_by or _("somebody")
    means = changed_text(found) if found.verdict == "changed" else str(text)
    return Conclusion(str(title) % {"by": by}, means, tone, ICONS.get(tone, "info"))


def changed_text(found: Verified) -> str:
    text = str(VERDICTS["changed"][2])
    if found.record:
        text += " " + _("It carries the watermark of a picture made here; a mark can be copied.")
    return text


def lines(found: Verified) -> list[Line]:
    """Everything else, in the order in which it is asked."""
    return [
        label_line(found),
        source_line(found),
        *made_lines(found),
        signature_line(found),
        watermark_line(found),
        *record_lines(found),
    ]


def label_line(found: Verified) -> Line:
    said = found.provenance.said
    if not said.is_aigc:
        return Line(_("AI label"), _("None"))
    who = str((said.aigc or {}).get("ContentProducer", ""))
    sure = str((said.aigc or {}).get("Label")) == "1"
    text = _("Made by machine") if sure else _("Perhaps made by machine")
    note = _("Named as its maker: %(who)s") % {"who": who} if who else ""
    return Line(_("AI label"), text, note)


def source_line(found: Verified) -> Line:
    term = found.provenance.said.source
    return Line(_("What it is"), str(SOURCES.get(term, term)) or _("It does not say"))


def made_lines(found: Verified) -> list[Line]:
    """With what it was made, where it says so."""
    steps = steps_said(found)
    made_with = " → ".join(steps) or found.provenance.generator or found.provenance.said.tool
    return [Line(_("Made with"), made_with)] if made_with else []


def steps_said(found: Verified) -> list[str]:
    """The names of the steps that it says it was made by, of those there are."""
    told = (found.provenance.statement or {}).get("steps")
    rows = told if isinstance(told, list) else []
    named = [str(row.get("engine")) for row in rows if isinstance(row, dict)]
    return [words(ENGINES[name].label) for name in named if name in ENGINES]


def signature_line(found: Verified) -> Line:
    seal, by = found.provenance.seal, found.provenance.signed_by
    if seal == "absent":
        return Line(_("Signature"), _("None"))
    if found.provenance.is_altered:
        return Line(_("Signature"), _("Broken"), ", ".join(found.provenance.failures))
    if found.provenance.is_unchecked:
        return Line(_("Signature"), _("Cannot be checked"), ", ".join(found.provenance.failures))
    return Line(_("Signature"), by or _("Whole"), _("Unchanged since it was signed"))


def watermark_line(found: Verified) -> Line:
    if found.mark is None:
        note = _("White main images and pictures with little background carry none.")
        return Line(_("Invisible watermark"), _("None found"), note)
    share = _("%(share)d %% of it could be read") % {"share": 100 * found.mark.confidence}
    if found.is_derived:
        share += ". " + _("It names an earlier picture of this studio, of which this one was made.")
    return Line(_("Invisible watermark"), _("Found"), share)


def record_lines(found: Verified) -> list[Line]:
    """What this studio's own books say."""
    record = found.record
    if record is None:
        return []
    shop = _("Yes, by %(shop)s") % {"shop": record.shop}
    hidden = _("No, or not any more; so whose it is stays private")
    return [
        Line(_("Made here on"), record.made_on.isoformat()),
        Line(_("Kind of picture"), kind(record.recipe)),
        Line(pgettext("picture", "Published"), shop if record.is_published else hidden),
    ]


def kind(recipe: str) -> str:
    """The recipe's name."""
    return words(RECIPES[recipe].label) if recipe in RECIPES else recipe


def parent_lines(found: Verified) -> list[Line]:
    """What it was made from, as its signature names it."""
    return [
        Line(
            str(PARENTS.get(one.title, one.title)),
            str(RELATIONS.get(one.relation, one.relation)),
            f"SHA-256 {one.sha256[:16]}…" if one.sha256 else "",
        )
        for one in found.provenance.parents
    ]
