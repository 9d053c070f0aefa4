"""Manifests: what is signed with what, and what a changed byte does to it."""

import json
import os
import shutil
import socketserver
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import c2pa
import cv2
import numpy as np
import pytest

from imaging import codec
from imaging.errors import EngineError
from imaging.labelling import labelled_copy
from imaging.pipeline import Run
from imaging.presets import load_presets
from imaging.provenance import manifest, xmp
from imaging.provenance.read import opened, read, told_by
from imaging.provenance.signing import Signer, own_signer, signer_read
from imaging.provenance.statement import Done, Origin, Statement, parent
from imaging.recipe import Export, Recipe, Step
from imaging.recipes import build

JOB = UUID("0d5e5e7a-3f0c-4c11-9b0e-0a1b2c3d4e5f")
FORMATS = ("jpeg", "png", "webp", "avif", "tiff")


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("var") / "signing" / "own.pem")


def drawing(side: int = 64) -> np.ndarray:
    small = np.random.default_rng(3).integers(0, 255, (8, 8, 3), np.uint8)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def photo(**marks: bytes) -> bytes:
    return codec.encode(drawing(), format="jpeg", **marks).data


def said_of(**inputs: bytes) -> Statement:
    return Statement(
        produce_id=str(JOB),
        producer="某某平台",
        source="compositeSynthetic",
        is_aigc=True,
        recipe="scene",
        steps=(Done("tone", "1", {}), Done("tag", "1", {}), Done("scene", "1", {})),
        parents=tuple(parent(role, data) for role, data in inputs.items()),
        is_watermarked=True,
    )


def made(signer: Signer, format: str = "jpeg", **inputs: bytes) -> bytes:
    inputs = inputs or {"photo": photo()}
    said = said_of(**inputs)
    plain = codec.encode(drawing(), format=format, xmp=xmp.packet(said))
    return manifest.signed(plain.data, plain.media_type, said, inputs, signer)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_signed_read_and_recognised_as_ours(signer, format):
    told = read(made(signer, format), [signer])

    assert (told.seal, told.is_ours, told.failures) == ("trusted", True, ())
    assert told.produce_id == str(JOB)
    assert told.said.aigc is not None
    assert told.said.source == "compositeSynthetic"
    assert told.statement == json.loads(json.dumps(said_of(photo=photo()).as_json()))


@pytest.mark.parametrize("format", FORMATS)
def test_signing_touches_no_pixel(signer, format):
    said = said_of(photo=photo())
    plain = codec.encode(drawing(), format=format, xmp=xmp.packet(said)).data
    np.testing.assert_array_equal(
        codec.decode(made(signer, format)).image, codec.decode(plain).image
    )


@pytest.mark.parametrize("format", FORMATS)
def test_one_flipped_bit_anywhere_beside_the_manifest_is_detected(signer, format):
    whole = made(signer, format)
    store = whole.find(manifest.BOX)
    first = 32 if format == "avif" else 0  # C2PA leaves out the box that names a file's kind
    beside = [*range(first, store - 24, 67), *range(store + 5_000, len(whole), 67)]
    for place in beside:
        assert not still_ours(whole, place, signer), place
    assert len(beside) > 20


def test_one_flipped_bit_within_the_manifest_is_detected(signer):
    whole = made(signer)
    store = whole.find(manifest.BOX)
    unused = whole.find(b"\x63padY", store)
    for place in (*range(store + 30, store + 130, 9), unused + 7, unused + 500, unused + 1_000):
        assert not still_ours(whole, place, signer), place


def still_ours(whole: bytes, place: int, signer: Signer) -> bool:
    """Whether the file with one bit changed at `place` is still said to be ours and whole."""
    data = bytearray(whole)
    data[place] ^= 1
    try:
        return read(bytes(data), [signer]).is_ours
    except EngineError:
        return False  # no picture any more


def test_a_file_that_lost_its_manifest_is_told_from_one_that_never_had_any(signer):
    whole = made(signer)
    lost = read(whole.replace(manifest.BOX, b"jumdNONE"), [signer])
    assert (lost.seal, lost.is_stripped) == ("absent", True)
    assert not read(photo(), [signer]).is_stripped


