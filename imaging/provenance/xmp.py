"""The XMP packet of a file: written, found in any file, and read. Never compressed.

Properties: `Iptc4xmpExt:DigitalSourceType` (IPTC Extension 2008-02-29), `TC260:AIGC` (China's
implicit label, GB 45438-2025), `xmp:CreatorTool`, and `studio:Statement`, the whole statement.
"""

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from imaging.errors import EngineError

if TYPE_CHECKING:
    from imaging.provenance.statement import Statement

TERMS_AT = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
TC260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
STUDIO = "urn:catalog-image-studio:1.0/"
# The keys that the standard knows: a checker refuses a field with any other.
AIGC_KEYS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1",
    "ContentPropagator", "PropagateID", "ReservedCode2",
)  # fmt: skip
IS_MADE, MAY_BE, SUSPECTED = LABELS = ("1", "2", "3")
LONGEST = 60_000  # bytes: one JPEG segment holds 65,504
LONGEST_READ = 1 << 20  # bytes: of other programs, whose history of edits may be long
START, END = b"<rdf:RDF", b"</rdf:RDF>"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about="" xmlns:xmp="{xmp}"
 xmlns:Iptc4xmpExt="{iptc}" xmlns:TC260="{tc260}" xmlns:studio="{studio}">
{properties}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Said(NamedTuple):
    """What the XMP of a file says. `source` is an IPTC term, "" for none."""

    source: str = ""
    aigc: dict[str, str] | None = None
    tool: str = ""
    statement: dict[str, Any] | None = None

    @property
    def is_aigc(self) -> bool:
        """Whether it says to be, or perhaps to be, machine-made by China's label."""
        return self.aigc is not None and str(self.aigc.get("Label")) in LABELS


def packet(statement: "Statement") -> bytes:
    """The packet, UTF-8. Raises EngineError("stamp_failed") for more than a JPEG can hold."""
    steps = ", ".join(f"{step.engine} {step.version}" for step in statement.steps)
    properties = {
        "xmp:CreatorTool": f"Catalog image studio ({steps})" if steps else "Catalog image studio",
        "Iptc4xmpExt:DigitalSourceType": TERMS_AT + statement.source,
        "studio:Statement": as_text(statement.as_json()),
    }
    if statement.is_aigc:
        properties["TC260:AIGC"] = as_text(aigc(statement))
    lines = (f"<{name}>{legal(text)}</{name}>" for name, text in properties.items())
    names = {"rdf": RDF, "xmp": XMP, "iptc": IPTC, "tc260": TC260, "studio": STUDIO}
    data = PACKET.format(properties="\n".join(lines), **names).encode()
    if len(data) > LONGEST:
        raise EngineError("stamp_failed", reason=f"{len(data)} bytes of XMP")
    return data


def aigc(statement: "Statement") -> dict[str, str]:
    """China's implicit label: that it is machine-made, by whom, in which job.

    A checker refuses control characters, even written as JSON escapes.
    """
    told = {
        "Label": IS_MADE,
        "ContentProducer": "".join(filter(str.isprintable, statement.producer)),
        "ProduceID": statement.produce_id,
    }
    return {key: told.get(key, "") for key in AIGC_KEYS}


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def legal(text: str) -> str:
    """`text` for the inside of an element: what XML has no character for is left out."""
    return escape(NOT_IN_XML.sub("", text))


def said_by(data: bytes) -> Said:
    """What the first packet in a file of any format says; nothing where there is none to read.

    Packets lie in files as they are (XMP specification, part 3), so none has to be understood. One
    longer than LONGEST_READ is not read: strangers' files must not keep the studio busy.
    """
    start = data.find(START)
    end = data.find(END, start)
    if start < 0 or end < 0 or end - start > LONGEST_READ:
        return Said()
    try:
        told = properties_of(ElementTree.fromstring(data[start : end + len(END)]))
    except ElementTree.ParseError:
        return Said()
    return Said(
        source=told.get(f"{{{IPTC}}}DigitalSourceType", "").rpartition("/")[2],
        aigc=as_object(told.get(f"{{{TC260}}}AIGC")),
        tool=told.get(f"{{{XMP}}}CreatorTool", ""),
        statement=as_object(told.get(f"{{{STUDIO}}}Statement")),
    )


def properties_of(root: ElementTree.Element) -> dict[str, str]:
    """Every simple property by its name: XMP allows an element, an attribute or a resource.

    Descriptions within others describe something else than the file.
    """
    told: dict[str, str] = {}
    for description in root.findall(f"{{{RDF}}}Description"):
        told |= description.attrib
        for element in description:
            text = element.get(f"{{{RDF}}}resource") or "".join(element.itertext())
            told[element.tag] = text.strip()
    return told


def as_object(text: str | None) -> dict[str, Any] | None:
    """`text` as a JSON object; None where it is none, or nobody could be told of it in JSON.

    Python takes NaN, 1e999 and half a surrogate pair, which no answer can be written with.
    """
    try:
        value = json.loads(text or "")
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
