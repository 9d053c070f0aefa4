import os
import subprocess
import sys

import pytest

from imaging.errors import EngineError
from imaging.scenery import backend as subject


@pytest.fixture
def asked(monkeypatch):
    """A process that has not chosen yet."""
    subject.backend.cache_clear()
    yield lambda value: monkeypatch.setenv("STUDIO_SCENE_BACKEND", value)
    subject.backend.cache_clear()


@pytest.mark.parametrize("wanted", ["cuda", "blender"])
def test_what_this_machine_cannot_do_is_said_and_not_replaced(asked, monkeypatch, wanted):
    monkeypatch.setattr(subject, "_works", lambda kind: False)
    asked(wanted)
    with pytest.raises(EngineError) as raised:
        subject.backend()
    assert raised.value.code == "scene_backend"
    assert wanted in str(raised.value)


def test_left_to_itself_it_takes_the_plain_renderer_where_no_llvm_is(asked, monkeypatch):
    monkeypatch.setattr(subject, "_works", lambda kind: kind == "scalar")
    asked("auto")
    assert subject.backend() == "scalar_rgb"


def test_left_to_itself_it_never_takes_a_gpu(asked, monkeypatch):
    tried = []
    monkeypatch.setattr(subject, "_works", lambda kind: tried.append(kind) or kind == "scalar")
    asked("auto")
    subject.backend()
    assert "cuda" not in tried


def test_of_several_libraries_the_best_is_taken_and_old_ones_never(tmp_path):
    for name in ("libLLVM-14.so.1", "libLLVM-15.so", "libLLVM.so.18.1", "libLLVM.so.19.1",
                 "libLLVM-20.so", "libLLVMCore.a", "libLLVM.so"):  # fmt: skip
        (tmp_path / name).touch()
    found = [os.path.basename(path) for path in subject.llvm_libraries((str(tmp_path),))]
    assert found == ["libLLVM.so.19.1", "libLLVM-20.so", "libLLVM.so.18.1"]


def test_one_process_has_one_renderer():
    told = "from imaging.scenery.backend import backend, version; print(backend(), version())"
    environment = os.environ | {"STUDIO_SCENE_BACKEND": "scalar"}
    said = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    name, *drawn_by = said.stdout.split()
    assert name == "scalar_rgb"
    assert drawn_by[0] == "mitsuba"
    assert drawn_by[-1] == "scalar_rgb"
