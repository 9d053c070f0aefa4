"""Addresses of better photos and of a shop's presets for them."""

from django.urls import path

from catalog.views import improve, improve_many, own_looks, photo_presets

product = "s/<slug:slug>/products/<int:product_id>/improve/"

urlpatterns = [
    path(product, improve.photo_improve, name="photo_improve"),
    path(f"{product}make/", improve.improve_make, name="improve_make"),
    path(f"{product}preview/", improve.improve_preview, name="improve_preview"),
    path(f"{product}presets/", photo_presets.photo_preset_create, name="photo_preset_create"),
    path(
        f"{product}presets/<int:preset_id>/rename/",
        photo_presets.photo_preset_rename,
        name="photo_preset_rename",
    ),
    path(
        f"{product}presets/<int:preset_id>/delete/",
        photo_presets.photo_preset_delete,
        name="photo_preset_delete",
    ),
    path(f"{product}looks/", own_looks.own_look_add, name="own_look_add"),
    path(
        f"{product}looks/<int:look_id>/rename/", own_looks.own_look_rename, name="own_look_rename"
    ),
    path(
        f"{product}looks/<int:look_id>/delete/", own_looks.own_look_delete, name="own_look_delete"
    ),
    path(
        f"{product}looks/<int:look_id>/restore/",
        own_looks.own_look_restore,
        name="own_look_restore",
    ),
    path(
        "s/<slug:slug>/photos/<int:photo_id>/looks/<slug:look>/",
        improve.look_thumbnail,
        name="look_thumbnail",
    ),
    path("s/<slug:slug>/photos/<int:photo_id>/erase/", improve.photo_erase, name="photo_erase"),
    path(
        "s/<slug:slug>/photos/<int:photo_id>/erase/preview/",
        improve.erase_preview,
        name="erase_preview",
    ),
    path("s/<slug:slug>/products/improve/", improve_many.products_improve, name="products_improve"),
    path(
        "s/<slug:slug>/renditions/<int:rendition_id>/use/",
        improve.rendition_use,
        name="rendition_use",
    ),
]
