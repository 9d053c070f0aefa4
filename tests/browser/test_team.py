"""A teammate: invited by mail, joins, looks but makes nothing, and is removed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import text_of

pytestmark = [pytest.mark.browser, pytest.mark.weights]

SELLER, TOM = "seller@example.com", "tom@example.com"


def test_a_teammate_joins_by_mail_looks_around_and_is_shut_out_when_removed(visit, studio, watch):
    watch.expect("status of 404")  # what Tom gets in the end
    owner = visit("/s/teashop/team/", SELLER)
    owner.get_by_label("Mail address").fill(TOM)
    owner.get_by_role("combobox", name="Role").last.select_option("viewer")
    owner.get_by_role("button", name="Send invitation").click()
    expect(owner.get_by_text(f"{TOM} has an invitation in the mail.")).to_be_visible()

    letter = text_of(studio.mail_to(TOM, saying="Tea shop"))
    link = re.search(r"http://\S+", letter)
    assert link
    assert link[0].startswith(studio.url)

    tom = visit(link[0])
    tom.get_by_role("link", name="Create an account").click()
    tom.get_by_label("Email").fill(TOM)
    tom.get_by_label("Password").fill("tom's long passphrase")
    tom.get_by_role("button", name="Create account").click()
    tom.get_by_role("button", name="Accept and join").click()

    tom.get_by_role("link", name="Blue bottle").click()
    expect(tom.get_by_role("img", name="blue-1.jpg")).to_be_visible()
    expect(tom.get_by_role("link", name="Download", exact=True).first).to_be_visible()
    for forbidden in ("Make pictures", "Archive", "Choose", "Delete"):
        expect(tom.get_by_role("button", name=forbidden, exact=True)).to_have_count(0)
    expect(tom.get_by_text("Choose photos", exact=True)).to_have_count(0)

    owner.reload()
    owner.get_by_role("listitem").filter(has_text=TOM).get_by_role("button", name="Remove").click()
    owner.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(owner.get_by_text(f"{TOM} was removed.")).to_be_visible()

    answer = tom.reload()
    assert answer
    assert answer.status == 404
    expect(tom.get_by_role("heading", name="This page is not here")).to_be_visible()
