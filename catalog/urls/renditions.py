"""Addresses of renditions, their files, jobs and exports, and of the operator."""

from django.urls import path

from catalog.views import (
    exports,
    jobs,
    operator,
    rendition_actions,
    rendition_files,
    renditions,
    unlabelled,
)

one = "s/<slug:slug>/renditions/<int:rendition_id>/"

urlpatterns = [
    path(
        "s/<slug:slug>/products/<int:product_id>/make/",
        renditions.rendition_create,
        name="rendition_create",
    ),
    path(one, renditions.rendition_detail, name="rendition_detail"),
    path(f"{one}card/", renditions.rendition_card, name="rendition_card"),
    path(f"{one}retouch/", renditions.rendition_retouch, name="rendition_retouch"),
    path(f"{one}remake/", renditions.rendition_remake, name="rendition_remake"),
    path(f"{one}choose/", rendition_actions.rendition_choose, name="rendition_choose"),
    path(f"{one}delete/", rendition_actions.rendition_delete, name="rendition_delete"),
    path(f"{one}restore/", rendition_actions.rendition_restore, name="rendition_restore"),
    path(f"{one}cancel/", rendition_actions.rendition_cancel, name="rendition_cancel"),
    path(f"{one}retry/", rendition_actions.rendition_retry, name="rendition_retry"),
    path(f"{one}submit/", rendition_actions.rendition_submit, name="rendition_submit"),
    path(f"{one}withdraw/", rendition_actions.rendition_withdraw, name="rendition_withdraw"),
    path(f"{one}unlabelled/", unlabelled.rendition_unlabelled, name="rendition_unlabelled"),
    path(f"{one}<str:role>/", rendition_files.rendition_file, name="rendition_file"),
    path("s/<slug:slug>/jobs/events/", jobs.job_events, name="job_events"),
    path("s/<slug:slug>/jobs/", jobs.job_poll, name="job_poll"),
    path("s/<slug:slug>/export/", exports.export_zip, name="export_zip"),
    path("operator/", operator.operator, name="operator"),
    path("operator/retry/", operator.operator_retry, name="operator_retry"),
]
