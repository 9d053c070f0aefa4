"""The language switch, under the name that Django gives it."""

from django.urls import path

from catalog.views import language

urlpatterns = [path("setlang/", language.language_set, name="set_language")]
