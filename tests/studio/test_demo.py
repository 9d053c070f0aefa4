"""The demo shop: drawn, complete, made once."""

import numpy as np
import pytest
from django.contrib.auth import authenticate

from catalog.models import Photo, Shop, User
from imaging.models import Job
from imaging.recipes import TAGS
from studio.demo import shop as demo
from studio.demo.tracer import Room, Thing, photograph, trace

SMALL = (160, 120)


@pytest.fixture
def logins(tmp_path, monkeypatch):
    path = tmp_path / "demo_logins.txt"
    monkeypatch.setattr(demo, "LOGINS", path)
    return path


@pytest.fixture
def made(db, logins) -> Shop:
    return demo.demo_create(say=lambda line: None, size=SMALL)


def test_the_shop_has_its_products_each_with_a_photo(made):
    assert made.slug == "demo"
    assert made.products.count() == len(demo.SAMPLES)
    assert Photo.objects.filter(shop=made, width=160, height=120).count() == len(demo.SAMPLES)


def test_the_noted_passwords_open_the_door(made, logins):
    passwords = dict(line.split() for line in logins.read_text().splitlines())

    assert set(passwords) == {*demo.PEOPLE.values(), demo.MODERATOR}
    assert all(authenticate(email=email, password=word) for email, word in passwords.items())
    assert logins.stat().st_mode & 0o777 == 0o600


def test_the_moderator_is_no_member_of_the_shop(made):
    moderator = User.objects.get(email=demo.MODERATOR)

    assert moderator.is_moderator
    assert not moderator.memberships.exists()


def test_made_again_nothing_changes_and_nothing_is_drawn(made, logins):
    before = logins.read_text()
    made.products.update(title="Renamed by its seller")
    drawn: list[str] = []

    demo.demo_create(say=drawn.append, size=SMALL)

    assert drawn == []
    assert logins.read_text() == before
    assert set(made.products.values_list("title", flat=True)) == {"Renamed by its seller"}


def sphere(points):
    return (np.linalg.norm(points - np.array([0, 0.7, 0], np.float32), axis=1) - 0.6).astype("f4")


def test_a_ray_meets_a_sphere_where_geometry_says():
    eye = np.array([0, 0.7, 5], np.float32)
    rays = np.array([[0, 0, -1], [0, 1, 0]], np.float32)

    points, found = trace(sphere, eye, rays)

    assert found.tolist() == [True, False]
    np.testing.assert_allclose(points[0], [0, 0.7, 0.6], atol=3e-3)


def test_the_same_photo_is_drawn_on_every_install():
    thing = Thing(sphere, lambda points, normals: np.full_like(points, 0.5))
    room = Room(table=(0.5, 0.4, 0.3), wall=(0.6, 0.6, 0.6))

    first, second, other = (
        photograph(thing, room, width=64, height=48, seed=seed) for seed in (1, 1, 2)
    )

    assert first.shape == (48, 64, 3)
    assert (first == second).all()
    assert (first != other).any()


def test_its_photos_wait_to_be_read_so_that_a_new_user_sees_attributes(made):
    jobs = Job.objects.of_tenant(made.tenant).filter(recipe=TAGS, priority=Job.Priority.LATER)

    assert jobs.count() == len(demo.SAMPLES)
    assert not Photo.objects.filter(shop=made, tags_job=None).exists()
