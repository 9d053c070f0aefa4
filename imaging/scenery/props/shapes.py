"""Parts as shapes that Mitsuba draws. Imports Mitsuba when called, with its variant already set."""

from collections import defaultdict
from typing import Any

import numpy as np

from imaging.scenery.meshes import Mesh, joined, normals
from imaging.scenery.props.parts import Finish, Part

_COLOUR = {"type": "mesh_attribute", "name": "vertex_color"}
# Radiance of a white part that shines by itself; a well-lit white wall has about 1.
_SHINES: dict[Finish, float] = {"silk": 0.3, "glow": 0.55, "flame": 60.0}


def shapes(parts: tuple[Part, ...]) -> list[Any]:
    """One Mitsuba mesh for each finish among the parts, its colours taken from the vertices."""
    by_finish: dict[Finish, list[Mesh]] = defaultdict(list)
    for part in parts:
        by_finish[part.finish].append(part.mesh)
    return [shape(joined(meshes), finish) for finish, meshes in by_finish.items()]


def shape(source: Mesh, finish: Finish) -> Any:
    """A Mitsuba mesh with smooth normals and the colours of its vertices."""
    import mitsuba as mi

    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(_bsdf(finish))
    if finish in _SHINES:
        properties["emitter"] = mi.load_dict(_emitter(_SHINES[finish]))
    made = mi.Mesh(
        finish, len(source.vertices), len(source.faces), properties, has_vertex_normals=True
    )
    made.add_attribute("vertex_color", 3, source.colours.ravel().tolist())
    fields = mi.traverse(made)
    fields["vertex_positions"] = source.vertices.ravel()
    fields["vertex_normals"] = normals(source).ravel()
    fields["faces"] = source.faces.ravel().astype(np.uint32)
    fields.update()
    return made


def _emitter(strength: float) -> dict[str, Any]:
    radiance = {**_COLOUR, "scale": strength}
    # What glows softly is rarely sampled: the key light needs the samples.
    weight = 0.05 if strength < 1 else 0.5
    return {"type": "area", "radiance": radiance, "sampling_weight": weight}


def _bsdf(finish: Finish) -> dict[str, Any]:
    if finish in ("leaf", "petal"):
        through, roughness = (0.7, 0.42) if finish == "leaf" else (0.6, 0.75)
        return {
            "type": "principledthin",
            "base_color": _COLOUR,
            "diff_trans": through,
            "roughness": roughness,
            "spec_trans": 0.0,
            "eta": 1.4,
        }
    if finish in ("snow", "glow", "flame"):
        return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": _COLOUR}}
    return {
        "type": "twosided",
        "bsdf": {"type": "principled", "base_color": _COLOUR, **_PRINCIPLED[finish]},
    }


_PRINCIPLED: dict[Finish, dict[str, float]] = {
    "matt": {"roughness": 0.75, "specular": 0.3},
    "satin": {"roughness": 0.3, "specular": 0.7, "sheen": 0.4},
    "glossy": {"roughness": 0.28, "specular": 0.6, "clearcoat": 1.0, "clearcoat_gloss": 0.97},
    "metal": {"roughness": 0.17, "metallic": 1.0},
    "silk": {"roughness": 0.45, "specular": 0.4, "sheen": 0.6},
    "wax": {"roughness": 0.5, "specular": 0.45, "flatness": 0.8},
}
