"""A photo that came cut out keeps its outline and colours, and no model is claimed."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from imaging import codec, presets
from imaging.engines import cutout
from imaging.errors import EngineError
from imaging.ops.own_alpha import is_cut_out
from imaging.pipeline import Run
from imaging.recipes import build
from tests.imaging.drawn import disc

RED = (200, 30, 30)


def png(coverage: np.ndarray) -> bytes:
    """A red thing with its own alpha; whatever colour (here green) where nothing is seen."""
    alpha = np.rint(coverage * 255).astype(np.uint8)
    image = np.where(alpha[..., None] > 0, np.uint8(RED), np.uint8((0, 255, 0)))
    file = BytesIO()
    Image.fromarray(np.dstack([image, alpha])).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def net(monkeypatch):
    """Fails the test when a net is asked."""

    def asked(*args):
        raise AssertionError("a net was asked")

    monkeypatch.setattr(cutout, "net_of", asked)


def test_the_outline_is_kept_and_no_model_is_named(net):
    coverage = disc(300, 400)

    made = Run(build("cutout")).make({"photo": png(coverage)})

    picture = codec.decode(made.outputs["picture"].data)
    assert (picture.alpha == np.rint(coverage * 255)).all()
    assert (picture.image[picture.alpha > 0] == RED).all()
    assert [note["model"] for note in made.report] == [None] * len(made.report)
    assert made.facts["cutout"]["model"] is None
    assert made.facts["cutout"]["confidence"] is None
    assert made.facts["cutout"]["warnings"] == ["own_alpha"]
    assert made.facts["pixel_locked"] is True


def test_what_the_file_hides_never_shows_at_the_edge(net):
    preset = next(iter(presets.load_presets()))
    made = Run(build("main-image", preset_key=preset)).make({"photo": png(disc(700, 700))})

    picture = codec.decode(made.outputs["picture"].data).image.astype(int)
    # Red on white: green and blue go together, and nothing is darker than the red itself.
    assert np.abs(picture[..., 1] - picture[..., 2]).max() <= 16  # JPEG
    assert picture[..., 0].min() >= RED[0] - 16


def test_an_empty_file_has_no_product(net):
    with pytest.raises(EngineError, match="No product"):
        Run(build("cutout")).make({"photo": png(np.zeros((50, 50)))})


def test_rounded_corners_are_no_cut_out():
    alpha = np.full((1000, 1000), 255, np.uint8)
    alpha[:12, :12] = 0
    assert not is_cut_out(alpha)
    alpha[:300] = 0
    assert is_cut_out(alpha)