def test_a_changed_word_of_the_xmp_is_detected_and_not_believed(signer):
    before, _, after = made(signer).rpartition(b"TC260:AIGC")
    told = read(before + b"TC260:NONE" + after, [signer])
    assert told.is_altered
    assert "assertion.dataHash.mismatch" in told.failures


@pytest.mark.parametrize("signed", [["a"], "a", 7])
def test_a_strangers_signed_statement_of_another_shape_is_none(signer, signed):
    store = opened(made(signer), "image/jpeg", [signer])
    for one in store["manifests"][store["active_manifest"]]["assertions"]:
        if one["label"] == manifest.STATEMENT:
            one["data"] = signed

    assert told_by(store, xmp.Said(), set()).statement is None


@pytest.mark.parametrize(
    ("codes", "is_altered"),
    [
        (["signingCredential.expired"], False),
        (["signingCredential.untrusted", "claimSignature.missing"], False),
        (["signingCredential.expired", "assertion.dataHash.mismatch"], True),
        (["assertion.bmffHash.mismatch"], True),
        (["assertion.hashedURI.mismatch"], True),
        (["claimSignature.mismatch"], True),
    ],
)
def test_only_content_that_does_not_fit_is_called_changed(signer, codes, is_altered):
    store = opened(made(signer), "image/jpeg", [signer])
    store["validation_state"] = "Invalid"
    store["validation_results"]["activeManifest"]["failure"] = [{"code": code} for code in codes]

    told = told_by(store, xmp.Said(), {signer.serial})

    assert (told.is_altered, told.is_unchecked, told.is_ours) == (is_altered, not is_altered, False)


def test_the_manifest_says_what_was_done_to_which_files(signer):
    logo = codec.encode(drawing(30), format="png").data
    told = read(made(signer, photo=photo(), logo=logo, cube=b"cube"), [signer])

    assert told.actions == (
        "c2pa.opened",
        "c2pa.placed",
        "c2pa.adjustedColor",
        "c2pa.edited",
        "c2pa.watermarked.unbound",
    )
    named = [(one.title, one.relation, one.media_type) for one in told.parents]
    assert named == [("photo", "parentOf", "image/jpeg"), ("logo", "componentOf", "image/png")]
    assert told.parents[1].sha256 == parent("logo", logo).sha256


def test_a_picture_from_nothing_says_that_it_was_created(signer):
    said = said_of()
    plain = codec.encode(drawing(), format="png")
    told = read(manifest.signed(plain.data, plain.media_type, said, {}, signer), [signer])
    assert told.actions[0] == "c2pa.created"
    assert told.seal == "trusted"


def test_a_parents_own_manifest_is_carried_along(signer):
    first = made(signer)
    second = made(signer, "png", photo=first)

    alone = len(made(signer, "png"))
    assert len(second) > alone + 3_000
    told = read(second, [signer])
    assert (told.seal, told.failures) == ("trusted", ())
    assert told.parents[0].sha256 == parent("photo", first).sha256


