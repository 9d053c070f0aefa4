"""What is true of one file. Every mark of it says this and nothing else."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from imaging import codec
from imaging.engines.registry import ENGINES
from imaging.errors import EngineError
from imaging.provenance import xmp
from imaging.recipe import Recipe
from imaging.weights import MODELS

if TYPE_CHECKING:
    from imaging.provenance.signing import Signer

PRODUCER = "Catalog image studio"
UNTOUCHED = "digitalCapture"
# Terms of http://cv.iptc.org/newscodes/digitalsourcetype/, the weakest claim first: a picture is
# what the strongest of its steps and parents made of it.
TERMS = (
    UNTOUCHED,
    "computationalCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
    "humanEdits",
    "algorithmicallyEnhanced",
    "compositeCapture",
    "composite",
    "screenCapture",
    "virtualRecording",
    "digitalCreation",
    "dataDrivenMedia",
    "algorithmicMedia",
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicMedia",
)
# How C2PA calls what an input was to the picture.
RELATIONS = {
    "photo": "parentOf",
    "picture": "parentOf",  # a finished one, of which a copy is made
    "background": "componentOf",
    "logo": "componentOf",
}


@dataclass(frozen=True)
class Parent:
    """A file that the picture was made from: `relation` is C2PA's word for how."""

    title: str
    relation: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Done:
    """A step as it was done. model: the key of its weights, `model_sha256` their fingerprint."""

    engine: str
    version: str
    params: Mapping[str, Any]
    model: str | None = None
    model_sha256: str | None = None


@dataclass(frozen=True)
class Statement:
    """What is said of one file. `source` is an IPTC term, `is_aigc` whether China's label is due.

    The steps, their seed and the parents are what it takes to make the same picture again.
    """

    produce_id: str
    producer: str
    source: str
    is_aigc: bool
    recipe: str
    seed: int = 0
    steps: tuple[Done, ...] = ()
    parents: tuple[Parent, ...] = ()
    pixel_locked: bool | None = None
    is_watermarked: bool = False
    is_labelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """The statement as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Origin:
    """For which job a file is made, by whom, and what it is signed with."""

    produce_id: UUID = field(default_factory=uuid4)
    producer: str = PRODUCER
    signer: "Signer | None" = None


def digital_source_type(engines: Iterable[str], parents: Iterable[str] = ()) -> str:
    """The IPTC term for what these engines made of pictures that say to be `parents`, terms too."""
    made = [ENGINES[engine].source for engine in engines]
    known = [term for term in (*made, *parents) if term in TERMS]
    return max([UNTOUCHED, *known], key=TERMS.index)


def is_aigc(engines: Iterable[str]) -> bool:
    """Whether China's rules on labels ask that the picture says to be machine-made."""
    return any(ENGINES[engine].is_aigc for engine in engines)


def statement(
    origin: Origin,
    recipe: Recipe,
    report: Iterable[Mapping[str, Any]],
    inputs: Mapping[str, bytes],
    **facts: Any,
) -> Statement:
    """What is true of the picture that `recipe` made of `inputs`, files by role.

    report: of the run, for the models that really worked. facts: further fields of Statement.
    A parent that says to be machine-made makes its picture so too: a mark is never lost by editing.
    """
    engines = [step.engine for step in recipe.steps]
    said = [xmp.said_by(data) for role, data in inputs.items() if role in RELATIONS]
    return Statement(
        produce_id=str(origin.produce_id),
        producer=origin.producer,
        source=digital_source_type(engines, [one.source for one in said]),
        is_aigc=is_aigc(engines) or any(one.is_aigc for one in said),
        recipe=recipe.key,
        steps=steps_done(recipe, report),
        parents=tuple(parent(role, data) for role, data in inputs.items()),
        **facts,
    )


def of_labelled_copy(origin: Origin, picture: bytes) -> Statement:
    """What is true of the copy of our finished file `picture` that carries the visible label."""
    said = xmp.said_by(picture)
    told = said.statement or {}
    return Statement(
        produce_id=str(origin.produce_id),
        producer=origin.producer,
        source=said.source or UNTOUCHED,
        is_aigc=True,
        recipe=told.get("recipe", ""),
        seed=told.get("seed", 0),
        steps=tuple(Done(**step) for step in told.get("steps", ())),
        parents=(parent("picture", picture),),
        pixel_locked=told.get("pixel_locked"),
        is_watermarked=told.get("is_watermarked", False),
        is_labelled=True,
    )


def steps_done(recipe: Recipe, report: Iterable[Mapping[str, Any]]) -> tuple[Done, ...]:
    """The steps of `recipe` with the versions and models that `report` names."""
    notes = [note for note in report if note["step"] in ENGINES]
    return tuple(
        Done(step.engine, note["version"], step.params, note["model"], fingerprint(note["model"]))
        for step, note in zip(recipe.steps, notes, strict=True)
    )


def fingerprint(model: str | None) -> str | None:
    """The SHA-256 of a model's file; None for what has none in the registry."""
    return MODELS[model].sha256 if model in MODELS else None


def parent(role: str, data: bytes) -> Parent:
    """An input as a parent. Titles are roles: a seller's file names are nobody else's business."""
    relation = RELATIONS.get(role, "inputTo")
    return Parent(role, relation, media_type(data), hashlib.sha256(data).hexdigest())


def media_type(data: bytes) -> str:
    """What kind of file `data` is."""
    try:
        return codec.probe(data, min_side=1).media_type
    except EngineError:
        return "application/octet-stream"
