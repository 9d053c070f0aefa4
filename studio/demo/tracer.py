"""A small ray tracer for product photos: one thing on a table before a wall, lit by a window.

Shapes are signed distance functions, traced with steps as long as the distance (Hart 1996).
Arrays: points and directions (N, 3) float32, x right, y up, z towards the camera, table at y = 0,
lengths in decimetres; colours linear RGB float32; pictures (H, W, 3) uint8 sRGB.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Distance = Callable[[F32], F32]
Paint = Callable[[F32, F32], F32]

TO_LIGHT = np.array([-0.55, 0.75, 0.45], np.float32) / np.float32(1.03)
TO_WINDOW = np.array([-0.62, 0.42, 0.66], np.float32)
FAR, NEAR_ENOUGH, STEPS = 9.0, 2e-3, 80
WALL_Z = -3.2
LENS_BLUR_PX, NOISE, EXPOSURE = 0.8, 0.012, 1.35


@dataclass(frozen=True)
class Thing:
    """A shape and its surface. `paint(points, normals)` is its colour, `gloss` 0 (matt) to 1."""

    distance: Distance
    paint: Paint
    gloss: float = 0.5


@dataclass(frozen=True)
class Room:
    """Where it stands: colours of table and wall, and how strong the table's grain is."""

    table: tuple[float, float, float]
    wall: tuple[float, float, float]
    grain: float = 0.0


@dataclass(frozen=True)
class View:
    """What the camera sees: its eye (3,), one unit ray a pixel (H·W, 3), and (H, W)."""

    eye: F32
    rays: F32
    shape: tuple[int, int]


def photograph(
    thing: Thing, room: Room, *, width: int, height: int, seed: int
) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 sRGB as a phone would take it: soft lens, vignette, sensor noise."""
    random = np.random.default_rng(seed)
    view = camera(width, height)
    colour = surroundings(thing, room, view, random)
    likely = near_thing(thing.distance, view)
    points, found = trace(thing.distance, view.eye, view.rays[likely])
    seen = np.flatnonzero(likely)[found]
    colour[seen] = shaded(thing, room, points[found], view.rays[seen])
    picture = colour.reshape(height, width, 3)
    blurred = cv2.GaussianBlur(picture, (0, 0), LENS_BLUR_PX * width / 1600)
    picture = np.asarray(blurred * EXPOSURE * vignette(width, height), np.float32)
    encoded = np.clip(picture, 0, 1) ** (1 / 2.2)
    encoded += random.normal(0, NOISE, encoded.shape).astype(np.float32)
    return (np.clip(encoded, 0, 1) * 255 + 0.5).astype(np.uint8)


def camera(width: int, height: int) -> View:
    """A phone held a little above the thing."""
    eye: F32 = np.array([0.25, 1.75, 5.2], np.float32)
    forward = np.array([0, 0.7, 0], np.float32) - eye
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, np.array([0, 1, 0], np.float32))
    right = right / np.linalg.norm(right)
    up = np.cross(right, forward)
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    x, y = (x - width / 2) / height, (height / 2 - y) / height
    rays = forward + 0.46 * (x.reshape(-1, 1) * right + y.reshape(-1, 1) * up)
    return View(eye, unit(rays.astype(np.float32)), (height, width))


def near_thing(distance: Distance, view: View) -> NDArray[np.bool_]:
    """Which rays (N,) may meet the shape: those beside one of every eighth that does."""
    coarse = np.ascontiguousarray(view.rays.reshape(*view.shape, 3)[::8, ::8])
    _, found = trace(distance, view.eye, coarse.reshape(-1, 3))
    grown = cv2.dilate(found.reshape(coarse.shape[:2]).astype(np.uint8), np.ones((5, 5), np.uint8))
    large = np.kron(grown, np.ones((8, 8), np.uint8))[: view.shape[0], : view.shape[1]]
    return large.ravel().astype(bool)


def unit(vectors: F32) -> F32:
    """(N, 3) scaled to length 1."""
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def trace(distance: Distance, eye: F32, rays: F32) -> tuple[F32, NDArray[np.bool_]]:
    """Where rays from `eye` meet the shape: points (N, 3) and which ones did (N,)."""
    points = np.broadcast_to(eye, rays.shape).copy()
    live = np.arange(len(rays))
    found = np.zeros(len(rays), bool)
    for _ in range(STEPS):
        step = distance(points[live])
        found[live[step < NEAR_ENOUGH]] = True
        going = step >= NEAR_ENOUGH
        points[live] += rays[live] * step[:, None]
        live = live[going & (abs(points[live, 1] - 1) < FAR / 2) & (points[live, 2] > -2)]
        if not len(live):
            break
    return points, found


def normals_of(distance: Distance, points: F32) -> F32:
    """(N, 3) unit gradient of the distance, from a tetrahedron of four samples."""
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    gradient = sum(corner * distance(points + 2e-3 * corner)[:, None] for corner in corners)
    return unit(np.asarray(gradient, np.float32) + np.float32(1e-9))


def shaded(thing: Thing, room: Room, points: F32, rays: F32) -> F32:
    """(N, 3) light that comes back: sky and table light, the window, its reflection."""
    normals = normals_of(thing.distance, points)
    facing = np.clip(normals @ TO_LIGHT, 0, 1) * shadow(thing.distance, points + 0.02 * normals)
    sky = 0.5 + 0.5 * normals[:, 1]
    near = np.clip(points[:, 1] / 0.25, 0.35, 1)  # the table takes light from the foot
    ambient = 0.42 * (sky * near)[:, None] + 0.16 * (1 - sky)[:, None] * np.array(room.table)
    light = ambient + 0.72 * facing[:, None] * np.array([1.0, 0.97, 0.92])
    mirrored = rays - 2 * (rays * normals).sum(1, keepdims=True) * normals
    grazing = (1 - np.clip(-(rays * normals).sum(1), 0, 1)) ** 5
    shine = thing.gloss * (0.05 + 0.6 * grazing) * (3 * window(mirrored) + 0.5)
    return (thing.paint(points, normals) * light + shine[:, None]).astype(np.float32)


def window(directions: F32) -> F32:
    """(N,) brightness of the room's one window in a direction: a soft-edged square."""
    side = unit(np.cross(TO_WINDOW, np.array([0, 1, 0], np.float32))[None])[0]
    up = np.cross(side, TO_WINDOW)
    ahead = directions @ TO_WINDOW
    u = abs(directions @ side) / np.maximum(ahead, 1e-3)
    v = abs(directions @ up) / np.maximum(ahead, 1e-3)
    edge = np.clip((0.34 - np.maximum(u * 1.4, v)) * 12, 0, 1) * (ahead > 0)
    return np.asarray(edge * np.clip(abs(u - 0.02) * 60, 0.25, 1), np.float32)  # a glazing bar


