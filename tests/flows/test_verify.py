"""A stranger's file: what the public page and the API say of it, and what they never say."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID

import cv2
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from catalog.models import Review
from catalog.selectors import verify as looking
from catalog.throttles import VerifyThrottle
from imaging import codec
from imaging.models import Job
from imaging.origin import origin
from imaging.provenance import manifest, xmp
from imaging.provenance.read import read
from imaging.provenance.statement import Done, Parent, Statement
from imaging.provenance.watermark import embed, payload_of_id
from tests.factories import make_job, make_rendition
from tests.pictures import product_jpeg

PAGE, API = "/verify/", "/api/v1/verify/"
SIDE = 640
MADE = UUID("0d5e5e7a-3f0c-4c11-9b0e-0a1b2c3d4e5f")


@pytest.fixture
def job(shop) -> Job:
    return make_job(shop.tenant, id=MADE, status=Job.Status.DONE, recipe="scene")


@pytest.fixture
def published(photo, job, owner, moderator):
    """The job's picture, approved."""
    rendition = make_rendition(photo, job=job)
    Review.objects.create(rendition=rendition, verb=Review.Verb.SUBMITTED, by=owner)
    Review.objects.create(rendition=rendition, verb=Review.Verb.APPROVED, by=moderator)
    return rendition


def picture(payload: int | None = None) -> np.ndarray:
    """A gradient, marked or not."""
    levels = np.rint(np.linspace(110, 200, SIDE)).astype(np.uint8)
    image = np.repeat(levels, SIDE * 3).reshape(SIDE, SIDE, 3)
    if payload is None:
        return image
    done = embed(image, np.full((SIDE, SIDE), 255, np.uint8), payload)
    assert done.is_marked
    return done.image


def statement(**fields) -> Statement:
    facts = {
        "produce_id": str(MADE),
        "producer": "Tea & Co",
        "source": "compositeSynthetic",
        "is_aigc": True,
        "recipe": "scene",
        "steps": (Done("cutout", "1", {}), Done("scene", "1", {})),
        "parents": (Parent("photo", "parentOf", "image/jpeg", "ab" * 32),),
    }
    return Statement(**facts | fields)


def plain(image: np.ndarray, said: Statement | None = None) -> bytes:
    """A JPEG with what `said` says in its XMP, or nothing."""
    packet = xmp.packet(said) if said else None
    return codec.encode(image, format="jpeg", xmp=packet).data


def sealed(image: np.ndarray) -> bytes:
    """A JPEG as the studio signs it."""
    said, ours = statement(), origin(MADE)
    inputs = {"photo": product_jpeg()}
    return manifest.signed(plain(image, said), "image/jpeg", said, inputs, ours.signer)


def stripped(data: bytes) -> bytes:
    """The picture half as large at JPEG quality 70, as a chat sends it on."""
    image = np.asarray(Image.open(BytesIO(data)).convert("RGB"))
    file = BytesIO()
    Image.fromarray(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)).save(
        file, "JPEG", quality=70
    )
    return file.getvalue()


def small() -> bytes:
    """A photo too small to carry a mark: quickly looked at."""
    return product_jpeg(96, 72)


def asked(data: bytes, address: str = API, **headers: str):
    file = SimpleUploadedFile("picture.jpg", data, "image/jpeg")
    return Client().post(address, {"file": file}, headers=headers)


@pytest.mark.django_db
def test_a_file_of_this_studio_is_known_by_its_signature(job):
    answer = asked(sealed(picture())).json()

    assert answer["verdict"] == "ours"
    assert answer["says"]["source_type"] == "compositeSynthetic"
    assert answer["says"]["ai_label"]["ProduceID"] == str(MADE)
    assert answer["signature"]["state"] == "trusted"
    assert answer["watermark"] is None
    assert answer["record"] == {
        "made_on": timezone.localdate().isoformat(),
        "recipe": "scene",
        "is_published": False,
        "shop": "",
    }


@pytest.mark.django_db
def test_one_flipped_byte_is_told(job):
    data = bytearray(sealed(picture()))
    data[-200] ^= 1

    answer = asked(bytes(data)).json()

    assert answer["verdict"] == "changed"
    assert answer["signature"]["is_altered"]
    assert answer["record"] is None


@pytest.mark.django_db
def test_a_certificate_that_ran_out_is_not_called_a_change(job, monkeypatch):
    expired = {"seal": "invalid", "is_ours": False, "failures": ("signingCredential.expired",)}
    monkeypatch.setattr(looking, "read", lambda *file: replace(read(*file), **expired))

    answer = asked(sealed(picture())).json()

    assert (answer["verdict"], answer["record"]) == ("unchecked", None)
    assert answer["title"] == "Its signature can no longer be checked"
    assert not answer["signature"]["is_altered"]
    assert (
        "签名已无法核实"
        in asked(sealed(picture()), PAGE, accept_language="zh-hans").content.decode()
    )


