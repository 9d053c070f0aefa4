"""Addresses of the advert editor."""

from django.urls import path

from catalog.views import adverts

urlpatterns = [
    path(
        "s/<slug:slug>/products/<int:product_id>/adverts/new/",
        adverts.advert_create,
        name="advert_create",
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/adverts/preview/",
        adverts.advert_preview,
        name="advert_preview",
    ),
    path(
        "s/<slug:slug>/renditions/<int:rendition_id>/advert/",
        adverts.advert_edit,
        name="advert_edit",
    ),
]
