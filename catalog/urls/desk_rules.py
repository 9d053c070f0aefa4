"""Addresses of what the operator decides about the moderators' desk."""

from django.urls import path

from catalog.views import desk_rules

urlpatterns = [
    path("operator/desk/", desk_rules.desk_rules, name="desk_rules"),
    path("operator/desk/queues/new/", desk_rules.desk_queue, name="desk_queue_new"),
    path("operator/desk/queues/<int:queue_id>/", desk_rules.desk_queue, name="desk_queue"),
    path(
        "operator/desk/queues/<int:queue_id>/remove/",
        desk_rules.desk_queue_remove,
        name="desk_queue_remove",
    ),
]
