"""What a product looks like: views, answers, calibration, learning, and both taggers."""

import numpy as np
import pytest
import torch

from imaging.attributes.model import Evidence, share_of
from imaging.attributes.sight import answers, calibration, heads, large, small, table, tagger, views
from imaging.attributes.sight.answers import Opinion
from imaging.attributes.sight.heads import HEADS, NOT_VISIBLE
from imaging.attributes.sight.net import HeadsNet
from imaging.attributes.sight.pasting import SIDE, pasted
from imaging.attributes.sight.task import HeadsTask
from imaging.attributes.sight.views import Area
from imaging.bench import categories
from imaging.engines.base import Work
from imaging.errors import EngineError
from imaging.training.keeping import BEST, keep_weights
from imaging.training.loop import Run
from imaging.training.plan import Plan
from imaging.weights import installed
from imaging.weights.efficientnet import blocks, folded

EVIDENCE = Evidence(box=(0, 0, 1, 1))


def opinions(category, **chances):
    """Opinions of every head: sure of `category`, and of "solid" and the like as told."""
    values = {"pattern": "solid", "material": "denim", "sleeve": "long", "length": "knee"}
    told = {name: (value, NOT_VISIBLE) for name, value in values.items()}
    return {
        "category": Opinion((category, "hat"), np.array([0.9, 0.1], np.float32)),
        **{
            name: Opinion(pair, np.array([p := chances.get(name, 0.8), 1 - p], np.float32), 0.6)
            for name, pair in told.items()
        },
    }


def product(height=40, width=60):
    """A photo of noise, and an alpha of 10 × 20 px at (20, 10)."""
    image = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    alpha = np.zeros((height, width), np.uint8)
    alpha[10:20, 20:40] = 255
    return image, alpha


def test_the_product_is_where_alpha_is_and_everywhere_if_nobody_knows():
    _, alpha = product()
    assert views.product_area(alpha.shape, alpha) == Area(20, 10, 40, 20)
    assert views.product_area((40, 60, 3), None) == Area(0, 0, 60, 40)
    assert views.product_area((40, 60, 3), np.full((40, 60), 127, np.uint8)) == Area(0, 0, 60, 40)


def test_boxes_are_shares_of_the_sides():
    assert share_of(Area(20, 10, 40, 20), (40, 60, 3)) == (0.3333, 0.25, 0.3333, 0.25)


def test_a_margin_ends_where_the_photo_does():
    assert views.grown(Area(20, 10, 40, 20), 0.1, (40, 60)) == Area(18, 8, 42, 22)
    assert views.grown(Area(0, 0, 60, 40), 0.5, (40, 60)) == Area(0, 0, 60, 40)


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("dress", {"category", "pattern", "material", "sleeve", "length"}),
        ("t-shirt", {"category", "pattern", "material", "sleeve"}),
        ("pants", {"category", "pattern", "material", "length"}),
        ("shoes", {"category", "pattern", "material"}),
        ("something-else", {"category"}),
    ],
)
def test_only_what_a_product_can_have_is_looked_for(category, names):
    assert set(answers.findings(opinions(category), EVIDENCE, "m")) == names


def test_a_head_says_what_it_is_sure_of_and_nothing_else():
    found = answers.findings(opinions("dress", material=0.55, sleeve=0.2), EVIDENCE, "m")

    assert (found["pattern"].value, found["pattern"].confidence) == ("solid", pytest.approx(0.8))
    assert (found["material"].value, found["material"].confidence) == (None, pytest.approx(0.45))
    assert (found["sleeve"].value, found["sleeve"].confidence) == (None, pytest.approx(0.8))
    assert found["pattern"].evidence == EVIDENCE


def test_calibration_error_by_hand():
    sure = np.array([0.95, 0.95, 0.55, 0.55], np.float32)
    right = np.array([True, True, True, False])
    assert calibration.calibration_error(sure, right) == pytest.approx(0.05)


