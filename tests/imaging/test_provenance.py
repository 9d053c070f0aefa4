"""What a file says of itself in XMP: every format, every kind of picture."""

import json
import shutil
import subprocess
from uuid import UUID
from xml.etree import ElementTree

import numpy as np
import pytest

from imaging import codec
from imaging.engines import registry
from imaging.errors import EngineError
from imaging.pipeline import Run
from imaging.provenance import xmp
from imaging.provenance.statement import (
    Done,
    Origin,
    Statement,
    digital_source_type,
    is_aigc,
)
from imaging.recipe import Export, Recipe, Step

JOB = UUID("0d5e5e7a-3f0c-4c11-9b0e-0a1b2c3d4e5f")
FORMATS = ("jpeg", "png", "webp", "avif", "tiff")
SCENE = Statement(
    produce_id=str(JOB),
    producer="茶叶铺 <Tea & Co>",
    source="compositeSynthetic",
    is_aigc=True,
    recipe="scene",
    seed=7,
    steps=(Done("scene", "1", {"brief": {"surface": "木桌 <oak>"}}),),
)


def noise(height: int = 48, width: int = 64) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8)


def file_of(statement: Statement, format: str) -> bytes:
    return codec.encode(noise(), format=format, xmp=xmp.packet(statement)).data


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_what_was_stated_in_plain_bytes(format):
    said = xmp.said_by(file_of(SCENE, format))

    assert said.source == "compositeSynthetic"
    assert said.statement == json.loads(json.dumps(SCENE.as_json()))
    assert said.tool == "Catalog image studio (scene 1)"
    assert said.is_aigc


