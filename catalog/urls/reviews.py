"""Addresses of the moderators' desk and of a shop's decisions."""

from django.urls import path

from catalog.views import (
    decisions,
    review_figures,
    review_files,
    review_log,
    review_opinions,
    review_queues,
    reviews,
    unlabelled_lists,
)

one = "review/<int:rendition_id>/"

urlpatterns = [
    path("review/", review_queues.review_queue, name="review_queue"),
    path("review/next/", reviews.review_next, name="review_next"),
    path("review/approve/", review_queues.reviews_approve, name="reviews_approve"),
    path("review/opinions/", review_opinions.review_opinion_next, name="review_opinion_next"),
    path("review/opinions/<int:review_id>/", review_opinions.review_opinion, name="review_opinion"),
    path("review/figures/", review_figures.review_figures, name="review_figures"),
    path("review/log/export.<str:writer>", review_log.review_export, name="review_export"),
    path("review/log/check/", review_log.review_check, name="review_check"),
    path("review/log/", review_log.review_log, name="review_log"),
    path("review/unlabelled/", unlabelled_lists.review_unlabelled, name="review_unlabelled"),
    path(
        "review/unlabelled/export.csv",
        unlabelled_lists.review_unlabelled_csv,
        name="review_unlabelled_csv",
    ),
    path(one, reviews.review_item, name="review_item"),
    path(f"{one}heartbeat/", reviews.review_heartbeat, name="review_heartbeat"),
    path(f"{one}decide/", reviews.review_decide, name="review_decide"),
    path(f"{one}skip/", reviews.review_skip, name="review_skip"),
    path(f"{one}comment/", reviews.review_comment, name="review_comment"),
    path(f"{one}release/", reviews.review_release, name="review_release"),
    path(f"{one}<str:role>/", review_files.review_file, name="review_file"),
    path(
        "s/<slug:slug>/settings/unlabelled/",
        unlabelled_lists.unlabelled_list,
        name="unlabelled_list",
    ),
    path(
        "s/<slug:slug>/settings/unlabelled/export.csv",
        unlabelled_lists.unlabelled_csv,
        name="unlabelled_csv",
    ),
    path("s/<slug:slug>/decisions/", decisions.decision_list, name="decision_list"),
    path(
        "s/<slug:slug>/decisions/<int:rendition_id>/appeal/",
        decisions.decision_appeal,
        name="decision_appeal",
    ),
]