def test_a_temperature_cools_what_is_too_sure():
    scores = np.array([[9, 0], [9, 0], [9, 0], [9, 0]], np.float32)
    truth = np.array([0, 0, 0, 1])
    warm = calibration.best_temperature(scores, truth)

    assert warm == pytest.approx(4.0)
    assert calibration.surprise(calibration.chances_at(scores, warm), truth) < calibration.surprise(
        calibration.chances_at(scores, 1), truth
    )


def test_a_head_that_is_often_wrong_answers_only_where_it_is_sure():
    unsure = np.tile(np.array([[0.55, 0.45]], np.float32), (20, 1))
    sure = np.tile(np.array([[0.9, 0.1]], np.float32), (20, 1))
    chances = np.concatenate([unsure, sure])
    truth = np.array([1] * 15 + [0] * 25)

    assert 0.55 < calibration.least_chance(chances, truth) < 0.9
    assert calibration.least_chance(sure, np.zeros(20, int)) == 0
    assert calibration.least_chance(unsure, np.ones(20, int)) == pytest.approx(0.95)


def net_of(numbers=6):
    torch.manual_seed(2)
    classes = {name: len(table.values_of(name)) for name in HEADS}
    net = HeadsNet(torch.full((numbers,), 0.5), torch.full((numbers,), 2.0), classes, 0.5).eval()
    for head in net.heads.values():
        torch.nn.init.normal_(head.weight, std=0.2)
    net.temperature[1], net.least[2] = 2.0, 0.75
    return net


def test_numpy_serves_what_torch_learnt(tmp_path):
    net = net_of()
    said = {name: ",".join(table.values_of(name)) for name in HEADS}
    keep_weights(net, said, tmp_path)
    numbers = np.random.default_rng(0).normal(0, 3, (2, 6)).astype(np.float32)

    served = heads.load(tmp_path / BEST)
    with torch.inference_mode():
        scores = net(torch.from_numpy(numbers))

    for index, name in enumerate(HEADS[:-1]):
        expected = (scores[name].mean(0) / net.temperature[index]).softmax(0)
        assert served.chances(numbers)[name] == pytest.approx(expected.numpy(), abs=2e-3)
    assert served.by_name["material"].least == pytest.approx(0.75)
    assert served.by_name["category"].values[-1] == "something-else"


def test_numpy_tells_length_as_torch_learnt_it(tmp_path):
    net = net_of()
    keep_weights(net, {name: ",".join(table.values_of(name)) for name in HEADS}, tmp_path)
    numbers = np.random.default_rng(0).normal(0, 3, (1, 6)).astype(np.float32)

    with torch.inference_mode():
        expected = net(torch.from_numpy(numbers))["length"][0].softmax(0)

    found = heads.load(tmp_path / BEST).chances(numbers)["length"]
    assert found == pytest.approx(expected.numpy(), abs=5e-3)


def test_length_is_told_by_the_category_and_its_proportions():
    certain = np.array([1, 0], np.float32)
    assert heads.formed(certain, 0.2).tolist() == pytest.approx([5, 0, 1, 0])
    assert Area(0, 0, 10, 10).tallness == 0
    assert Area(2, 3, 12, 23).tallness == pytest.approx(np.log(2))


def test_only_length_looks_at_proportions():
    net, seen = net_of(), torch.zeros(2, 6)
    seen[1, 5] = 3.0

    with torch.inference_mode():
        scores = net(seen)

    for name in HEADS[:-1]:
        assert torch.allclose(scores[name][0], scores[name][1], atol=1e-5)
    assert not torch.allclose(scores["length"][0], scores["length"][1], atol=0.01)


@pytest.fixture
def learnable(tmp_path):
    """Photos by name alone: their numbers are kept, and tell trousers from mugs."""
    for folder in ("clothing/train/pants", "something-else"):
        (tmp_path / folder).mkdir(parents=True)
        for index in range(40):
            (tmp_path / folder / f"{index}.jpg").touch()
    files = table.files_of(tmp_path)
    is_held = table.held_out(files, np.zeros(len(files), bool))
    is_mug = np.array([file.parent.name == "something-else" for file in files])
    lit = np.concatenate([is_mug, is_mug[~is_held & ~is_mug]])
    numbers = np.random.default_rng(0).normal(0, 1, (len(lit), 8)) + lit[:, None] * 3
    np.savez(tmp_path / table.KEPT, numbers=numbers.astype(np.float16))
    return tmp_path


