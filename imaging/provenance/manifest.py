"""The C2PA manifest of a file (specification 2.2): signed last, without network or thumbnails.

The library is loaded on first use: only who stamps or reads a file needs it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from imaging.engines.registry import ENGINES
from imaging.errors import EngineError
from imaging.provenance.statement import Statement
from imaging.provenance.xmp import TERMS_AT

if TYPE_CHECKING:
    from imaging.provenance.signing import Signer

STATEMENT = "org.catalog-image-studio.statement"  # the label of our own assertion
GENERATOR = {"name": "Catalog image studio", "version": "1"}
BOX = b"jumdc2pa"  # how a manifest store begins, in a file of any format
MOST_CARRIED = 64_000  # bytes; phones put thumbnails of megabytes into theirs
# Nothing that somebody else's file says is looked up in the network.
OFFLINE = {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False}
NOBODY_ASKED = {"decode_identity_assertions": False, "allowed_network_hosts": []}
SETTINGS = {
    "version": 1,
    "core": NOBODY_ASKED,
    "verify": OFFLINE,
    "builder": {"thumbnail": {"enabled": False}},
}


def signed(
    data: bytes,
    media_type: str,
    statement: Statement,
    inputs: Mapping[str, bytes],
    signer: "Signer",
) -> bytes:
    """The file `data` with a manifest of `statement`; its pixels and XMP are not touched.

    inputs: the parents' files by role. The manifest of a parent that has one is carried along,
    unless it is too large or broken: then it is named by its hash, like any other.
    Raises EngineError("stamp_failed").
    """
    from c2pa import C2paError

    carried = {role: file for role, file in inputs.items() if BOX in file}
    try:
        if carried:
            with suppress(C2paError):
                made = sealed(data, media_type, statement, carried, signer)
                if len(made) - len(data) <= MOST_CARRIED:
                    return made
        return sealed(data, media_type, statement, {}, signer)
    except C2paError as error:
        raise EngineError("stamp_failed", reason=str(error)) from error


def sealed(
    data: bytes,
    media_type: str,
    statement: Statement,
    carried: Mapping[str, bytes],
    signer: "Signer",
) -> bytes:
    """As `signed`, carrying the manifests of `carried`. Raises C2paError."""
    import c2pa

    info = c2pa.C2paSignerInfo(signer.algorithm.encode(), signer.chain, signer.key, None)
    sealed = BytesIO()
    with (
        c2pa.Context(c2pa.Settings.from_dict(SETTINGS)) as context,
        c2pa.Builder(definition(statement, set(carried)), context=context) as builder,
        c2pa.Signer.from_info(info) as by,
    ):
        for one in ingredients(statement):
            if one["title"] in carried:
                file = BytesIO(carried[one["title"]])
                builder.add_ingredient(json.dumps(one), one["format"], file)
        builder.sign(by, media_type, BytesIO(data), sealed)
    return sealed.getvalue()


def definition(statement: Statement, carried: set[str]) -> dict[str, Any]:
    """The manifest before it is signed; `carried` ingredients come with their files."""
    return {
        "claim_generator_info": [GENERATOR],
        "title": f"{statement.recipe} {statement.produce_id}",
        "ingredients": [one for one in ingredients(statement) if one["title"] not in carried],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": list(actions(statement))}},
            {"label": STATEMENT, "data": statement.as_json()},
        ],
    }


def ingredients(statement: Statement) -> list[dict[str, str]]:
    """The parents that are pictures, each known by the hash of its file."""
    return [
        {
            "title": parent.title,
            "label": parent.title,
            "format": parent.media_type,
            "relationship": parent.relation,
            "instance_id": f"sha256:{parent.sha256}",
        }
        for parent in statement.parents
        if parent.relation != "inputTo"
    ]


def actions(statement: Statement) -> Iterator[dict[str, Any]]:
    """What was done to the parents, in order."""
    term = TERMS_AT + statement.source
    opened = [one.title for one in statement.parents if one.relation == "parentOf"]
    if opened:
        yield {"action": "c2pa.opened", "parameters": {"ingredientIds": opened}}
    else:
        yield {"action": "c2pa.created", "digitalSourceType": term}
    for one in statement.parents:
        if one.relation == "componentOf":
            yield {"action": "c2pa.placed", "parameters": {"ingredientIds": [one.title]}}
    if statement.is_labelled:  # the rest was done to its parent, whose own manifest says so
        yield {"action": "c2pa.addedText", "description": "Visible label"}
        return
    for step in statement.steps:
        if ENGINES[step.engine].action:
            yield done(step.engine, step.version, ENGINES[step.engine].action)
    if statement.is_watermarked:
        yield {"action": "c2pa.watermarked.unbound"}


def done(engine: str, version: str, action: str) -> dict[str, Any]:
    """One step as an action."""
    spec = ENGINES[engine]
    return {
        "action": action,
        "description": spec.label.en,
        "softwareAgent": {"name": engine, "version": version},
        "digitalSourceType": TERMS_AT + spec.source,
    }
