"""Addresses of the catalog, one module per subject."""

from catalog.urls import (
    adverts,
    attributes,
    brand,
    desk_rules,
    files,
    imports,
    improve,
    people,
    products,
    published,
    renditions,
    reviews,
    studio,
    taste,
    verify,
    webhooks,
)

app_name = "catalog"
urlpatterns = [
    *people.urlpatterns,
    *taste.urlpatterns,
    *brand.urlpatterns,
    *files.urlpatterns,
    *products.urlpatterns,
    *attributes.urlpatterns,
    *improve.urlpatterns,
    *adverts.urlpatterns,
    *renditions.urlpatterns,
    *studio.urlpatterns,
    *reviews.urlpatterns,
    *desk_rules.urlpatterns,
    *imports.urlpatterns,
    *verify.urlpatterns,
    *webhooks.urlpatterns,
    *published.urlpatterns,
]
