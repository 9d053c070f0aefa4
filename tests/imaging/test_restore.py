"""Restoring photos: the engine with tiny nets, the nets themselves, and the weights that ship."""

import cv2
import numpy as np
import pytest
import torch
from pydantic import ValidationError
from torch.nn.functional import conv2d

from imaging import recipes
from imaging.bench.fidelity import psnr
from imaging.engines import registry, restore
from imaging.engines.base import Context, Work
from imaging.engines.restore import Restore, RestoreParams
from imaging.errors import EngineError
from imaging.nets.judge import Judge
from imaging.nets.unet import Deformable, RestoringUNet
from imaging.restoration.damage import Damage, damaged
from imaging.restoration.net import Judgement, RestoringNet
from imaging.weights import MODELS


class FixedJudge:
    """Finds every photo as it was told to."""

    def __init__(self, gain=0.0, harm=20.0, dark=1.0):
        self.verdict = Judgement(gain, dark, harm)

    def judge(self, photo):
        return self.verdict


class Darkener:
    """A net that takes a tenth of the range away, and notes what it was shown."""

    reach = 16

    def __init__(self, value=0.1):
        self.value, self.shown = value, []

    def restored(self, part, gain):
        self.shown.append(part.shape)
        return part.astype(np.float32) / 255 * np.float32(np.exp(gain)) - np.float32(self.value)


@pytest.fixture
def use(monkeypatch):
    """use(net, judge, tile): what the engine finds instead of the shipped files."""

    def use(net, judge=None, tile=64):
        monkeypatch.setattr(restore, "net_of", lambda key: net)
        monkeypatch.setattr(restore, "judge_of", lambda key: judge or FixedJudge())
        monkeypatch.setattr(restore, "TILE", tile)
        return net

    return use


def tiny(*, deformable=False, seed=0):
    """A net of random weights whose result is far from its input."""
    torch.manual_seed(seed)
    net = RestoringUNet((8, 12), deformable=deformable)
    torch.nn.init.normal_(net.leave.weight, std=0.1)
    return RestoringNet(net, "cpu")


def noise(*shape):
    return np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)


def run(image, alpha=None, context=None, **params):
    work = Work(image, alpha=alpha)
    return Restore().run(work, RestoreParams(**params), context or Context())


@pytest.mark.parametrize("shape", [(1, 1), (1, 70), (65, 1), (130, 67), (64, 64)])
def test_any_size_comes_back_the_same_size_and_the_input_is_left_alone(use, shape):
    use(tiny())
    photo = noise(*shape)
    before = photo.copy()
    out = run(photo).image
    assert out.shape == photo.shape
    assert out.dtype == np.uint8
    assert np.array_equal(photo, before)
    assert not np.array_equal(out, photo)


@pytest.mark.parametrize("gain", [0.0, 0.4])
def test_tiles_leave_no_seam(use, gain):
    judge = FixedJudge(gain)
    photo = noise(150, 210)
    use(tiny(), judge, tile=1024)
    whole = run(photo).image
    use(tiny(), judge, tile=64)
    assert np.array_equal(run(photo).image, whole)


def test_the_net_is_never_shown_more_than_a_tile_and_its_margins(use):
    net = use(Darkener())
    run(noise(200, 500))
    assert max(max(shape) for shape in net.shown) == 64 + 2 * 16
    assert len(net.shown) == 4 * 8


def test_levels_and_gain_are_worked_out_by_hand(use):
    # 100 · e^0.5 − 25.5 = 139.4; 100 − 25.5 = 74.5, and halves go to even; 125 − 25.5 = 99.5.
    use(Darkener(), FixedJudge(gain=0.5))
    photo = np.full((4, 4, 3), 100, np.uint8)
    work = run(photo)
    assert (work.image == 139).all()
    assert work.facts["restore"]["gain"] == 1.649
    assert (run(photo, gain=1).image == 74).all()
    assert (run(photo, gain=1.25).image == 100).all()
    assert (run(np.zeros_like(photo)).image == 0).all()


