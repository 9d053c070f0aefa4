"""What a file says of itself, and whether that can be believed."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Literal

from imaging import codec
from imaging.provenance.manifest import BOX, SETTINGS, STATEMENT
from imaging.provenance.signing import Signer, issuers
from imaging.provenance.xmp import Said, said_by

PAD = re.compile(rb"\x63padY(..)", re.DOTALL)  # CBOR: the text "pad", then bytes of a 16-bit length
ONE_SEGMENT = 60_000  # bytes; a longer store is cut in pieces by JPEG
PADDING_CHANGED = "signature.padding.changed"
# C2PA's codes for content that is not what was signed, and ours. Others are of the signature
# itself, as of a certificate that has run out.
CONTENT_CHANGED = re.compile(
    rf"assertion\.(\w+Hash|hashedURI|missing)\b|claimSignature\.mismatch|{PADDING_CHANGED}"
)
# trusted: whole, and signed by one of the studio's certificates or its authority. valid: whole,
# by somebody unknown. invalid: `failures` say why. unreadable: it has one that is broken.
Seal = Literal["absent", "unreadable", "invalid", "valid", "trusted"]


@dataclass(frozen=True)
class Ingredient:
    """A parent as the manifest names it. sha256: "" where it does not say."""

    title: str
    relation: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Provenance:
    """What a file says.

    said: its XMP, which anybody can write. seal: the state of its manifest; `failures` are C2PA's
    codes of what does not hold. is_ours: signed with a certificate of this studio and unchanged.
    statement: the signed one where the file is unchanged, else what the XMP says.
    """

    said: Said
    seal: Seal
    is_ours: bool = False
    signed_by: str = ""
    generator: str = ""
    actions: tuple[str, ...] = ()
    parents: tuple[Ingredient, ...] = ()
    failures: tuple[str, ...] = ()
    statement: dict[str, Any] | None = None

    @property
    def is_altered(self) -> bool:
        """Whether it was changed since it was signed."""
        return any(CONTENT_CHANGED.match(code) for code in self.failures)

    @property
    def is_unchecked(self) -> bool:
        """Whether its manifest proves nothing, though nothing is known to have changed."""
        return self.seal in ("invalid", "unreadable") and not self.is_altered

    @property
    def is_stripped(self) -> bool:
        """Whether it says to be of a studio like this one, which signs all, and is not signed."""
        return self.seal == "absent" and self.said.statement is not None

    @property
    def produce_id(self) -> str:
        """The job that made it, as the file says; "" where it does not."""
        told = (self.statement or {}).get("produce_id") or (self.said.aigc or {}).get("ProduceID")
        return told if isinstance(told, str) else ""


def read(data: bytes, signers: Iterable[Signer] = ()) -> Provenance:
    """What the picture file `data` says; `signers` are the studio's own, present and past.

    Raises EngineError of the codec for what is no picture.
    """
    header = codec.probe(data, min_side=1)
    said = said_by(data)
    if BOX not in data:
        return Provenance(said, "absent", statement=said.statement)
    known = list(signers)
    found = opened(data, header.media_type, known)
    try:
        told = told_by(found, said, {one.serial for one in known})
    except (AttributeError, KeyError, TypeError):  # of what shape a stranger's store is, who knows
        return Provenance(said, "unreadable", statement=said.statement)
    if told.is_ours and is_padding_written(data):
        return replace(told, seal="invalid", is_ours=False, failures=(PADDING_CHANGED,))
    return told


def is_padding_written(data: bytes) -> bool:
    """Whether there is anything in the kilobyte that a signature leaves unused.

    C2PA wants zeros there and lets no hash cover it; anything else was put in later.
    """
    start = data.find(BOX)
    near = data[start : start + ONE_SEGMENT]
    pads = ((found.end(), int.from_bytes(found[1])) for found in PAD.finditer(near))
    return any(any(near[at : at + size]) for at, size in pads if at + size <= len(near))


def opened(data: bytes, media_type: str, signers: Iterable[Signer]) -> dict[str, Any]:
    """The manifest store as C2PA's library reads and checks it, empty where it cannot."""
    import c2pa

    anchors = "".join(issuers(one) for one in signers)
    trust = {"trust": {"trust_anchors": anchors}} if anchors else {}
    try:
        with (
            c2pa.Context(c2pa.Settings.from_dict(SETTINGS | trust)) as context,
            c2pa.Reader(media_type, BytesIO(data), context=context) as reader,
        ):
            store: dict[str, Any] = json.loads(reader.json())
            return store
    except c2pa.C2paError:
        return {}


def told_by(store: dict[str, Any], said: Said, serials: set[str]) -> Provenance:
    """The store's last manifest: those before it are its parents' own."""
    manifest = store["manifests"][store["active_manifest"]]
    signature = manifest.get("signature_info", {})
    assertions = {one["label"]: one.get("data", {}) for one in manifest.get("assertions", [])}
    seal: Seal = store["validation_state"].lower()
    is_whole, signed = seal != "invalid", assertions.get(STATEMENT)
    return Provenance(
        said=said,
        seal=seal,
        is_ours=seal == "trusted" and signature.get("cert_serial_number") in serials,
        signed_by=signature.get("common_name") or signature.get("issuer") or "",
        generator=generator_of(manifest),
        actions=tuple(actions_of(assertions)),
        parents=tuple(parent_of(one) for one in manifest.get("ingredients", [])),
        failures=tuple(one["code"] for one in active(store).get("failure", [])),
        statement=(signed if is_whole and isinstance(signed, dict) else None) or said.statement,
    )


def active(store: dict[str, Any]) -> dict[str, Any]:
    """The results of checking the last manifest."""
    found: dict[str, Any] = store.get("validation_results", {}).get("activeManifest", {})
    return found


def generator_of(manifest: dict[str, Any]) -> str:
    """The program that wrote the manifest."""
    named = manifest.get("claim_generator_info") or [{}]
    return str(named[0].get("name") or manifest.get("claim_generator") or "")


def actions_of(assertions: dict[str, Any]) -> list[str]:
    """C2PA's words for what was done, in order."""
    found = assertions.get("c2pa.actions.v2") or assertions.get("c2pa.actions") or {}
    return [str(one.get("action", "")) for one in found.get("actions", [])]


def parent_of(ingredient: dict[str, Any]) -> Ingredient:
    kind, _, value = str(ingredient.get("instance_id", "")).partition(":")
    return Ingredient(
        title=ingredient.get("title", ""),
        relation=ingredient.get("relationship", ""),
        media_type=ingredient.get("format", ""),
        sha256=value if kind == "sha256" else "",
    )
