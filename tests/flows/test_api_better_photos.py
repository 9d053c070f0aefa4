"""Better photos over HTTP: options are checked, fixes and colour change are told."""

import pytest

from catalog.models import Rendition
from imaging.engines import registry
from tests.flows.api_calls import api_of
from tests.rendition_world import known_cutouts, work

__all__ = ["known_cutouts", "work"]
pytestmark = pytest.mark.usefixtures("known_cutouts")


@pytest.fixture(autouse=True)
def _no_net(monkeypatch):
    """Noise goes without the net: tests of that are elsewhere."""
    monkeypatch.delitem(registry.ENGINES, "restore", raising=False)


@pytest.fixture
def ask(shop, photo):
    def sent(**options):
        body = {"photos": [photo.pk], "recipe": "enhance", "options": options}
        return api_of(shop).post("renditions/", body)

    return sent


def test_a_better_photo_is_made_as_asked_and_tells_its_fixes(ask, shop, work):
    options = {"strength": 0.8, "tuned": {"tone": {"exposure": 0.5}}, "look": {"look": "film"}}

    [item] = ask(**options).json()
    [job] = work()

    assert job.status == "done", job.error_code
    assert Rendition.objects.get().options == options
    made = api_of(shop).get(f"renditions/{item['id']}/").json()
    assert made["fixes"] == job.facts["enhance"]["fixes"]
    assert "tone" in [fix["step"] for fix in made["fixes"]]
    assert made["colour_change"] == job.facts["colour_change"]
    assert made["pixel_locked"] is False


@pytest.mark.parametrize(
    "options",
    [{"strength": 2}, {"brighter": 1}, {"amounts": {"tone": -1}}, {"look": 3}],
)
def test_what_is_no_option_is_refused(ask, options):
    answer = ask(**options)

    assert answer.status_code == 400
    assert "options" in answer.json()["fields"]
    assert not Rendition.objects.exists()


@pytest.mark.parametrize(
    "options",
    [
        {"heal": {"where": "nowhere"}},
        {"amounts": {"bake": 1}},
        {"look": {"look": "sepia"}},
        {"look": {"look": "film", "tint": 1}},
        {"straighten": {"corners": [[0, 0], [1, 1], [1, 0], [0, 1]]}},
    ],
)
def test_what_an_engine_refuses_is_said_before_anything_is_queued(ask, options):
    answer = ask(**options)

    assert answer.status_code in (400, 422), answer.json()
    assert answer.json()["error"]
    assert not Rendition.objects.exists()
