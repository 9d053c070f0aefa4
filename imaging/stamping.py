"""What a file says of itself, written at the moment it is encoded.

XMP with the IPTC digital source type (IPTC Extension 2008-02-29, term list
http://cv.iptc.org/newscodes/digitalsourcetype/). Uncompressed, so any reader finds it.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from imaging.engines.registry import ENGINES

TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


COMPOSITES = {"scene": "compositeSynthetic", "backdrop": "compositeSynthetic"}


def digital_source_type(engines: Iterable[str]) -> str:
    """The IPTC term for what these engines did to a photograph.

    A product cut out and laid on a plain colour is a photograph enhanced by an algorithm; one in a
    set that was drawn is a composite with synthetic elements. An engine whose result is more than
    that states so in COMPOSITES.
    """
    used = list(engines)
    for engine in used:
        if engine in COMPOSITES:
            return TERMS + COMPOSITES[engine]
    return TERMS + ("algorithmicallyEnhanced" if used else "digitalCapture")


def xmp(engines: Iterable[str]) -> bytes:
    """The XMP packet, UTF-8, for a file that `engines` made from a photograph."""
    used = list(engines)
    names = ", ".join(f"{name} {ENGINES[name].version}" for name in used)
    tool = escape(f"Catalog image studio ({names})" if used else "Catalog image studio")
    return PACKET.format(tool=tool, source=digital_source_type(used)).encode()
