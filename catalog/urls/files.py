"""Addresses of the files of photos."""

from django.urls import path

from catalog.views import files

urlpatterns = [
    path(
        "s/<slug:slug>/photos/<int:photo_id>/thumbnail/",
        files.photo_thumbnail,
        name="photo_thumbnail",
    ),
    path("s/<slug:slug>/photos/<int:photo_id>/original/", files.photo_file, name="photo_file"),
    path("s/<slug:slug>/photos/<int:photo_id>/view/", files.photo_view, name="photo_view"),
]
