"""The cut-out finds the product, says how sure it is, or says there is none."""

import numpy as np
import pytest

from imaging.engines import cutout
from imaging.engines.base import Context, Work
from imaging.engines.cutout import CutoutParams
from imaging.errors import MESSAGES, EngineError
from imaging.ops import mask_facts
from tests.imaging.drawn import alpha_error, coarse, disc, photo


class Says:
    """A net that has made up its mind."""

    backend = "said"

    def __init__(self, mask):
        self.mask = mask

    def predict(self, image):
        return self.mask


@pytest.fixture
def run(monkeypatch):
    def run(image, mask, **params):
        monkeypatch.setattr(cutout, "net_of", lambda key, on: Says(mask))
        return cutout.load().run(Work(image), CutoutParams(model="u2netp", **params), Context())

    return run


def found(work):
    return work.facts["cutout"]


def test_a_clear_product_is_cut_out_at_the_photos_own_size(run):
    coverage = disc(500, 700)
    image = photo(coverage, noise=2)

    work = run(image, coarse(coverage))

    assert alpha_error(work.alpha, coverage) < 0.001
    assert work.image is image
    assert found(work)["model"] == "u2netp"
    assert found(work)["backend"] == "said"
    assert found(work)["confidence"] > 0.95
    assert found(work)["coverage"] == pytest.approx(coverage.mean(), abs=0.001)
    assert found(work)["warnings"] == []


def test_plain_edges_are_the_nets_mask_enlarged(run):
    coverage = disc(640, 640)
    image = photo(coverage)
    plain = run(image, coarse(coverage), edges="plain").alpha
    refined = run(image, coarse(coverage)).alpha
    assert alpha_error(plain, coverage) > 5 * alpha_error(refined, coverage)


@pytest.mark.parametrize("level", [0.0, 0.3, 0.7])
def test_a_mask_that_is_sure_of_nothing_is_no_product(run, level):
    with pytest.raises(EngineError) as caught:
        run(photo(disc(90, 90)), np.full((320, 320), level, np.float32))
    assert caught.value.code == "no_product"


def test_a_few_sure_pixels_are_no_product(run):
    mask = np.zeros((320, 320), np.float32)
    mask[100:115, 100:115] = 1  # 225 of 102,400: 0.22 %
    with pytest.raises(EngineError):
        run(photo(disc(90, 90)), mask)


def test_a_prediction_is_never_stretched_to_its_own_range(run):
    mask = coarse(disc(320, 320)) * np.float32(0.8)
    with pytest.raises(EngineError):
        run(photo(disc(320, 320)), mask)


def test_a_product_that_leaves_the_frame_is_warned_of_with_the_sides(run):
    coverage = np.zeros((200, 200), np.float32)
    coverage[80:, 60:140] = 1
    work = run(photo(coverage), coarse(coverage))
    assert found(work)["warnings"] == ["touches_border"]
    assert found(work)["touches"] == ["bottom"]


def test_two_objects_are_warned_of_and_crumbs_are_not(run):
    coverage = np.zeros((320, 320), np.float32)
    coverage[100:200, 40:120] = coverage[100:200, 200:280] = 1
    coverage[20:24, 20:24] = 1
    assert found(run(photo(coverage), coarse(coverage)))["warnings"] == ["several_objects"]
    assert mask_facts.objects(coverage) == 2


def test_white_on_white_is_less_sure_and_says_why(run):
    coverage = disc(320, 320)
    image = photo(coverage, product=(244, 244, 244), wall=(243, 243, 243), noise=4)
    work = run(image, coarse(coverage))
    assert "low_contrast" in found(work)["warnings"]
    assert found(work)["confidence"] < 0.7


def test_a_half_decided_product_is_less_sure_and_says_so(run):
    coverage = disc(320, 320)
    mask = coarse(coverage)
    mask[:, 160:] *= np.float32(0.7)
    work = run(photo(coverage), mask)
    assert "unsure_parts" in found(work)["warnings"]
    assert found(work)["confidence"] < 0.7


def test_an_opening_inside_the_product_is_pointed_out(run):
    coverage = disc(320, 320) - disc(320, 320, 0.1)
    assert found(run(photo(coverage), coarse(coverage)))["warnings"] == ["gaps_inside"]


def test_every_warning_has_a_sentence():
    codes = {"touches_border", "several_objects", "unsure_parts", "low_contrast", "gaps_inside"}
    assert codes <= MESSAGES.keys()


def test_a_cancelled_cutout_stops_before_the_net(monkeypatch):
    monkeypatch.setattr(cutout, "net_of", lambda key, on: Says(None))
    context = Context(is_cancelled=lambda: True)
    with pytest.raises(EngineError) as caught:
        cutout.load().run(Work(photo(disc(9, 9))), CutoutParams(model="u2netp"), context)
    assert caught.value.code == "cancelled"


def test_auto_is_the_best_model_installed(monkeypatch):
    there = {"u2netp"}
    monkeypatch.setattr(cutout, "installed", lambda key: key in there)
    assert cutout.model_of(CutoutParams()) == "u2netp"
    there.add("u2net")
    assert cutout.model_of(CutoutParams()) == "u2net"
    assert cutout.model_of(CutoutParams(model="u2netp")) == "u2netp"


def test_an_unknown_backend_is_refused_loudly(monkeypatch):
    monkeypatch.setenv("STUDIO_NET_BACKEND", "tensorflow")
    with pytest.raises(ValueError, match="tensorflow"):
        cutout.backend()


@pytest.mark.weights
class TestWithTheRealNet:
    def run(self, image):
        return cutout.load().run(Work(image), CutoutParams(model="u2netp"), Context())

    def test_a_drawn_product_is_found(self):
        coverage = disc(600, 450)
        work = self.run(photo(coverage, noise=2))
        assert alpha_error(work.alpha, coverage) < 0.005
        assert found(work)["confidence"] > 0.9

    def test_flat_pictures_and_noise_hold_no_product(self):
        flat = np.full((300, 400, 3), 200, np.uint8)
        noise = np.random.default_rng(3).integers(0, 256, (300, 400, 3), dtype=np.uint8)
        for image in (flat, noise, np.zeros_like(flat)):
            with pytest.raises(EngineError) as caught:
                self.run(image)
            assert caught.value.code == "no_product"
