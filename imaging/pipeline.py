"""One recipe on one photo: decode → steps → lock check → encode → stamp → preflight. No rows."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import numpy as np

from imaging import codec, lock, preflight, presets
from imaging.engines import registry
from imaging.engines.base import U8, Context, Params, Work
from imaging.errors import EngineError
from imaging.finishing import Finishing, Output, drawn
from imaging.provenance.statement import Origin, Statement, statement
from imaging.provenance.watermark_work import watermarked
from imaging.recipe import Recipe, Step

T = TypeVar("T")
Inputs = Mapping[str, bytes]  # files by role
GREY_ROLES = {"mask", "strokes", "marked"}
BYTE_ROLES = {"cube"}  # no pictures: the engine that asks for them reads them
CUT_OUT_ROLES = {"logo", "picture"}
LAID_ROLES = {"logo", "background", "picture"}  # come in after the product was found


@dataclass(frozen=True)
class Made:
    """Everything a recipe gives back: files by role, facts, and what was done in which time."""

    outputs: Mapping[str, Output]
    facts: Mapping[str, Any]
    report: list[dict[str, Any]]


class StepCache(Protocol):
    """Where the alpha and facts of cacheable steps are kept between jobs."""

    def get(self, key: str) -> tuple[U8, dict[str, Any]] | None: ...

    def put(self, key: str, alpha: U8, facts: dict[str, Any]) -> None: ...

    def one_maker(self, key: str) -> AbstractContextManager[None]:
        """Enter to get `key`, or to make and put it; whoever else would make it waits meanwhile."""
        ...


class MemoryCache:
    """A StepCache that lasts as long as the object."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[U8, dict[str, Any]]] = {}

    def get(self, key: str) -> tuple[U8, dict[str, Any]] | None:
        return self.kept.get(key)

    def put(self, key: str, alpha: U8, facts: dict[str, Any]) -> None:
        self.kept[key] = (alpha, facts)

    def one_maker(self, key: str) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass
class Run:
    """The state of one pass through a recipe. origin: what its files say they come from."""

    recipe: Recipe
    origin: Origin = field(default_factory=Origin)
    on_progress: Callable[[int, float], None] = lambda step, fraction: None
    is_cancelled: Callable[[], bool] = lambda: False
    cache: StepCache | None = None
    seed: int = 0
    report: list[dict[str, Any]] = field(default_factory=list)

    def make(self, inputs: Inputs) -> Made:
        """Run the recipe on `inputs`, files by role ("photo" always). Raises EngineError."""
        work = self.timed("decode", lambda: decode(inputs))
        photo, mask = work.image, None
        key = fingerprint(inputs)
        for index, step in enumerate(self.recipe.steps):
            key = next_key(key, step)
            work = self.step(index, step, work, key)
            if work.placement is None:
                mask = work.alpha
        if self.recipe.export.is_picture:
            made = self.finished(work, photo, mask, inputs)
        else:
            made = self.made(work)
        self.on_progress(len(self.recipe.steps), 1.0)
        return made

    def finished(self, work: Work, photo: U8, mask: U8 | None, inputs: Inputs) -> Made:
        """The picture as marked files, measured against `photo` and its channel's rules."""
        marked = self.timed("watermark", lambda: self.watermarked(work))
        work = self.timed("lock", lambda: with_lock(marked, photo))
        finish = Finishing(
            work, mask, self.recipe.export, self.said(work, inputs), inputs, self.origin.signer
        )
        plain = self.timed("encode", finish.encoded)
        picture = self.timed("stamp", lambda: finish.stamped(plain))
        if self.recipe.export.preset:
            report = self.timed("preflight", lambda: self.preflight(picture.data, work))
            work = work.with_facts(preflight=report)
        return self.made(work.with_facts(marks=finish.marks), finish.files(picture))

    def watermarked(self, work: Work) -> Work:
        return watermarked(work, self.recipe, self.origin.produce_id)

    def said(self, work: Work, inputs: Inputs) -> Statement:
        """What the files of `work` say of themselves."""
        return statement(
            self.origin,
            self.recipe,
            self.report,
            inputs,
            seed=self.seed,
            pixel_locked=work.facts["pixel_locked"],
            is_watermarked=work.facts.get("watermark", {}).get("marked", False),
        )

    def made(self, work: Work, outputs: Mapping[str, Output] = MappingProxyType({})) -> Made:
        every = {**outputs, **drawn(work)}
        return Made(outputs=every, facts=dict(work.facts), report=self.report)

    def step(self, index: int, step: Step, work: Work, key: str) -> Work:
        """One step, from the cache where it was done before on the same content."""
        spec = registry.ENGINES[step.engine]
        params = registry.checked(step.engine, step.params)
        context = self.context(index)
        if index == 0 or spec.cost > 1:  # a quick step is over before anyone has read of it
            context.progress(0)
        started = time.perf_counter()
        cache = self.cache if spec.cacheable else None
        with cache.one_maker(key) if cache else nullcontext():
            found = cache.get(key) if cache else None
            if found:
                alpha, facts = found
                done = replace(work, alpha=alpha).with_facts(**facts)
            else:
                done = attempted(step, work, params, context)
                keep(cache, key, work, done)
        self.note(step, model_told(step, params, done), time.perf_counter() - started, bool(found))
        return done

    def context(self, index: int) -> Context:
        """What step `index` sees of this run."""
        return Context(
            seed=self.seed,
            on_progress=lambda fraction: self.on_progress(index, self.overall(index, fraction)),
            is_cancelled=self.is_cancelled,
        )

    def overall(self, index: int, fraction: float) -> float:
        """Progress of the whole recipe in [0, 1], steps weighted by their rough cost."""
        costs = [registry.ENGINES[step.engine].cost for step in self.recipe.steps]
        return (sum(costs[:index]) + fraction * costs[index]) / sum(costs)

    def note(self, step: Step, model: str | None, seconds: float, cached: bool) -> None:
        self.report.append(
            {
                "step": step.engine,
                "version": registry.ENGINES[step.engine].version,
                "model": model,
                "seconds": round(seconds, 3),
                "cached": cached,
            }
        )

    def timed(self, name: str, act: Callable[[], T]) -> T:
        started = time.perf_counter()
        result = act()
        seconds = round(time.perf_counter() - started, 3)
        self.report.append({"step": name, "version": None, "model": None, "seconds": seconds})
        return result

    def preflight(self, finished: bytes, work: Work) -> dict[str, Any]:
        """The channel's report on the finished file, which is decoded again for it."""
        channel = presets.preset(str(self.recipe.export.preset))
        report = preflight.check(finished, channel, alpha=work.alpha, facts=work.facts)
        return report.model_dump(mode="json")


