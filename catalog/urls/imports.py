"""Addresses of bulk imports."""

from django.urls import path

from catalog.views import import_exports, import_pictures, import_reading, imports

all_of_them = "s/<slug:slug>/imports/"
one = f"{all_of_them}<uuid:import_id>/"

urlpatterns = [
    path(all_of_them, imports.import_list, name="import_list"),
    path(f"{all_of_them}new/", imports.import_create, name="import_create"),
    path(f"{all_of_them}sample/", imports.import_sample, name="import_sample"),
    path(one, imports.import_detail, name="import_detail"),
    path(f"{one}progress/", imports.import_progress, name="import_progress"),
    path(f"{one}same/", import_exports.import_same, name="import_same"),
    path(f"{one}errors/", imports.import_errors, name="import_errors"),
    path(f"{one}reading/", import_reading.import_reading, name="import_reading"),
    path(f"{one}start/", imports.import_start, name="import_start"),
    path(f"{one}pictures/", import_pictures.import_pictures, name="import_pictures"),
    path(f"{one}pause/", import_pictures.import_pause, name="import_pause"),
    path(f"{one}resume/", import_pictures.import_resume, name="import_resume"),
    path(f"{one}submit/", import_pictures.import_submit, name="import_submit"),
    path(f"{one}cancel/", imports.import_cancel, name="import_cancel"),
    path(f"{one}retry/", imports.import_retry, name="import_retry"),
]