def test_a_parents_broken_or_huge_manifest_does_not_stop_the_picture(signer, monkeypatch):
    broken = made(signer)[: -len(photo()) // 2]
    assert read(made(signer, photo=broken), [signer]).seal == "trusted"

    monkeypatch.setattr(manifest, "MOST_CARRIED", 100)
    huge = made(signer, photo=made(signer))
    assert read(huge, [signer]).seal == "trusted"
    assert len(huge) < len(made(signer)) + 500


def test_nothing_that_a_file_says_is_looked_up_in_the_network(signer):
    with socketserver.TCPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link = f"http://127.0.0.1:{server.server_address[1]}/manifest.c2pa".encode()
        packet = xmp.packet(said_of()).replace(
            b'rdf:about=""',
            b'rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="%s"'
            % link,
        )
        linked = photo(xmp=packet)
        assert read(linked, [signer]).seal == "absent"
        assert read(made(signer, photo=linked + manifest.BOX), [signer]).is_ours
        assert read(linked + manifest.BOX, [signer]).seal == "unreadable"
        server.shutdown()
    assert Counting.calls == 0


@pytest.mark.parametrize("name", manifest.NOBODY_ASKED)
def test_the_library_knows_the_settings_that_keep_it_offline(name):
    with pytest.raises(c2pa.C2paError):  # of what it does not know it takes anything
        c2pa.Settings.from_dict({"version": 1, "core": {name: "no such value"}})


class Counting(socketserver.BaseRequestHandler):
    """Counts who calls."""

    calls = 0

    def handle(self) -> None:
        type(self).calls += 1


def test_a_file_of_another_studio_is_whole_but_not_ours(signer, tmp_path):
    other = own_signer(tmp_path / "own.pem")
    told = read(made(other), [signer])
    assert (told.seal, told.is_ours) == ("valid", False)
    assert told.failures == ("signingCredential.untrusted",)
    assert read(made(other), [signer, other]).is_ours


def test_a_file_without_a_manifest_says_what_its_xmp_says(signer):
    told = read(photo(xmp=xmp.packet(said_of(photo=photo()))), [signer])
    assert (told.seal, told.is_ours, told.is_altered) == ("absent", False, False)
    assert told.produce_id == str(JOB)
    assert read(photo()).produce_id == ""


def test_what_is_no_picture_is_refused():
    with pytest.raises(EngineError) as caught:
        read(b"hello")
    assert caught.value.code == "not_a_picture"


def test_a_signer_that_cannot_sign_fails_the_picture(signer, tmp_path):
    other = own_signer(tmp_path / "own.pem")
    mixed = replace(signer, key=other.key[:40] + b"AAAA" + other.key[44:])
    with pytest.raises(EngineError) as caught:
        made(mixed)
    assert caught.value.code == "stamp_failed"
    assert caught.value.arguments["reason"]


def test_the_key_is_for_its_owner_alone_and_never_in_a_log(signer, tmp_path):
    path = tmp_path / "signing" / "own.pem"
    own_signer(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in repr(signer)


def test_two_processes_that_start_at_once_get_the_same_certificate(tmp_path):
    path = tmp_path / "signing" / "own.pem"
    with ThreadPoolExecutor(8) as pool:
        serials = {found.serial for found in pool.map(own_signer, [path] * 8)}
    assert len(serials) == 1
    assert os.listdir(path.parent) == ["own.pem"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "es384"),
        (["-algorithm", "ed25519"], "ed25519"),
        (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "ps256"),
    ],
)
def test_an_operators_certificate_of_any_allowed_kind_signs(tmp_path, key, algorithm):
    path = operators_file(tmp_path, key)
    found = signer_read(path)
    assert found.algorithm == algorithm
    assert read(made(found), [found]).is_ours