def test_learning_tells_two_classes_apart(learnable):
    class Quiet:
        def add(self, step, figures, of):
            pass

    task = HeadsTask(learnable, learnable, batch_size=16, dropout=0.1)
    plan = Plan(steps=60, check_every=30, rate=0.01, half=False, averaged=0.8)
    net = task.net.eval()
    with torch.inference_mode():
        before = task.figures(net)["loss"]
    outcome = Run(task, plan, learnable).train(Quiet())

    assert outcome.best < before / 2
    assert heads.load(learnable / BEST).by_name["pattern"].values[-1] == NOT_VISIBLE


def test_a_batch_is_the_same_for_the_same_step(learnable):
    task = HeadsTask(learnable, learnable, batch_size=8)
    assert torch.equal(task.batch(3).numbers, task.batch(3).numbers)
    assert not torch.equal(task.batch(3).numbers, task.batch(4).numbers)


def test_a_photo_held_out_is_not_learnt_from(learnable):
    task = HeadsTask(learnable, learnable)
    assert task.table.is_held.any()
    assert not task.table.is_held[task.pools[0]].any()


def test_labels_by_eye_use_the_vocabulary_and_both_splits():
    seen = table.labels()
    for row in seen.values():
        assert all(not row[name] or row[name] in table.values_of(name) for name in HEADS[1:])
    splits = [photo.split("/")[1] for photo in seen]
    assert (splits.count("train"), splits.count("validation")) == (879, 136)


def test_trousers_teach_nothing_about_sleeves():
    labelled = next(photo for photo in table.labels() if "/train/pants/" in photo)
    row = table.classes_of([table.Path("/d") / labelled], table.Path("/d"))[0]
    by_name = dict(zip(HEADS, row.tolist(), strict=True))
    assert by_name["sleeve"] == table.UNKNOWN
    assert by_name["category"] == table.values_of("category").index("pants")
    assert by_name["pattern"] != table.UNKNOWN


def test_a_product_is_pasted_with_its_own_colours():
    red = np.dstack([np.full((30, 20), level, np.uint8) for level in (250, 0, 0, 255)])
    scene = pasted(red, np.full((9, 9, 3), 128, np.uint8), np.random.default_rng(4))

    assert scene.shape == (SIDE, SIDE, 3)
    is_red = (scene[..., 0] > 150) & (scene[..., 1] < 40)
    assert 0.1 < is_red.mean() < 0.7


class FakeBackbone:
    """Notes the pictures it is shown; its numbers say nothing."""

    def __init__(self):
        self.shapes = []

    def numbers(self, pictures):
        self.shapes += [picture.shape for picture in pictures]
        return np.full((len(pictures), 5), 0.5, np.float32)


def test_the_small_tagger_looks_at_the_product_and_shows_where_it_is(tmp_path):
    said = {name: ",".join(table.values_of(name)) for name in HEADS}
    keep_weights(net_of(), said, tmp_path)
    backbone = FakeBackbone()
    image, alpha = product()
    kept = image.copy()

    found = small.SmallTagger(backbone, heads.load(tmp_path / BEST)).tag(image, alpha)

    assert backbone.shapes == [(12, 22, 3), (12, 22, 3)]
    assert found["category"].evidence.box == (0.3333, 0.25, 0.3333, 0.25)
    assert found["category"].value in table.values_of("category")
    assert (image == kept).all()


@pytest.mark.skipif(not installed("efficientnet-lite2"), reason="weights are not fetched")
@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (90, 70)])
def test_what_ships_answers_for_any_size(shape, monkeypatch):
    monkeypatch.delenv("STUDIO_TAGGER", raising=False)
    image = np.full((*shape, 3), 200, np.uint8)
    found = tagger().tag(image, None)
    assert found["category"].value == "something-else"
    assert set(found) == {"category"}
    assert found["category"].model == "attribute-heads"


