"""A look as a Mitsuba scene."""

from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from imaging.scenery import lights, materials, stage
from imaging.scenery.camera import VIEW_DEG, View, product_box, text_box, view_of
from imaging.scenery.colour import linear, paint
from imaging.scenery.look import Corner, KeepOut, Look
from imaging.scenery.props import arrange

F32 = NDArray[np.float32]
IN_THE_WAY = ("stand", "second", "cabinet")  # roles that props must not run into
DEPTH = 5  # bounces; white sets still gain light at the fourth


class Set(NamedTuple):
    """What Mitsuba loads, and the camera that looks at it."""

    scene: dict[str, Any]
    view: View


def assembled(mi: Any, look: Look, size: tuple[int, int]) -> Set:
    """The whole set of `look` for a picture of `size` (width, height) px."""
    view = view_of(look)
    built = stage.build(look, view, _rng(look, "stage"))
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": _integrator(),
        "camera": camera(mi, view, size),
    }
    palette = _palette(mi, look, {part.role for part in built.parts}, view)
    for number, part in enumerate(built.parts):
        scene[f"part{number}"] = body(mi, part.solid, palette[part.role], 0.37 * number)
    props = arrange(look, _rng(look, "props"), keep_out(look, view, built))
    scene |= {f"prop{number}": prop for number, prop in enumerate(props)}
    scene |= lights.emitters(mi, look)
    shade = lights.gobo(look, _rng(look, "gobo"))
    if shade is not None:
        scene["gobo"] = body(mi, shade, materials.Material(materials.plain((0, 0, 0)), 1.0))
    return Set(scene, view)


def keep_out(look: Look, view: View, built: stage.Stage) -> KeepOut:
    """Where props may and may not be in `look`."""
    product = product_box(look, view)
    flat = look.camera == "top-down"
    return KeepOut(
        low=(-0.55, 0.0, -0.55 if flat else -0.4),
        high=(0.55, 1.1, 0.55 if flat else 0.4),
        projection=view.projection,
        product=product,
        text=text_box(look, product),
        ground=built.ground,
        solids=_solids(look, built),
    )


def _solids(look: Look, built: stage.Stage) -> tuple[tuple[Corner, Corner], ...]:
    """Lowest and highest corners of the bodies on the floor; a floor is no body."""
    if look.stage is None:
        return ()
    bodies = [part.solid.vertices for part in built.parts if part.role in IN_THE_WAY]
    return tuple((tuple(b.min(axis=0).tolist()), tuple(b.max(axis=0).tolist())) for b in bodies)


def body(mi: Any, solid: Any, material: materials.Material, shift: float = 0.0) -> Any:
    """A solid in its material; `shift` moves the texture, so that no two look cut alike."""
    uv = solid.uv / np.float32(material.span) + np.float32(shift)
    mesh = (solid.vertices, solid.faces, uv)
    return shape(mi, mesh, {"type": "twosided", "bsdf": material.bsdf}, normals=solid.normals)


def shape(
    mi: Any,
    mesh: tuple[F32, NDArray[np.uint32], F32 | None],
    bsdf: dict[str, Any],
    *,
    normals: F32 | None = None,
    colours: F32 | None = None,
) -> Any:
    """A mesh of vertices (N, 3), faces (M, 3) and texture places (N, 2) or None, made by Mitsuba.

    normals: (N, 3) or None for flat faces. colours: (N, 3) linear RGB, read by a material through
    the mesh attribute "vertex_color".
    """
    vertices, faces, uv = mesh
    properties = mi.Properties()
    properties["mesh_bsdf"] = mi.load_dict(bsdf)
    made = mi.Mesh(
        "body", len(vertices), len(faces), props=properties,
        has_vertex_normals=normals is not None, has_vertex_texcoords=uv is not None,
    )  # fmt: skip
    if colours is not None:
        made.add_attribute("vertex_color", 3, np.ravel(colours).astype(np.float32))
    parameters = mi.traverse(made)
    parameters["vertex_positions"] = np.ravel(vertices).astype(np.float32)
    parameters["faces"] = np.ravel(faces).astype(np.uint32)
    if normals is not None:
        parameters["vertex_normals"] = np.ravel(normals).astype(np.float32)
    if uv is not None:
        parameters["vertex_texcoords"] = np.ravel(uv).astype(np.float32)
    parameters.update()
    return made


def _palette(mi: Any, look: Look, roles: set[str], view: View) -> dict[str, materials.Material]:
    """The material of every role that the set has."""
    return {role: _material(mi, look, role, view) for role in sorted(roles)}


def _material(mi: Any, look: Look, role: str, view: View) -> materials.Material:
    rng = _rng(look, role)
    first, second = look.backdrop_colours
    if (
        role == "stand"
        and look.stage not in (None, "tabletop")
        and stage.is_loose(look)
        and look.camera != "top-down"
    ):
        return materials.surface(mi, "stone", look.surface_colour, look.quality, rng)
    if role in ("stand", "floor") and (role == "stand" or stage.is_loose(look)):
        tint = second if look.surface == "water" else look.surface_colour
        return materials.surface(mi, look.surface, tint, look.quality, rng)
    if role == "second":
        return materials.surface(
            mi, "plaster", look.accents[0] if look.accents else second, look.quality, rng
        )
    if role == "backdrop" and look.backdrop == "gradient":
        return materials.gradient(mi, linear(first), linear(second), 16.0)
    if role == "backdrop" and look.backdrop == "drape":
        return materials.Material(materials.plain(paint(first)), 1.0)
    kind = "plaster" if look.backdrop in ("wall", "window-shadow") else "paper"
    return materials.surface(mi, kind, first, look.quality, rng)


def _integrator() -> dict[str, Any]:
    return {
        "type": "aov",
        "aovs": "albedo:albedo,normal:sh_normal,place:position,face:geo_normal",
        "picture": {"type": "path", "max_depth": DEPTH, "rr_depth": DEPTH},
    }


def camera(mi: Any, view: View, size: tuple[int, int]) -> dict[str, Any]:
    """The camera of `view`, for a picture of `size` (width, height) px."""
    look_at = mi.ScalarTransform4f().look_at(origin=view.origin, target=view.target, up=view.up)
    return {
        "type": "perspective",
        "fov": VIEW_DEG,
        "fov_axis": "smaller",
        "principal_point_offset_x": 0.5 - view.shift[0],
        "principal_point_offset_y": 0.5 - view.shift[1],
        "to_world": look_at,
        "film": {
            "type": "hdrfilm",
            "width": size[0],
            "height": size[1],
            "rfilter": {"type": "box"},  # any other and the denoiser leaves the noise in
            "component_format": "float32",
        },
        "sampler": {"type": "multijitter"},
    }


def _rng(look: Look, part: str) -> Generator:
    """Its own generator for every part: what one of them draws does not move the others."""
    return default_rng([look.seed, *part.encode()])
