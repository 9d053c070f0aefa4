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
    roles = sorted({part.role for part in built.parts})
    palette = {role: _material(mi, look, role) for role in roles}
    for number, part in enumerate(built.parts):
        shift = 0.37 * number if part.role == "second" else 0.0
        scene[f"part{number}"] = body(mi, part.solid, palette[part.role], shift)
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
    turns = solid.uv / np.float32(material.span) + np.float32(shift)
    uv = solid.rising().uv if material.rises else turns
    mesh = (solid.vertices, solid.faces, uv)
    return shape(mi, mesh, {"type": "twosided", "bsdf": material.bsdf}, normals=solid.normals)


def shape(
    mi: Any,
    mesh: tuple[F32, NDArray[np.uint32], F32],
    bsdf: dict[str, Any],
    *,
    normals: F32,
) -> Any:
    """A mesh made by Mitsuba of vertices (N, 3), faces (M, 3) and texture places (N, 2).

    normals: (N, 3), one at each vertex.
    """
    vertices, faces, uv = mesh
    properties = mi.Properties()
    properties["mesh_bsdf"] = mi.load_dict(bsdf)
    made = mi.Mesh(
        "body", len(vertices), len(faces), props=properties,
        has_vertex_normals=True, has_vertex_texcoords=True,
    )  # fmt: skip
    parameters = mi.traverse(made)
    parameters["vertex_positions"] = np.ravel(vertices).astype(np.float32)
    parameters["faces"] = np.ravel(faces).astype(np.uint32)
    parameters["vertex_normals"] = np.ravel(normals).astype(np.float32)
    parameters["vertex_texcoords"] = np.ravel(uv).astype(np.float32)
    parameters.update()
    return made


def _material(mi: Any, look: Look, role: str) -> materials.Material:
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
        return materials.gradient(mi, linear(first), linear(second))
    if role == "backdrop" and look.backdrop == "drape":
        return materials.Material(materials.plain(paint(first)), 1.0)
    return materials.surface(mi, _paint(look), first, look.quality, rng)


def _paint(look: Look) -> str:
    """What walls and floors of the backdrop's colour are made of."""
    if look.stage is None and look.surface in stage.SEAMLESS:
        return look.surface
    return "plaster" if look.backdrop in ("wall", "window-shadow") else "paper"


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
