"""Addresses of products and of what is done to their photos."""

from django.urls import path

from catalog.views import photos, products

urlpatterns = [
    path("s/<slug:slug>/products/", products.product_list, name="product_list"),
    path("s/<slug:slug>/products/new/", products.product_create, name="product_create"),
    path(
        "s/<slug:slug>/products/<int:product_id>/", products.product_detail, name="product_detail"
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/edit/", products.product_edit, name="product_edit"
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/archive/",
        products.product_archive,
        name="product_archive",
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/unarchive/",
        products.product_unarchive,
        name="product_unarchive",
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/photos/", photos.photo_upload, name="photo_upload"
    ),
    path(
        "s/<slug:slug>/products/<int:product_id>/photos/order/",
        photos.photo_order,
        name="photo_order",
    ),
    path("s/<slug:slug>/photos/<int:photo_id>/delete/", photos.photo_delete, name="photo_delete"),
    path(
        "s/<slug:slug>/photos/<int:photo_id>/restore/", photos.photo_restore, name="photo_restore"
    ),
]
