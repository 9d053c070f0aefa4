"""Addresses of what moderators read of decisions as files."""

from django.urls import path

from catalog.views import decision_exports

urlpatterns = [
    path("review/log/export/", decision_exports.decision_export, name="decision_export"),
]
