"""Photos become larger: no seams, alpha too, the way that the damage asks for, words that stay."""

import cv2
import numpy as np
import pytest

from imaging import codec, lock
from imaging.engines import registry, upscale_choice
from imaging.engines.base import Context, Work
from imaging.engines.upscale import Upscale, load
from imaging.engines.upscale_choice import Damage, UpscaleParams, damage_of, planned
from imaging.errors import EngineError, sentence
from imaging.ocr import Box, Reading
from imaging.ops import enlarge
from imaging.pipeline import Run
from imaging.recipes import build
from tests.imaging import drawn
from tests.imaging.fake_upscaling import FakeNets, Says, Soft

WORD = Box(((20, 10), (50, 10), (50, 20), (20, 20)))


def picture(height: int = 60, width: int = 80) -> np.ndarray:
    """Slopes and a ring, without noise."""
    down, across = np.mgrid[0:height, 0:width]
    ring = 40 * (np.hypot(down - height / 2, across - width / 2) % 16 < 8)
    levels = [down * 90 / height + 60 + ring, across * 90 / width + 60 + ring, 120 + ring]
    return np.stack(levels, axis=-1).astype(np.uint8)


def disc(height: int, width: int) -> np.ndarray:
    return np.round(255 * drawn.disc(height, width)).astype(np.uint8)


def enlarged(work: Work | np.ndarray, nets: FakeNets | None = None, **params) -> Work:
    work = work if isinstance(work, Work) else Work(image=work)
    return Upscale(nets or FakeNets()).run(work, UpscaleParams(**params), Context())


