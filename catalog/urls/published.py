"""Addresses of pictures that shop systems and channels fetch."""

from django.urls import path

from catalog.views import published

urlpatterns = [
    path(
        "pictures/<uuid:picture_id>/<str:file_name>",
        published.published_picture,
        name="published_picture",
    )
]
