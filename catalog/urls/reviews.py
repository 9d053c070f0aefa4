"""Addresses of the moderators' desk and of a shop's decisions."""

from django.urls import path

from catalog.views import decisions, review_files, reviews

one = "review/<int:rendition_id>/"

urlpatterns = [
    path("review/", reviews.review_queue, name="review_queue"),
    path("review/next/", reviews.review_next, name="review_next"),
    path("review/log/", reviews.review_log, name="review_log"),
    path(one, reviews.review_item, name="review_item"),
    path(f"{one}heartbeat/", reviews.review_heartbeat, name="review_heartbeat"),
    path(f"{one}decide/", reviews.review_decide, name="review_decide"),
    path(f"{one}release/", reviews.review_release, name="review_release"),
    path(f"{one}<str:role>/", review_files.review_file, name="review_file"),
    path("s/<slug:slug>/decisions/", decisions.decision_list, name="decision_list"),
    path(
        "s/<slug:slug>/decisions/<int:rendition_id>/appeal/",
        decisions.decision_appeal,
        name="decision_appeal",
    ),
]
