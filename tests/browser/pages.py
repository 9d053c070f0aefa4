"""The main pages, and who opens them."""

from tests.browser.server import Studio

NOBODY = ""


def main_pages(studio: Studio) -> dict[str, list[str]]:
    """Addresses by the person who sees them; the person NOBODY is not signed in."""
    at = studio.addresses
    return {
        NOBODY: [
            "/",
            "/verify/",
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/password/reset/",
        ],
        "seller@example.com": [
            "/shops/new/",
            "/s/teashop/products/",
            "/s/teashop/products/new/",
            at["product"],
            f"{at['product']}edit/",
            f"{at['product']}adverts/new/",
            f"{at['product']}improve/",
            at["rendition"],
            f"{at['rendition']}retouch/",
            "/s/teashop/settings/",
            "/s/teashop/settings/brand/",
            "/s/teashop/settings/webhooks/",
            "/s/teashop/settings/usage/",
            "/s/teashop/team/",
            "/s/teashop/decisions/",
            "/s/teashop/imports/",
            "/s/teashop/imports/new/",
            "/accounts/email/",
            "/accounts/password/change/",
            "/s/teashop/nothing-here/",
        ],
        "ann@example.com": [
            at["attributes"],
            "/s/anns/products/?attribute_colour=blue",
        ],
        "moderator@example.com": [
            "/review/",
            "/review/?queue=default",
            at["waiting"],
            "/review/log/",
            "/review/figures/",
        ],
        "operator@example.com": ["/operator/", "/operator/usage/", "/operator/usage/teashop/"],
    }