@pytest.mark.parametrize("scale", [2, 4])
@pytest.mark.parametrize("height, width", [(1, 1), (1, 37), (41, 1), (50, 33), (48, 64)])
def test_tiles_give_what_the_whole_gives(monkeypatch, scale, height, width):
    image, net = picture(height, width), Soft(scale)
    monkeypatch.setattr(enlarge, "TILE", 16)
    tiled = enlarge.in_tiles(image, net, lambda fraction: None)
    assert net.parts == -(-height // 16) * -(-width // 16)
    assert np.array_equal(tiled, net.enlarged(image))


@pytest.mark.weights
@pytest.mark.parametrize("scale", [2, 4])
def test_tiles_of_the_real_net_give_what_the_whole_gives(monkeypatch, scale):
    from imaging.nets.span import Span
    from imaging.weights import path_of

    image, net = picture(61, 83), Span(path_of(f"span-x{scale}"), scale)
    monkeypatch.setattr(enlarge, "TILE", 32)
    tiled = enlarge.in_tiles(image, net, lambda fraction: None).astype(int)
    assert np.abs(tiled - net.enlarged(image)).max() <= 1


@pytest.mark.parametrize("scale", [2, 4])
def test_image_and_alpha_grow_together_and_the_input_stays(scale):
    image, alpha = picture(), disc(60, 80)
    before = image.copy(), alpha.copy()
    done = enlarged(Work(image=image, alpha=alpha), scale=scale)
    assert done.image.shape == (60 * scale, 80 * scale, 3)
    assert done.alpha is not None
    assert done.alpha.shape == (60 * scale, 80 * scale)
    shrunk = cv2.resize(done.alpha, (80, 60), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - alpha).mean() < 4
    assert np.array_equal(image, before[0])
    assert np.array_equal(alpha, before[1])


def test_what_nobody_sees_is_not_shown_to_the_net(monkeypatch):
    monkeypatch.setattr(enlarge, "TILE", 16)
    image, net, alpha = picture(64, 64), Soft(2), np.zeros((64, 64), np.uint8)
    alpha[:10, :10] = 255
    enlarge.in_tiles(image, net, lambda fraction: None, shown=alpha)
    assert net.parts == 1
    assert enlarge.alpha_in_tiles(alpha, net)[40:, 40:].max() == 0
    assert net.parts == 2


def test_rubbish_below_transparency_stays_there():
    """Saturated noise where alpha is 0 must not reach the product's edge."""
    image, alpha = picture(), disc(60, 80)
    clean = enlarged(Work(image=image, alpha=alpha))
    noise = np.random.default_rng(1).integers(0, 256, image.shape, np.uint8)
    dirty = enlarged(Work(image=np.where(alpha[..., None] > 0, image, noise), alpha=alpha))
    assert dirty.alpha is not None
    seen = dirty.alpha > 127
    assert np.abs(dirty.image[seen].astype(int) - clean.image[seen]).max() <= 1


def test_a_net_that_leaves_the_photo_is_not_believed():
    """60 levels too bright everywhere: what comes out is the plain enlargement, and it is said."""
    image = picture()
    done = enlarged(image, FakeNets(off=60), net="sharp")
    assert np.array_equal(done.image, enlarge.plain(image, 2))
    assert done.facts["upscale"]["mistrusted"] == 1
    assert "100.0 %" in done.facts["upscale"]["notes"][-1]["en"]
    few = enlarged(image, FakeNets(off=5), net="sharp")
    assert few.facts["upscale"]["mistrusted"] == 0


@pytest.mark.parametrize(
    "noise, blocks, pixels, way",
    [
        (0.5, 0.2, 0.2, "sharp"),
        (9, 0.2, 0.2, "restoring"),
        (0.5, 3, 0.2, "restoring"),
        (0.5, 3, 4, "cleaned"),
        (0.5, 0.2, 4, "sharp"),
    ],
)
def test_damage_and_size_choose_the_way(noise, blocks, pixels, way):
    shape = (1000, round(pixels * 1000), 3)
    plan = planned(shape, UpscaleParams(), Damage(noise, blocks))
    assert plan.way == way
    assert f"{noise:.1f}" in plan.why.en
    assert f"{noise:.1f}" in plan.why.zh


def test_noise_and_blocks_are_told_from_a_clean_photo():
    clean = cv2.GaussianBlur(picture(256, 256), (0, 0), 1)
    rng = np.random.default_rng(2)
    noisy = np.clip(clean + rng.normal(0, 12, clean.shape), 0, 255).astype(np.uint8)
    packed = cv2.imdecode(cv2.imencode(".jpg", clean, [cv2.IMWRITE_JPEG_QUALITY, 15])[1], 1)
    assert not damage_of(clean).is_seen
    assert damage_of(noisy).noise > 5
    assert damage_of(noisy).is_seen
    assert damage_of(np.asarray(packed, np.uint8)).blockiness > 0.4


def test_blocks_are_seen_beside_much_plain_white():
    """A small damaged thing on white measures as the thing alone does."""
    thing = cv2.imencode(".jpg", picture(128, 128), [cv2.IMWRITE_JPEG_QUALITY, 15])[1]
    small = np.asarray(cv2.imdecode(thing, 1), np.uint8)
    white = np.full((640, 640, 3), 255, np.uint8)
    white[256:384, 256:384] = small
    assert damage_of(white).blockiness == pytest.approx(damage_of(small).blockiness, rel=0.05)
    assert damage_of(np.full((300, 300, 3), 255, np.uint8)) == Damage(0, 0)


@pytest.mark.parametrize("scale", [2, 4])
def test_restoring_keeps_the_photos_light_at_either_scale(scale):
    image, nets = picture(), FakeNets()
    done = enlarged(image, nets, scale=scale, net="restoring")
    assert nets.asked == ["restoring", f"sharp {scale}"]
    assert done.image.shape == (60 * scale, 80 * scale, 3)
    shrunk = cv2.resize(done.image, (80, 60), interpolation=cv2.INTER_AREA)
    apart = shrunk.astype(int) - image
    assert abs(apart.mean()) < 0.3
    assert np.abs(apart).mean() < 1
    assert done.facts["upscale"]["model"] == "realesrgan-x4"


def test_plainly_asks_no_net_and_reads_nothing():
    nets = FakeNets()
    done = enlarged(Work(image=picture(), alpha=disc(60, 80)), nets, net="plain")
    assert nets.asked == []
    assert done.facts["upscale"]["model"] is None
    assert np.array_equal(done.image[:, :, 0].shape, (120, 160))


def test_a_word_that_would_read_otherwise_is_enlarged_plainly_and_said():
    image = picture()
    says = Says([WORD], 80, (Reading("OPEN", 0.9), Reading("OPFN", 0.9)))
    done = enlarged(image, FakeNets(says=says), net="sharp")
    plainly, by_net = enlarge.plain(image, 2), Soft(2).enlarged(image)
    assert np.array_equal(done.image[24:36, 44:96], plainly[24:36, 44:96])
    assert np.array_equal(done.image[80:], by_net[80:])
    text = done.facts["upscale"]["text"]
    assert (text["lines"], text["plain"], text["furthest"]) == (1, 1, 0.25)
    assert text["readings"][0] == {
        "before": "OPEN",
        "after": "OPFN",
        "distance": 0.25,
        "plain": True,
    }
    told = done.facts["upscale"]["notes"][-1]
    assert "1 of 1" in told["en"]
    assert "1 行文字中有 1 行" in told["zh"]


@pytest.mark.parametrize(
    "before, after, lines, plain",
    [
        (("OPEN", 0.9), ("Open", 0.9), 1, 0),  # case is the reader's guess
        (("ripple", 0.3), ("npple", 0.4), 0, 0),  # nobody reads it: a pattern
        (("ripple", 0.3), ("OPEN", 0.9), 1, 1),  # made up by the net
        (("OPEN", 0.9), ("", 0.0), 1, 1),  # lost by the net
    ],
)
def test_only_what_somebody_can_read_is_protected(before, after, lines, plain):
    says = Says([WORD], 80, (Reading(*before), Reading(*after)))
    text = enlarged(picture(), FakeNets(says=says), net="sharp").facts["upscale"]["text"]
    assert (text["lines"], text["plain"]) == (lines, plain)


def test_a_word_at_the_corner_and_larger_than_the_picture_is_no_trouble():
    box = Box(((-5, -5), (90, -5), (90, 70), (-5, 70)))
    says = Says([box], 80, (Reading("A", 0.9), Reading("B", 0.9)))
    image = picture()
    done = enlarged(image, FakeNets(says=says), net="sharp")
    assert np.array_equal(done.image, enlarge.plain(image, 2))


def test_the_restoring_net_never_draws_letters_even_if_they_read_the_same():
    image = picture()
    says = Says([WORD], 80, (Reading("OPEN", 0.9), Reading("OPEN", 0.9)))
    done = enlarged(image, FakeNets(says=says), net="restoring")
    assert np.array_equal(done.image[24:36, 44:96], enlarge.plain(image, 2)[24:36, 44:96])
    text = done.facts["upscale"]["text"]
    assert (text["lines"], text["plain"], text["furthest"]) == (1, 1, 0)
    assert "drawn the letters anew" in done.facts["upscale"]["notes"][-1]["en"]


def test_words_are_left_to_the_net_where_that_is_asked():
    says = Says([WORD], 80, (Reading("A", 0.9), Reading("B", 0.9)))
    done = enlarged(picture(), FakeNets(says=says), net="sharp", protect_text=False)
    assert np.array_equal(done.image, Soft(2).enlarged(picture()))


def test_too_large_a_result_is_refused_in_both_languages():
    with pytest.raises(EngineError, match=r"144\.0 megapixels; at most 50") as caught:
        enlarged(np.zeros((3000, 3000, 3), np.uint8), scale=4)
    told = sentence(caught.value.code, caught.value.arguments, "zh")
    assert "144.0 百万像素" in told


def test_restoring_a_large_photo_is_refused_with_its_seconds():
    with pytest.raises(
        EngineError, match=r"110 seconds for 1\.0 megapixels; it takes at most 0\.6"
    ):
        enlarged(np.zeros((1000, 1000, 3), np.uint8), net="restoring")


def test_progress_rises_and_a_cancelled_job_stops(monkeypatch):
    monkeypatch.setattr(enlarge, "TILE", 16)
    told: list[float] = []
    context = Context(on_progress=told.append, is_cancelled=lambda: len(told) > 3)
    with pytest.raises(EngineError, match="Cancelled"):
        Upscale(FakeNets()).run(Work(image=picture()), UpscaleParams(), context)
    assert told == sorted(told)
    assert len(told) == 4


def test_the_lock_measures_an_enlargement_as_such():
    image = picture()
    plainly = lock.measure(image, enlarged(image, net="plain"))
    assert plainly["locked"]
    assert not lock.measure(image, enlarged(image, net="sharp"))["locked"]


def test_a_net_is_loaded_once_for_many_photos():
    nets = FakeNets()
    engine = Upscale(nets)
    for _ in range(3):
        engine.run(Work(image=picture()), UpscaleParams(net="sharp"), Context())
    assert nets.asked == ["sharp 2"]


def test_the_recipe_makes_a_file_and_names_what_made_it(monkeypatch):
    monkeypatch.setattr(registry, "load", lambda engine: Upscale(FakeNets()))
    data = codec.encode(picture(), format="png").data
    made = Run(recipe=build("upscale", options={"scale": 4})).make({"photo": data})
    assert (made.outputs["picture"].width, made.outputs["picture"].height) == (320, 240)
    assert made.facts["pixel_locked"] is False
    assert made.facts["upscale"]["notes"][0].keys() == {"en", "zh"}
    assert made.report[1]["model"] == "span-x4"


def test_what_it_would_take_is_known_beforehand():
    assert upscale_choice.expected_seconds((500, 1000, 3), "restoring") == pytest.approx(55)


@pytest.mark.weights
def test_the_real_nets_enlarge_a_cut_out():
    work = Work(image=picture(), alpha=disc(60, 80))
    done = load().run(work, UpscaleParams(scale=2), Context())
    shrunk = cv2.resize(done.image, (80, 60), interpolation=cv2.INTER_AREA)
    inside = disc(60, 80) == 255
    assert np.abs(shrunk[inside].astype(int) - work.image[inside]).mean() < 2
