"""Addresses of webhooks and of what a shop uses."""

from django.urls import path

from catalog.views import usage, webhooks

all_of_them = "s/<slug:slug>/settings/webhooks/"
one = f"{all_of_them}<int:webhook_id>/"

urlpatterns = [
    path(all_of_them, webhooks.webhook_list, name="webhook_list"),
    path(one, webhooks.webhook_detail, name="webhook_detail"),
    path(f"{one}test/", webhooks.webhook_test, name="webhook_test"),
    path(f"{one}secret/", webhooks.webhook_rotate, name="webhook_rotate"),
    path(f"{one}switch/", webhooks.webhook_switch, name="webhook_switch"),
    path(f"{one}delete/", webhooks.webhook_delete, name="webhook_delete"),
    path(f"{one}messages/<int:delivery_id>/again/", webhooks.delivery_again, name="delivery_again"),
    path("s/<slug:slug>/settings/usage/", usage.usage, name="usage"),
    path("operator/usage/", usage.operator_usage, name="operator_usage"),
    path("operator/usage/<slug:slug>/", usage.operator_shop, name="operator_shop"),
]
