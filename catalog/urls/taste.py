"""Addresses of a shop's taste."""

from django.urls import path

from catalog.views import taste

urlpatterns = [
    path("s/<slug:slug>/settings/taste/", taste.taste_switch, name="taste_switch"),
    path("s/<slug:slug>/settings/taste/forget/", taste.taste_forget, name="taste_forget"),
]
