"""Addresses of a shop's brand kit."""

from django.urls import path

from catalog.views import brand

urlpatterns = [
    path("s/<slug:slug>/settings/brand/", brand.brand_kit, name="brand_kit"),
    path("s/<slug:slug>/settings/brand/logo/", brand.brand_logo, name="brand_logo"),
]