def test_strength_mixes_with_the_photo_as_it_was(use):
    use(Darkener(0.2))
    photo = np.full((4, 4, 3), 100, np.uint8)
    assert (run(photo).image == 49).all()
    assert (run(photo, strength=0.5).image == 74).all()  # (100 + 49) / 2 = 74.5
    assert run(photo, strength=0).image is photo


def test_a_sound_photo_comes_back_as_it_is_and_the_net_fades_in_with_the_harm(use):
    photo = np.full((4, 4, 3), 100, np.uint8)
    net = use(Darkener(0.2), FixedJudge(harm=restore.HARMLESS))
    sound = run(photo)
    assert sound.image is photo
    assert not net.shown
    assert sound.facts["restore"]["share"] == 0
    use(Darkener(0.2), FixedJudge(harm=(restore.HARMLESS + restore.HARMED) / 2))
    assert (run(photo).image == 74).all()


@pytest.mark.parametrize("dark, harm", [(restore.SURE - 0.01, 20.0), (1.0, 0.0)])
def test_what_may_be_dark_stays_as_it_is_and_a_sound_dark_photo_was_meant_dark(use, dark, harm):
    photo = np.full((4, 4, 3), 100, np.uint8)
    use(Darkener(0), FixedJudge(1.0, harm, dark))
    work = run(photo)
    assert work.facts["restore"]["gain"] == 1
    assert np.array_equal(work.image, photo)


def test_alpha_is_kept_and_the_model_is_named(use):
    use(Darkener())
    alpha = noise(5, 6)[..., 0]
    work = run(noise(5, 6), alpha=alpha)
    assert work.alpha is alpha
    assert work.facts["restore"]["model"] == restore.BEST


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_net_that_gives_no_numbers_is_a_clear_answer_and_never_a_picture(use, value):
    use(Darkener(value))
    with pytest.raises(EngineError, match="could not be restored"):
        run(noise(8, 8))


def test_it_stops_between_tiles_when_the_seller_cancelled(use):
    net = use(Darkener())
    asked = []

    def is_cancelled():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(EngineError) as error:
        run(noise(64, 640), context=Context(is_cancelled=is_cancelled))
    assert error.value.code == "cancelled"
    assert len(net.shown) == 3


def test_progress_rises_with_the_tiles(use):
    use(Darkener())
    told = []
    run(noise(64, 256), context=Context(on_progress=told.append))
    assert told == [0, 0.25, 0.5, 0.75]


@pytest.mark.parametrize(
    "params", [{"strength": 1.1}, {"model": "other"}, {"blur": 1}, {"gain": 0.9}]
)
def test_parameters_without_sense_are_refused(params):
    with pytest.raises(ValidationError):
        RestoreParams(**params)


def test_a_new_net_changes_nothing_but_the_gain():
    photo = noise(9, 13)
    for deformable in (False, True):
        net = RestoringNet(RestoringUNet((8, 12), deformable=deformable), "cpu")
        np.testing.assert_allclose(net.restored(photo, 0.0), photo / 255, atol=1e-6)
        np.testing.assert_allclose(net.restored(photo, np.log(2)), photo / 127.5, atol=1e-6)


def test_a_new_deformable_convolution_is_a_plain_one_and_then_looks_aside():
    torch.manual_seed(0)
    deformable, x = Deformable(4), torch.rand(2, 4, 9, 7)
    plain = conv2d(x, deformable.weight, deformable.bias, padding=1)
    torch.testing.assert_close(deformable(x), plain)
    torch.nn.init.constant_(deformable.moves.bias, 1.0)
    assert not torch.allclose(deformable(x), plain, atol=1e-3)


def test_the_nets_have_the_parameters_that_their_card_states():
    counts = [
        sum(weight.numel() for weight in net.parameters())
        for net in (RestoringUNet(), RestoringUNet(deformable=True), Judge())
    ]
    assert counts == [1_177_228, 1_239_490, 57_074]


def test_the_judge_never_asks_to_darken():
    net = Judge().eval()
    gain, dark, harm = net.judged(torch.randn(50, 13) * 100, torch.rand(50, 3, 32, 32))
    assert (gain >= 0).all()
    assert ((dark >= 0) & (dark <= 1)).all()
    assert torch.isfinite(harm).all()