def shadow(distance: Distance, points: F32, softness: float = 5.0) -> F32:
    """(N,) 1 in the light, 0 in the dark, with the half-shadow of a broad light."""
    light = np.ones(len(points), np.float32)
    along = np.full(len(points), 0.04, np.float32)
    for _ in range(24):
        gap = distance(points + along[:, None] * TO_LIGHT)
        light = np.minimum(light, np.clip(0.5 + 0.5 * softness * gap / along, 0, 1))
        along += np.clip(gap, 0.04, 0.4)
    return light


def surroundings(thing: Thing, room: Room, view: View, random: np.random.Generator) -> F32:
    """(N, 3) table and wall with the thing's shadow: soft, so traced at a quarter of the size."""
    eye, rays, shape = view.eye, view.rays, view.shape
    down = np.minimum(rays[:, 1], -1e-4)
    table = eye + rays * (-eye[1] / down)[:, None]
    behind = (table[:, 2] < WALL_Z) | (rays[:, 1] > -1e-3)
    table[behind] = (0, 0, FAR)
    small = np.ascontiguousarray(table.reshape(*shape, 3)[::4, ::4]).reshape(-1, 3)
    lit = shadow(thing.distance, small, softness=2.5)
    contact = np.clip(thing.distance(small) / 0.22, 0, 1) ** 0.5
    fall = (0.45 + 0.55 * contact) * (0.5 + 0.5 * lit)
    fall = fall.reshape(-(-shape[0] // 4), -(-shape[1] // 4))
    fall = cv2.resize(
        cv2.GaussianBlur(fall, (0, 0), 2.0), shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    wood = 1 + room.grain * grain(table, random)
    ground = np.array(room.table, np.float32) * (wood * fall.ravel())[:, None]
    ground *= np.clip(1.02 - 0.1 * np.hypot(table[:, 0] + 1, table[:, 2]), 0.5, 1.1)[:, None]
    wall = eye + rays * ((WALL_Z - eye[2]) / np.minimum(rays[:, 2], -1e-3))[:, None]
    glow = np.clip(1.05 - 0.13 * np.hypot(wall[:, 0] + 1.5, wall[:, 1] - 2), 0.5, 1.1)
    back = np.array(room.wall, np.float32) * glow[:, None]
    colour = np.where(behind[:, None], back, ground).astype(np.float32).reshape(*shape, 3)
    return sharp_in_front(colour, behind.reshape(shape)).reshape(-1, 3)


def sharp_in_front(colour: F32, behind: NDArray[np.bool_]) -> F32:
    """The far end of the table and the wall out of focus; (H, W, 3) in and out."""
    far = cv2.GaussianBlur(behind.astype(np.float32), (0, 0), colour.shape[1] / 40)[..., None]
    return colour + np.clip(far * 2, 0, 1) * (
        cv2.GaussianBlur(colour, (0, 0), colour.shape[1] / 160) - colour
    )


def grain(points: F32, random: np.random.Generator) -> F32:
    """(N,) about -1 to 1: wood grain along x in boards, as sums of sines with wandering phases."""
    board = np.floor(points[:, 2] / 1.1)
    x, z = points[:, 0] + 3.7 * board, points[:, 2]
    wander = 0.25 * np.sin(0.9 * x + board) + 0.1 * np.sin(2.3 * x + 1.7 * board)
    phases = random.uniform(0, 6, 4)
    waves = [(23, 0.35), (41, 0.3), (77, 0.2), (131, 0.15)]
    lines = sum(
        strength * np.sin(f * (z + wander * 0.12) + 1.3 * np.sin(0.6 * x) + phase)
        for (f, strength), phase in zip(waves, phases, strict=True)
    )
    gap = -3.0 * (abs((z / 1.1) % 1 - 0.5) > 0.494)
    return np.asarray(lines + gap + 0.5 * np.sin(board * 2.4), np.float32)


def vignette(width: int, height: int) -> F32:
    """(H, W, 1) darker corners."""
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    return (1 - 0.1 * (x**2 + y**2))[..., None].astype(np.float32)