def keep(cache: StepCache | None, key: str, before: Work, after: Work) -> None:
    """Keep what a step found, where it may be kept and it found anything."""
    if cache and after.alpha is not None:
        new = {name: fact for name, fact in after.facts.items() if name not in before.facts}
        cache.put(key, after.alpha, new)


def attempted(step: Step, work: Work, params: Params, context: Context) -> Work:
    """What the step's engine makes of `work`; `work` itself where it found nothing and may."""
    try:
        return registry.load(step.engine).run(work, params, context)
    except EngineError as error:
        if step.optional and error.code == "no_product":
            return work
        raise


def decode(inputs: Inputs) -> Work:
    """The photo and what came with it, as arrays. Raises EngineError of the codec."""
    photo = codec.decode(inputs["photo"])
    others = {role: decoded(data, role) for role, data in inputs.items() if role != "photo"}
    return Work(image=photo.image, alpha=photo.alpha, inputs={**others, "photo": photo.image})


def decoded(data: bytes, role: str) -> U8:
    """A further input as its role is read: grey, in colour, or (n,) uint8 as the file is."""
    if role in BYTE_ROLES:
        return np.frombuffer(data, np.uint8)
    return codec.decode_grey(data) if role in GREY_ROLES else coloured(data, role)


def coloured(data: bytes, role: str) -> U8:
    """A further input in colour, (H, W, 3), or (H, W, 4) where its own outline matters."""
    picture = codec.decode(data)
    if role in CUT_OUT_ROLES and picture.alpha is not None:
        return np.dstack([picture.image, picture.alpha])
    return picture.image


def model_told(step: Step, params: Params, done: Work) -> str | None:
    """The model that worked: what the engine's own fact says, else the one it was to use."""
    told = done.facts.get(step.engine, {})
    if "model" in told:
        model: str | None = told["model"]
        return model
    return registry.model_of(step.engine, params)


def fingerprint(inputs: Inputs) -> str:
    """A hash of every input's content that finding the product may depend on, by role."""
    found_by = {role: data for role, data in sorted(inputs.items()) if role not in LAID_ROLES}
    hashes = {role: hashlib.sha256(data).hexdigest() for role, data in found_by.items()}
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def next_key(key: str, step: Step) -> str:
    """The cache key after `step`: what came before, the engine, its version, model, parameters."""
    params = registry.checked(step.engine, step.params)
    facts = {
        "before": key,
        "engine": step.engine,
        "version": registry.ENGINES[step.engine].version,
        "model": registry.model_of(step.engine, params),
        "params": params.model_dump(mode="json"),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def with_lock(work: Work, photo: U8) -> Work:
    """The work with a measured `pixel_locked` fact, before lossy encoding.

    Locked is a measurement: inside the eroded mask every pixel equals the photo's.
    """
    measured = lock.measure(photo, work)
    return work.with_facts(lock=measured, pixel_locked=measured["locked"])