def operators_file(folder: Path, key: list[str]) -> Path:
    """A PEM file as an operator would put it together: key, certificate, authority."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    (folder / "leaf.ext").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    )
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/O=Acme/CN=Root",
            "-keyout", "ca.key", "-out", "ca.pem", "-days", "10")  # fmt: skip
    openssl("genpkey", *key, "-out", "leaf.key")
    openssl("req", "-new", "-key", "leaf.key", "-subj", "/O=Acme/CN=Shop", "-out", "leaf.csr")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "9",
            "-set_serial", "7", "-extfile", "leaf.ext", "-out", "leaf.pem")  # fmt: skip
    whole = folder / "whole.pem"
    whole.write_text("".join((folder / n).read_text() for n in ("leaf.key", "leaf.pem", "ca.pem")))
    return whole


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "no private key"), ("-----BEGIN CERTIFICATE-----", "no private key")],
)
def test_a_signing_file_without_its_parts_is_refused(tmp_path, content, why):
    path = tmp_path / "bad.pem"
    path.write_text(content)
    with pytest.raises(ValueError, match=why):
        signer_read(path)


def test_a_labelled_copy_is_signed_again_with_the_picture_as_parent(signer):
    picture = made(signer, "png")
    copy = labelled_copy(picture, None, "zh", Origin(JOB, "x", signer), Export())

    told = read(copy.data, [signer])
    assert (copy.media_type, told.is_ours) == ("image/png", True)
    assert told.actions == ("c2pa.opened", "c2pa.addedText")
    assert told.parents[0].sha256 == parent("picture", picture).sha256
    assert told.statement is not None
    assert [step["engine"] for step in told.statement["steps"]] == ["tone", "tag", "scene"]
    assert told.said.is_aigc
    assert copy.data.count(b"c2pa.addedText") == 1 < copy.data.count(b"c2pa.opened")


def test_a_labelled_copy_keeps_the_channels_largest_and_smallest_size(signer):
    grain = np.random.default_rng(5).integers(0, 255, (200, 200, 3), np.uint8)
    picture = codec.encode(grain, format="jpeg", xmp=xmp.packet(said_of())).data

    def size(**export: int) -> int:
        return len(
            labelled_copy(picture, None, "en", Origin(JOB, "x", signer), Export(**export)).data
        )

    free = size()
    assert free - 6_000 < size(max_bytes=free - 1) < free
    assert size(max_bytes=free - 9_000) <= free - 9_000
    assert size(min_bytes=200_000) >= 200_000 > free


def test_a_labelled_copy_of_a_cutout_is_transparent_but_for_its_label(signer):
    alpha = np.zeros((200, 200), np.uint8)
    alpha[50:150, 50:150], alpha[50:150, 50] = 255, 100
    cut = codec.encode(drawing(200), alpha, format="png", xmp=xmp.packet(said_of())).data
    export = Export(format="photo", keeps_background=True)

    copy = codec.decode(labelled_copy(cut, alpha, "en", Origin(JOB, "x", signer), export).data)

    assert copy.alpha is not None
    np.testing.assert_array_equal(copy.alpha[50:150, 50:150], alpha[50:150, 50:150])
    np.testing.assert_array_equal(copy.image[50:150, 50:150], drawing(200)[50:150, 50:150])
    label = (copy.alpha == 255) & (alpha == 0)
    rows, columns = np.nonzero(label)
    box = copy.image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert label.sum() == box.shape[0] * box.shape[1] < 0.2 * alpha.size
    assert box.min() < 60 < 200 < box.max()
    assert np.isin(copy.alpha, (0, 100, 255)).all()


def tone(**export: object) -> Recipe:
    step = Step(engine="tone", params={"exposure": 0.5})
    return Recipe(key="tone", steps=(step,), export=Export(format="jpeg", **export))


def test_a_run_signs_its_picture(signer):
    done = Run(tone(), origin=Origin(JOB, "某某平台", signer)).make({"photo": photo()})

    told = read(done.outputs["picture"].data, [signer])
    assert told.is_ours
    assert told.actions == ("c2pa.opened", "c2pa.adjustedColor")
    assert "stamp" in [note["step"] for note in done.report]
    assert read(done.outputs["thumbnail"].data).said.statement is not None


def test_a_channels_largest_size_counts_the_marks(signer):
    grain = np.random.default_rng(5).integers(0, 255, (200, 200, 3), np.uint8)
    source = codec.encode(grain, format="png").data

    def size(**export: int) -> int:
        run = Run(tone(**export), origin=Origin(JOB, "x", signer))
        return len(run.make({"photo": source}).outputs["picture"].data)

    free = size()
    assert free - 6_000 < size(max_bytes=free - 1) < free
    assert size(max_bytes=free - 9_000) <= free - 9_000


def test_a_picture_that_cannot_fit_with_its_marks_says_the_channels_own_limit(signer):
    with pytest.raises(EngineError) as caught:
        Run(tone(max_bytes=7_000), origin=Origin(JOB, "x", signer)).make({"photo": photo()})
    assert caught.value.code == "bytes_do_not_fit"
    assert caught.value.arguments["limit"] == 7


@pytest.mark.parametrize("key", ["taobao_white", "pdd_hd"])
def test_channels_with_small_files_take_the_marked_picture(signer, key):
    cut_out = np.zeros((400, 400, 4), np.uint8)
    cut_out[100:300, 100:300, :3] = drawing(200)
    cut_out[100:300, 100:300, 3] = 255
    source = codec.encode(cut_out[..., :3].copy(), cut_out[..., 3].copy(), format="png").data

    run = Run(build("main-image", preset_key=key), origin=Origin(JOB, "x", signer))
    done = run.make({"photo": source})

    make = load_presets()[key].make
    picture = done.outputs["picture"].data
    assert (make.min_bytes or 0) <= len(picture) <= (make.max_bytes or 0)
    assert read(picture, [signer]).is_ours
    size = [one for one in done.facts["preflight"]["findings"] if one["rule"] == "bytes"]
    assert [one["status"] for one in size] == ["pass"]
