"""`manage.py render`: the same power without a browser."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command

from imaging import codec
from imaging.origin import signers
from imaging.provenance.read import read
from tests.pictures import product_jpeg

KEYS = [
    *("input", "output", "engines", "seconds", "confidence"),
    *("pixel_locked", "preflight", "attributes", "screen", "error"),
]
MANAGE = [sys.executable, "manage.py"]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "mug.jpg"
    path.write_bytes(product_jpeg())
    return path


def render(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[list[dict], int]:
    status = 0
    try:
        call_command("render", *map(str, arguments), "--json")
    except SystemExit as stop:
        status = int(stop.code or 0)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()], status


def test_a_cutout_is_a_png_at_the_photos_own_size(photo, tmp_path, capsys):
    (line,), status = render(capsys, photo, "--recipe", "cutout", "--out", tmp_path / "out")

    assert status == 0
    assert list(line) == KEYS
    assert line["output"] == str(tmp_path / "out" / "mug.cutout.png")
    made = codec.decode(Path(line["output"]).read_bytes())
    assert made.alpha is not None
    assert made.image.shape == codec.decode(photo.read_bytes()).image.shape
    assert 0 < line["confidence"] <= 1
    assert line["pixel_locked"] is True
    assert line["engines"][0]["engine"] == "cutout"
    assert line["engines"][0]["model"].startswith("u2net")
    assert line["preflight"] is line["attributes"] is line["error"] is None


def test_a_rendered_file_is_marked_as_one_from_the_studio_is(photo, tmp_path, capsys):
    (line,), _ = render(capsys, photo, "--recipe", "cutout", "--out", tmp_path)

    told = read(Path(line["output"]).read_bytes(), signers())
    assert told.is_ours
    assert told.said.source == "algorithmicallyEnhanced"
    assert told.parents[0].sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert UUID(told.produce_id)


def test_two_channels_share_one_cutout_and_pass_preflight(photo, tmp_path, capsys):
    lines, status = render(
        capsys, photo, "--preset", "amazon_main", "--preset", "taobao_white", "--out", tmp_path
    )

    assert status == 0
    assert [Path(line["output"]).name for line in lines] == [
        "mug.main-image.amazon_main.jpg",
        "mug.main-image.taobao_white.jpg",
    ]
    taobao = codec.decode(Path(lines[1]["output"]).read_bytes()).image
    assert taobao.shape == (800, 800, 3)
    assert (taobao[0] == 255).all()
    assert (taobao[:, -1] == 255).all()
    assert lines[1]["seconds"]["cutout"] < lines[0]["seconds"]["cutout"]
    assert all(line["preflight"]["passed"] for line in lines)


def test_a_photo_that_fails_gets_its_line_and_the_others_are_made(photo, tmp_path, capsys):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"<html>")

    lines, status = render(
        capsys, broken, tmp_path / "gone.jpg", photo, "--recipe", "cutout", "--out", tmp_path
    )

    assert status == 1
    assert [line["error"] is None for line in lines] == [False, False, True]
    assert [list(line) for line in lines] == [KEYS] * 3
    assert "not a picture" in lines[0]["error"]
    assert "No such file" in lines[1]["error"]


def test_inputs_that_share_a_stem_do_not_overwrite_each_other(photo, tmp_path, capsys):
    twin = tmp_path / "other" / "mug.jpg"
    twin.parent.mkdir()
    twin.write_bytes(photo.read_bytes())

    lines, _ = render(capsys, photo, twin, "--recipe", "cutout", "--out", tmp_path)

    names = {Path(line["output"]).name for line in lines}
    assert len(names) == 2
    assert all(name.startswith("mug-") and name.endswith(".cutout.png") for name in names)


def test_standard_output_holds_json_alone_and_no_database_is_touched(photo, tmp_path):
    environment = {"STUDIO_VAR_DIR": str(tmp_path / "var"), "PATH": "", "PYTHONPATH": "."}
    done = subprocess.run(
        [*MANAGE, "render", photo, "--recipe", "cutout", "--json", "--out", tmp_path],
        env=environment | {"STUDIO_MODELS_DIR": models_folder()},
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["error"] is None
    assert not (tmp_path / "var" / "db.sqlite3").exists()


def models_folder() -> str:
    from imaging.weights.store import folder

    return str(folder())


def test_a_recipe_without_its_channel_is_a_usage_error(photo, tmp_path):
    done = subprocess.run(
        [*MANAGE, "render", photo, "--out", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs a channel" in done.stderr
