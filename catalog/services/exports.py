"""Finished pictures on their way out: names that channels take, zips never held in memory."""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from django.core.files.storage import default_storage

from catalog.attribute_cells import ATTRIBUTE_COLUMNS, attribute_cells
from catalog.models import Rendition
from catalog.selectors.rendition_facts import is_label_due
from catalog.services.labelled import labelled_file
from catalog.spreadsheet import cell_safe
from catalog.table_files import Sink, csv_chunks
from imaging.errors import EngineError, sentence
from imaging.models import Job
from imaging.presets import load_presets

CHUNK = 1 << 20  # bytes held at a time
LONGEST_STEM = 80
Facts = dict[str, Any]
COLUMNS = (
    "file", "sku", "product", "channel", "recipe", "review", "chosen",
    "width", "height", "bytes", "sha256", "pixel_locked", *ATTRIBUTE_COLUMNS,
)  # fmt: skip


def export_name(rendition: Rendition) -> str:
    """A file name that tells product and channel: SKU, else title, then the channel.

    Letters of every script stay; what a file system or a shop system may refuse becomes "-".
    """
    stem = name_safe(sku_of(rendition)) or name_safe(rendition.product.title)
    stem = stem or f"product-{rendition.product_id}"
    extension = rendition.job.outputs["picture"]["file"].rsplit(".", 1)[-1]
    return f"{stem}-{rendition.preset or rendition.recipe}.{extension}"


def channel_name_of(rendition: Rendition, place: int) -> str:
    """The name that the channel wants for the picture in this place of its SKU, else ours."""
    channel = load_presets().get(rendition.preset)
    sku = name_safe(sku_of(rendition))
    if channel is None or not channel.names or not sku:
        return export_name(rendition)
    pattern = channel.names[0 if place == 0 else 1]
    extension = export_name(rendition).rsplit(".", 1)[-1]
    return f"{pattern.format(sku=sku, n=place)}.{extension}"


def sku_of(rendition: Rendition) -> str:
    """The SKU of the photo's own variant, else of the product's first one; "" without."""
    photo = rendition.photo
    if photo is not None and photo.variant is not None:
        return photo.variant.sku
    return next((variant.sku for variant in rendition.product.variants.all()), "")


def name_safe(text: str) -> str:
    """`text` as the stem of a file name on any system."""
    return re.sub(r"[^\w.]+", "-", text).strip("-._")[:LONGEST_STEM].rstrip("-._")


@dataclass(frozen=True)
class Exported:
    """A finished rendition on its way out; `review` is its review state, "draft" for none."""

    rendition: Rendition
    review: str


def zip_stream(items: Iterable[Exported], language: str = "en") -> Iterator[bytes]:
    """A ZIP of finished pictures, as it is written: approved ones apart, and a manifest.csv.

    Machine-made ones carry the visible label in `language`. A picture that is gone from storage or
    cannot be labelled is left out and the manifest says so. Pictures are stored as they are: they
    do not shrink.
    """
    sink = Sink()
    rows: list[list[object]] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, item in _named(items):
            sent = yield from _written(archive, sink, name, item.rendition, language)
            rows.append(_row(name, item, sent))
        archive.writestr("manifest.csv", _manifest(rows))
    yield sink.taken()


def _named(items: Iterable[Exported]) -> Iterator[tuple[str, Exported]]:
    """Names that a channel wants, in order: of each SKU the main picture comes first."""
    taken: set[str] = set()
    places: Counter[str] = Counter()
    for item in items:
        folder = "approved" if item.review == "approved" else "not-approved"
        own = f"{folder}/{sku_of(item.rendition)}"
        name = _free(f"{folder}/{channel_name_of(item.rendition, places[own])}", taken)
        places[own] += 1
        taken.add(name.casefold())
        yield name, item


def _free(name: str, taken: set[str]) -> str:
    stem, extension = name.rsplit(".", 1)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}.{extension}"
    return name


def _written(
    archive: zipfile.ZipFile, sink: Sink, name: str, rendition: Rendition, language: str
) -> Generator[bytes, None, Facts | str]:
    """Copy one picture into the archive by chunks; what is known of it, or why it is left out."""
    try:
        source, facts = _picture(rendition.job, language)
    except FileNotFoundError:
        return "(missing)"
    except EngineError as error:
        return f"({sentence(error.code, error.arguments, language)})"
    info = zipfile.ZipInfo(name, rendition.created_at.timetuple()[:6])
    info.external_attr = 0o644 << 16
    with source, archive.open(info, "w") as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            yield sink.taken()
    return facts


def _picture(job: Job, language: str) -> tuple[IO[bytes], Facts]:
    """The picture as it is handed out, labelled where that is due.

    Raises FileNotFoundError, EngineError.
    """
    facts: Facts = job.outputs["picture"]
    if not is_label_due(job):
        return default_storage.open(facts["file"]), facts
    made = labelled_file(job=job, language=language)
    sha256 = hashlib.sha256(made.data).hexdigest()
    size = {"width": made.width, "height": made.height, "bytes": len(made.data)}
    return io.BytesIO(made.data), {**size, "sha256": sha256}


def _row(name: str, item: Exported, sent: Facts | str) -> list[object]:
    rendition = item.rendition
    picture = rendition.job.outputs["picture"]
    name, picture = (sent, picture) if isinstance(sent, str) else (name, sent)
    return [
        name, sku_of(rendition), rendition.product.title, rendition.preset, rendition.recipe,
        item.review, "yes" if rendition.is_chosen else "no",
        picture.get("width"), picture.get("height"), picture["bytes"], picture["sha256"],
        "yes" if rendition.job.facts.get("pixel_locked") else "no",
        *attribute_cells(rendition.product),
    ]  # fmt: skip


def _manifest(rows: Iterable[Iterable[object]]) -> bytes:
    safe = ([cell_safe(cell) for cell in row] for row in rows)
    return b"".join(csv_chunks(chain([COLUMNS], safe)))