def test_chinas_label_has_the_keys_of_the_standard_and_no_other():
    label = xmp.said_by(file_of(SCENE, "png")).aigc

    assert label == {
        "Label": "1",
        "ContentProducer": "茶叶铺 <Tea & Co>",
        "ProduceID": str(JOB),
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


def test_characters_that_xml_has_none_for_cannot_break_the_packet():
    nasty = Statement(str(JOB), "a\x00b\x1f]]>\ud800￿", "digitalCapture", True, "scene")

    label = xmp.said_by(file_of(nasty, "jpeg")).aigc

    assert label is not None
    assert label["ContentProducer"] == "ab]]>"


def test_more_than_a_file_can_say_is_an_error_not_a_picture_without_marks():
    wordy = Statement(str(JOB), "p", "digitalCapture", True, "scene", steps=(LONG,))
    with pytest.raises(EngineError) as caught:
        xmp.packet(wordy)
    assert caught.value.code == "stamp_failed"


LONG = Done("advert", "1", {"words": "啊" * 30_000})


@pytest.mark.parametrize(
    ("engines", "term"),
    [
        ([], "digitalCapture"),
        (["cutout", "tag"], "digitalCapture"),
        (["cutout", "decontaminate"], "algorithmicallyEnhanced"),
        (["cutout", "place", "background"], "algorithmicallyEnhanced"),
        (["restore", "upscale"], "algorithmicallyEnhanced"),
        (["cutout", "backdrop"], "compositeSynthetic"),
        (["cutout", "scene"], "compositeSynthetic"),
        (["cutout", "scene", "advert"], "compositeSynthetic"),
    ],
)
def test_the_source_type_is_what_the_strongest_step_made_of_a_photograph(engines, term):
    assert digital_source_type(engines) == term


@pytest.mark.parametrize("engine", registry.ENGINES)
def test_every_engine_names_a_term_that_exists(engine):
    assert digital_source_type([engine]) == registry.ENGINES[engine].source


def test_an_edit_of_a_generated_picture_stays_generated():
    made = digital_source_type(["cutout", "place"], ["trainedAlgorithmicMedia", "nonsense"])
    assert made == "trainedAlgorithmicMedia"


def test_scenes_and_adverts_are_labelled_and_plain_pictures_are_not():
    assert is_aigc(["cutout", "scene"])
    assert is_aigc(["cutout", "advert"])
    assert not is_aigc(["cutout", "place", "background"])


def tone() -> Recipe:
    brighter = Step(engine="tone", params={"exposure": 0.5})
    return Recipe(key="tone", steps=(brighter,), export=Export(format="jpeg"))


def photo(**marks: bytes) -> bytes:
    return codec.encode(noise(100, 120), format="png", **marks).data


def test_a_finished_picture_and_its_thumbnail_say_where_they_come_from():
    source = photo()
    made = Run(tone(), origin=Origin(JOB, "某某平台")).make({"photo": source})

    for role in ("picture", "thumbnail"):
        said = xmp.said_by(made.outputs[role].data)
        assert said.source == "algorithmicallyEnhanced"
        assert not said.is_aigc
        told = said.statement
        assert told is not None
        assert (told["produce_id"], told["producer"]) == (str(JOB), "某某平台")
        assert told["pixel_locked"] is False
        assert [step["engine"] for step in told["steps"]] == ["tone"]
        assert told["parents"][0]["title"] == "photo"
        assert told["parents"][0]["media_type"] == "image/png"


def test_a_label_that_came_in_goes_out_again():
    source = photo(xmp=xmp.packet(SCENE))
    said = xmp.said_by(Run(tone()).make({"photo": source}).outputs["picture"].data)
    assert said.is_aigc
    assert said.source == "compositeSynthetic"


def test_the_parameters_in_a_file_make_the_same_picture_again():
    source = photo()
    recipe = tone().model_copy(update={"export": Export(format="png")})
    first = Run(recipe).make({"photo": source}).outputs["picture"].data
    told = xmp.said_by(first).statement
    assert told is not None

    steps = tuple(Step(engine=one["engine"], params=one["params"]) for one in told["steps"])
    again = Run(Recipe(key=told["recipe"], steps=steps), seed=told["seed"]).make({"photo": source})

    same = codec.decode(again.outputs["picture"].data).image
    np.testing.assert_array_equal(same, codec.decode(first).image)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<rdf:RDF",
        b"<rdf:RDF></rdf:RDF>",
        b"<rdf:RDF xmlns:rdf='x'><a></rdf:RDF>",
        b"<rdf:RDF" * 50_000,
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><rdf:RDF xmlns:rdf='x'>&b;</rdf:RDF>",
    ],
)
def test_a_packet_that_cannot_be_read_says_nothing(data):
    assert xmp.said_by(data) == xmp.Said()


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e999", '"\\ud800"', "[" * 200_000])
def test_what_no_answer_can_be_written_with_is_not_read(value):
    assert xmp.as_object(f'{{"Label":{value}}}') is None
    assert xmp.as_object('{"Label":"\\ud83d\\ude00"}') == {"Label": "😀"}


def test_a_packet_longer_than_any_program_writes_is_not_read():
    before, after = xmp.packet(SCENE).split(b"<xmp:CreatorTool>")
    room = xmp.LONGEST_READ - len(before + after) - 100

    def padded(size: int) -> bytes:
        return before + b"<xmp:CreatorTool>" + b" " * size + after

    assert xmp.said_by(padded(room)).source == "compositeSynthetic"
    assert xmp.said_by(padded(room + 1_000)) == xmp.Said()


def test_the_text_of_descriptions_within_others_is_gathered_once():
    class Counted(ElementTree.Element):
        gathered = 0

        def itertext(self):
            Counted.gathered += 1
            return super().itertext()

    name = f"{{{xmp.RDF}}}Description"
    root = inner = Counted("{x}RDF")
    for _ in range(50):
        around = Counted(name)
        inner.append(around)
        inner = Counted("{x}Made")
        around.append(inner)
    inner.text = "by hand"

    assert xmp.properties_of(root) == {"{x}Made": "by hand"}
    assert Counted.gathered == 1


def test_properties_of_other_programs_may_be_attributes_or_resources():
    packet = (
        f'<rdf:RDF xmlns:rdf="{xmp.RDF}" xmlns:I="{xmp.IPTC}" xmlns:x="{xmp.XMP}">'
        f'<rdf:Description x:CreatorTool="Other 2">'
        f'<I:DigitalSourceType rdf:resource="{xmp.TERMS_AT}trainedAlgorithmicMedia"/>'
        "</rdf:Description></rdf:RDF>"
    )
    said = xmp.said_by(packet.encode())
    assert (said.tool, said.source) == ("Other 2", "trainedAlgorithmicMedia")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs libimage-exiftool-perl")
def test_exiftool_reads_the_same(format, tmp_path):
    path = tmp_path / f"made.{format}"
    path.write_bytes(file_of(SCENE, format))

    done = subprocess.run(
        ["exiftool", "-json", "-G1", "-struct", str(path)], capture_output=True, check=True
    )

    told = json.loads(done.stdout)[0]
    assert told["XMP-iptcExt:DigitalSourceType"].endswith("/compositeSynthetic")
    assert json.loads(told["XMP-TC260:Aigc"])["ProduceID"] == str(JOB)  # its spelling of AIGC
    assert told["XMP-xmp:CreatorTool"] == "Catalog image studio (scene 1)"
