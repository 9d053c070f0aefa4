"""Addresses of what a product's attributes are."""

from django.urls import path

from catalog.views import attributes, attributes_many, product_exports

product = "s/<slug:slug>/products/<int:product_id>/attributes/"

urlpatterns = [
    path(product, attributes.attributes, name="attributes"),
    path(f"{product}confirm/", attributes.attributes_confirm, name="attributes_confirm"),
    path(f"{product}read/", attributes.attributes_read, name="attributes_read"),
    path(f"{product}undo/", attributes.attributes_undo, name="attributes_undo"),
    path(f"{product}price/use/", attributes.attribute_price, name="attribute_price"),
    path(f"{product}of/<slug:name>/", attributes.attribute_decide, name="attribute_decide"),
    path(
        "s/<slug:slug>/products/filters/", attributes_many.product_filters, name="product_filters"
    ),
    path(
        "s/<slug:slug>/products/attributes/",
        attributes_many.products_attributes,
        name="products_attributes",
    ),
    path(
        "s/<slug:slug>/products/attributes/undo/",
        attributes_many.products_attributes_undo,
        name="products_attributes_undo",
    ),
    path("s/<slug:slug>/products/export/", product_exports.products_export, name="products_export"),
    path(
        "s/<slug:slug>/products/export/file/", product_exports.products_file, name="products_file"
    ),
]