@pytest.mark.django_db
def test_a_file_without_its_metadata_is_known_by_its_watermark(published, shop):
    data = stripped(sealed(picture(payload_of_id(MADE))))

    answer = asked(data).json()

    assert xmp.said_by(data) == xmp.Said()
    assert answer["verdict"] == "marked"
    assert answer["title"] == "Carries the mark of a picture made here"
    assert "can be copied" in answer["text"]
    assert answer["watermark"]["id"] == str(MADE).replace("-", "")[:12]
    assert answer["watermark"]["confidence"] > 0.8
    assert answer["record"]["is_published"]
    assert answer["record"]["shop"] == shop.name


@pytest.mark.django_db
def test_whose_it_is_stays_private_until_it_is_published(photo, job, shop):
    make_rendition(photo, job=job)
    data = sealed(picture(payload_of_id(MADE)))

    shown = asked(data).content.decode() + asked(data, PAGE).content.decode()

    for private in (shop.name, shop.slug, photo.product.title, photo.name, job.tenant):
        assert private not in shown


@pytest.mark.django_db
def test_a_deleted_picture_is_no_longer_called_published(published):
    published.deleted_at = timezone.now()
    published.save(update_fields=["deleted_at"])

    assert not asked(sealed(picture())).json()["record"]["is_published"]


@pytest.mark.django_db
def test_a_claim_that_nobody_signed_names_no_record(published):
    answer = asked(plain(picture(), statement())).json()

    assert answer["verdict"] == "claims"
    assert answer["says"]["ai_label"]["Label"] == "1"
    assert answer["record"] is None


@pytest.mark.django_db
def test_a_mark_of_an_unknown_picture_is_told_and_belongs_to_nobody():
    answer = asked(plain(picture(0xABCDEF))).json()

    assert answer["verdict"] == "foreign_mark"
    assert answer["watermark"]["id"] == "000000abcdef"
    assert answer["record"] is None


@pytest.mark.django_db
def test_two_pictures_with_the_same_start_of_their_id_are_not_told_apart(shop):
    for last in (1, 2):
        make_job(shop.tenant, id=UUID(int=MADE.int >> 80 << 80 | last), status=Job.Status.DONE)

    assert asked(plain(picture(payload_of_id(MADE)))).json()["verdict"] == "foreign_mark"


@pytest.mark.django_db
def test_a_file_that_says_nothing_is_not_called_genuine():
    answer = asked(small()).json()

    assert answer["verdict"] == "nothing"
    assert answer["says"] == {"source_type": "", "ai_label": None, "made_with": ""}
    assert "does not mean" in answer["text"]


@pytest.mark.django_db
def test_the_page_says_it_in_words_and_in_chinese(published, shop):
    data = sealed(picture(payload_of_id(MADE)))

    english = asked(data, PAGE).content.decode()
    chinese = asked(data, PAGE, accept_language="zh-hans").content.decode()

    for words in (
        "Made by this studio, and unchanged",
        "Setting the scene",
        "Tea &amp; Co",
        "Scene",
    ):
        assert words in english
    assert f"Yes, by {shop.name}" in english
    for words in ("由本工作室制作，未被改动", "布置场景", "场景图"):
        assert words in chinese


@pytest.mark.django_db
def test_the_page_that_is_there_gets_the_answer_alone():
    answer = asked(small(), PAGE, hx_request="true").content.decode()

    assert "Nothing is known of this file" in answer
    assert "<html" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PAGE, API])
def test_a_claim_of_odd_shape_gets_an_answer(address):
    packet = xmp.packet(statement(is_aigc=False, steps=()))
    odd = packet.replace(b'"steps":[]', b'"steps":[{"engine":[]},7]')
    assert odd != packet

    data = codec.encode(picture()[:96, :96].copy(), format="jpeg", xmp=odd).data

    assert asked(data, address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PAGE, API])
def test_what_is_no_picture_gets_a_sentence(address):
    response = asked(b"%PDF-1.7 and so on", address)

    assert response.status_code == 422
    assert "picture" in response.content.decode()


@pytest.mark.django_db
def test_a_file_that_is_too_large_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(looking, "MAX_BYTES", 1_000)

    response = asked(small())

    assert response.status_code == 422
    assert response.json()["code"] == "file_too_large"


@pytest.mark.django_db
def test_a_picture_of_too_many_pixels_gets_a_sentence(monkeypatch):
    monkeypatch.setattr(looking, "MAX_PIXELS", 1_000)

    assert asked(small()).json()["code"] == "picture_too_large"


@pytest.mark.django_db
def test_a_page_sent_without_a_file_asks_for_one():
    response = Client().post(PAGE)

    assert response.status_code == 422
    assert "Choose a picture first." in response.content.decode()


@pytest.mark.django_db
def test_a_stranger_may_not_ask_without_end(monkeypatch):
    monkeypatch.setattr(VerifyThrottle, "rate", "1/min", raising=False)

    assert asked(small(), remote="").status_code == 200
    assert asked(small(), x_forwarded_for="10.9.8.7").status_code == 429
    assert "Too many files at once" in asked(small(), PAGE).content.decode()


@pytest.mark.django_db
def test_a_crowd_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(looking, "WAIT_S", 0)
    with looking.one_of_few(), looking.one_of_few():
        response = asked(small())

    assert response.status_code == 422
    assert "Try again in a moment" in response.json()["error"]
    assert asked(small()).status_code == 200