def test_missing_weights_are_said(monkeypatch, tmp_path):
    monkeypatch.setenv("STUDIO_MODELS_DIR", str(tmp_path))
    with pytest.raises(EngineError) as error:
        small.SmallTagger.load()
    assert error.value.code == "weights_missing"


def test_a_batch_norm_is_folded_by_hand():
    one = np.ones(1, np.float32)
    scale, bias = folded(one * 2, one * 5, one * 3, one * (4 - 1e-3))
    assert scale == pytest.approx([1.0])
    assert bias == pytest.approx([2.0])


def test_lite2_has_the_blocks_of_its_paper():
    assert len(list(blocks())) == 21
    assert np.prod([stride for _, stride in blocks()]) == 16  # and the stem makes it 32


def test_a_folder_without_a_model_is_said(tmp_path):
    with pytest.raises(EngineError) as error:
        large.LargeTagger.load(str(tmp_path))
    assert error.value.code == "tagger_missing"
    assert str(tmp_path) in str(error.value)


def test_a_folder_with_half_a_model_is_said(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EngineError) as error:
        large.LargeTagger.load(str(tmp_path))
    assert error.value.code == "tagger_unusable"


def test_every_value_has_a_sentence_of_its_own():
    for name in HEADS:
        said = [large.sentence(name, term) for term in large.terms(name).values()]
        assert len(set(said)) == len(said)
        assert all("{}" not in sentence for sentence in said)


@pytest.fixture
def siglip(tmp_path):
    """A SigLIP of a few thousand weights that knows nothing, in a folder."""
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    tokenizers = pytest.importorskip("tokenizers")
    layers = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1}
    layers |= {"num_attention_heads": 2}
    words = {
        "vocab_size": 64,
        "projection_size": 16,
        "bos_token_id": 1,
        "eos_token_id": 1,
        **layers,
    }
    config = transformers.SiglipConfig(
        text_config=words, vision_config={"image_size": 32, "patch_size": 16, **layers}
    )
    torch.manual_seed(1)
    transformers.SiglipModel(config).save_pretrained(tmp_path)
    size = {"height": 32, "width": 32}
    transformers.SiglipImageProcessor(size=size).save_pretrained(tmp_path)
    letters = {"<pad>": 0, "<unk>": 1, **{chr(97 + index): index + 2 for index in range(26)}}
    spelling = tokenizers.Tokenizer(tokenizers.models.WordLevel(letters, unk_token="<unk>"))
    spelling.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=spelling, pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(tmp_path)
    return tmp_path


def test_a_large_model_answers_through_the_same_protocol(siglip, monkeypatch):
    monkeypatch.setenv("STUDIO_TAGGER", str(siglip))
    image, alpha = product()

    found = tagger().tag(image, alpha)

    assert found["category"].value in table.values_of("category")
    assert 0 < found["category"].confidence < 1
    assert found["category"].model == siglip.name
    assert found["category"].evidence.box == (0.3333, 0.25, 0.3333, 0.25)
    assert found["pattern"].value is None  # it knows nothing, and says so


def test_macro_f1_by_hand():
    pairs = {("a", "a"): 3, ("a", "b"): 1, ("b", "b"): 2, ("b", "c"): 2}
    # a: 6 / (4 + 3); b: 4 / (4 + 3)
    assert categories.macro_f1(pairs) == pytest.approx((6 / 7 + 4 / 7) / 2)


def test_bare_ground_holds_nothing_of_the_product():
    image = np.zeros((100, 100, 3), np.uint8)
    alpha = np.zeros((100, 100), np.uint8)
    alpha[:, :60], image[:, :60] = 255, 255
    ground = categories.bare_ground(Work(image=image, alpha=alpha))
    assert ground.shape == (30, 30, 3)
    assert ground.max() == 0
    full = np.full((100, 100), 255, np.uint8)
    assert categories.bare_ground(Work(image=image, alpha=full)) is None