def test_the_gain_is_the_mean_of_what_is_likely_and_all_but_none_is_dark():
    net = Judge().eval()
    for weight in net.parameters():
        torch.nn.init.zeros_(weight)
    net.weigh[-1].bias.data[:] = -40.0
    net.weigh[-1].bias.data[[0, 2, 6]] = torch.tensor([1.0, 2.0, 1.0]).log()
    net.harm[-1].bias.data[:] = np.log(7)
    found = net.judged(torch.randn(1, 13), torch.rand(1, 3, 32, 32))
    # A quarter of 0, half of 0.2, a quarter of 0.6.
    assert [value.item() for value in found] == pytest.approx([0.25, 0.75, 7], rel=1e-5)


@pytest.mark.parametrize("key", [key for key in MODELS if key.startswith("restore-")])
def test_what_ships_is_small_free_and_unharmed(key):
    card = MODELS[key]
    assert card.commercial
    assert restore.path_of(key).stat().st_size == card.bytes < 3_000_000


def drawn_photo():
    """Folds, a weave and checks on the plain white of a studio: 256 px, clean."""
    y, x = np.mgrid[:256, :256].astype(np.float32)
    weave = 12 * np.sin(x * 1.9) * np.sin(y * 1.7)
    folds = 150 + 40 * np.sin((x + 0.4 * y) / 23) + 20 * np.cos(y / 31) + weave
    photo = np.stack((folds, folds * 0.8, folds * 0.65), axis=-1)
    photo[64:192, 64:192] = np.array((40, 70, 130)) + weave[64:192, 64:192, None]
    photo[80:176:16, 64:192] = (215, 210, 200)
    photo[(x - 128) ** 2 + (y - 128) ** 2 > 110**2] = (250, 250, 248)
    return np.rint(cv2.GaussianBlur(photo, (0, 0), 0.5)).astype(np.uint8)


@pytest.mark.parametrize("model", ["restore-plain", "restore-deformable"])
@pytest.mark.parametrize(
    "damage, gained_db",
    [(Damage(noise=15), 4), (Damage(jpeg=(25,)), 0.1), (Damage(noise=10, jpeg=(50,)), 0.5)],
)
def test_the_shipped_nets_bring_a_photo_nearer_to_what_it_was(model, damage, gained_db):
    clean = drawn_photo()
    bad = damaged(clean, damage, np.random.default_rng(0))
    out = run(bad, model=model, gain=1).image
    assert psnr(out, clean) > psnr(bad, clean) + gained_db


def test_the_shipped_judge_leaves_a_clean_photo_alone_and_sees_one_two_stops_dark():
    clean = drawn_photo()
    assert run(clean).image is clean
    dark = damaged(clean, Damage(stops=2, gamma=1.1, noise=8), np.random.default_rng(0))
    work = run(dark)
    assert work.facts["restore"]["gain"] > 1.3
    assert psnr(work.image, clean) > psnr(dark, clean) + 5


def test_flat_and_grey_pictures_keep_their_colour():
    flat = np.full((40, 50, 3), 128, np.uint8)
    assert np.abs(run(flat).image.astype(int) - 128).max() <= 2
    grey = cv2.cvtColor(drawn_photo(), cv2.COLOR_RGB2GRAY)[..., None].repeat(3, axis=2)
    noisy = damaged(grey, Damage(jpeg=(30,)), np.random.default_rng(0))
    out = run(noisy).image.astype(int)
    assert np.abs(out - out.mean(axis=2, keepdims=True)).mean() < 1.5


def test_restoring_can_be_asked_for_by_name_and_is_never_pixel_locked():
    recipe = recipes.build("restore", options={"strength": 0.5})
    assert [step.engine for step in recipe.steps] == ["restore"]
    assert not registry.ENGINES["restore"].locked
    assert registry.model_of("restore", RestoreParams()) == restore.BEST
    with pytest.raises(EngineError):
        recipes.build("restore", options={"strength": 7})
