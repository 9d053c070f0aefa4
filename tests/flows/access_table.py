"""Who gets what at every address: the expected status for each person."""

from tests.flows.access_rows import (
    Row,
    a_backdrop,
    a_background,
    a_better_photo,
    a_cube,
    a_file,
    a_logo,
    a_make,
    a_photo,
    a_picture_liked,
    a_product,
    a_selection,
    a_sheet,
    a_theme,
    a_webhook,
    adds,
    an_advert,
    an_api_advert,
    an_api_cube,
    both,
    editors,
    everyone,
    get,
    lists,
    marks,
    moderators,
    operators,
    owners,
    post,
    reads,
    sends,
    settles,
    signed_in,
    strokes,
    the_job,
    viewers,
    writes,
)

ACCOUNTS = {
    "account_login": both("200 302 302 302 302 302 302", "200 302 302 302 302 302 302"),
    "account_signup": both("200 302 302 302 302 302 302", "200 302 302 302 302 302 302"),
    "account_logout": both("302 200 200 200 200 200 200", everyone(302)),
    "account_inactive": get(everyone(200)),
    "account_reauthenticate": both(signed_in(200), signed_in(200)),
    "account_email": both(signed_in(200), signed_in(302)),
    "account_email_verification_sent": get(everyone(200)),
    "account_confirm_email": both(everyone(200), everyone(404)),
    "account_change_password": both(signed_in(200), signed_in(200)),
    "account_set_password": both(signed_in(302), signed_in(302)),
    "account_reset_password": both(everyone(200), everyone(200)),
    "account_reset_password_done": get(everyone(200)),
    "account_reset_password_from_key": both(everyone(200), everyone(200)),
    "account_reset_password_from_key_done": get(everyone(200)),
    "account_confirm_login_code": both(signed_in(302), signed_in(302)),
}

OPEN = {
    "healthz": get(everyone(200)),
    "set_language": both(everyone(302), everyone(302), data=sends(language="zh-hans")),
    "catalog:home": get("200 302 302 302 302 302 302"),
    "catalog:verify": both(everyone(200), everyone(200), data=a_file),
    "catalog:published_picture": get(everyone(200)),
}

PEOPLE_PAGES = {
    "catalog:shop_create": both(signed_in(200), signed_in(302), data=sends(name="Mine")),
    "catalog:shop_settings": both(
        viewers(200), owners(302), data=sends(name="Tea", keep_deleted_days=9)
    ),
    "catalog:brand_kit": both(viewers(200), owners(302), data=sends(primary="#1F4FA3")),
    "catalog:brand_logo": get(viewers(200)),
    "catalog:taste_switch": post(editors(302)),
    "catalog:taste_forget": post(editors(302)),
    "catalog:member_list": get(viewers(200)),
    "catalog:member_invite": post(owners(302), data=sends(email="a@b.example", role="viewer")),
    "catalog:member_role": post(owners(302), data=sends(role="viewer")),
    "catalog:member_remove": post(owners(302)),
    "catalog:invitation_revoke": post(owners(302)),
    "catalog:invitation": both(signed_in(200), "in 422 422 422 302 422 422"),
    "catalog:token_create": post(owners(201), data=sends(name="Shop system")),
    "catalog:token_revoke": post(owners(302)),
}

PRODUCTS = {
    "catalog:product_list": get(viewers(200)),
    "catalog:product_create": both(editors(200), editors(302), data=a_product),
    "catalog:product_detail": get(viewers(200)),
    "catalog:product_edit": both(editors(200), editors(302), data=a_product),
    "catalog:product_archive": post(editors(302)),
    "catalog:product_unarchive": post(editors(302)),
    "catalog:photo_upload": post(editors(201), data=a_photo),
    "catalog:photo_order": post(editors(302), data=sends(order="1")),
    "catalog:photo_delete": post(editors(302)),
    "catalog:photo_restore": post(editors(302)),
    "catalog:photo_thumbnail": get(viewers(200)),
    "catalog:photo_view": get(viewers(200)),
    "catalog:photo_file": get(viewers(200)),
}

ATTRIBUTES = {
    "catalog:attributes": get(viewers(200)),
    "catalog:attribute_decide": post(editors(302), data=sends(act="dismiss")),
    "catalog:attributes_confirm": post(editors(302)),
    "catalog:attributes_read": post(editors(302)),
    "catalog:attributes_undo": post(editors(302), query="?decisions=1"),
    "catalog:attribute_price": post(editors(422)),
    "catalog:products_export": both(
        viewers(200), editors(302), data=sends(availability="in_stock", condition="new")
    ),
    "catalog:products_file": get(viewers(200)),
    "catalog:product_filters": get(viewers(200)),
    "catalog:products_attributes": post(editors(302), data=a_selection),
    "catalog:products_attributes_undo": post(editors(302), query="?decisions=1"),
}

RENDITIONS = {
    "catalog:rendition_create": post(editors(302), data=a_make),
    "catalog:rendition_detail": get(viewers(200)),
    "catalog:rendition_card": get(viewers(200)),
    "catalog:rendition_retouch": both(editors(200), editors(201), data=strokes),
    "catalog:rendition_remake": post(editors(302)),
    "catalog:rendition_choose": post(editors(302)),
    "catalog:rendition_delete": post(editors(302)),
    "catalog:rendition_restore": post(editors(302), thing="deleted"),
    "catalog:rendition_cancel": post(editors(302), thing="queued"),
    "catalog:rendition_retry": post(editors(302), thing="failed"),
    "catalog:rendition_submit": post(editors(302)),
    "catalog:rendition_withdraw": post(editors(302), thing="submitted"),
    "catalog:rendition_file": get(viewers(200)),
    "catalog:rendition_unlabelled": both(
        editors(200), editors(302), data=sends(reason="Amazon", is_agreed="on")
    ),
    "catalog:job_events": get(viewers(200), query="?ids={job}"),
    "catalog:job_poll": get(viewers(200), query="?ids={job}"),
    "catalog:export_zip": get(viewers(200), query="?preset=amazon_main"),
    "catalog:operator": get(operators(200)),
    "catalog:desk_rules": both(operators(200), operators(302)),
    "catalog:desk_queue_new": both(operators(200), operators(422)),
    "catalog:desk_queue": get(operators(404)),
    "catalog:desk_queue_remove": post(operators(404)),
    "catalog:operator_retry": post(operators(302), data=the_job),
}

STUDIO = {
    "catalog:studio": get(viewers(200)),
    "catalog:studio_read": post(editors(200), data=a_theme),
    "catalog:studio_like": post(editors(200), data=a_picture_liked),
    "catalog:studio_backdrop": post(editors(302), data=a_backdrop),
    "catalog:background_add": post(editors(302), data=a_background),
    "catalog:background_delete": post(editors(302)),
    "catalog:background_restore": post(editors(302), thing="deleted_background"),
    "catalog:background_thumbnail": get(viewers(200)),
    "catalog:brief_create": post(editors(302), data=a_theme),
    "catalog:brief_show": get(viewers(302)),
    "catalog:brief_delete": post(editors(302)),
    "catalog:brief_restore": post(editors(302), thing="deleted_brief"),
    "catalog:variant_card": get(viewers(200), thing="variant"),
    "catalog:variant_stage": get(viewers(200), thing="variant"),
    "catalog:variant_favourite": post(editors(302), thing="variant"),
    "catalog:variant_move": post(editors(302), data=sends(x=0, y=0, scale=1), thing="variant"),
    "catalog:variant_sizes": post(editors(302), data=sends(presets=["ebay"]), thing="variant"),
    "catalog:variant_restore": post(editors(302), thing="rejected"),
    "catalog:variant_act": post(editors(302), thing="variant"),
    "catalog:theme_thumbnail": get(everyone(200)),
}

ADVERTS = {
    "catalog:advert_create": both(editors(200), editors(302), data=an_advert),
    "catalog:advert_edit": both(editors(200), editors(302), data=an_advert),
    "catalog:advert_preview": post(editors(200), data=an_advert),
}

BETTER_PHOTOS = {
    "catalog:photo_improve": get(viewers(200)),
    "catalog:improve_preview": post(viewers(200), data=a_better_photo),
    "catalog:improve_make": post(editors(302), data=a_better_photo),
    "catalog:photo_erase": both(editors(200), editors(201), data=marks),
    "catalog:erase_preview": post(editors(200), data=marks),
    "catalog:look_thumbnail": get(viewers(200)),
    "catalog:own_look_add": post(editors(302), data=a_cube),
    "catalog:own_look_rename": post(editors(302), data=sends(name="Night")),
    "catalog:own_look_delete": post(editors(302)),
    "catalog:own_look_restore": post(editors(302), thing="deleted_look"),
    "catalog:photo_preset_create": post(editors(302), data=a_better_photo),
    "catalog:photo_preset_rename": post(editors(302), data=sends(name="Night")),
    "catalog:photo_preset_delete": post(editors(302)),
    "catalog:products_improve": post(editors(302), data=a_selection),
    "catalog:rendition_use": post(editors(302), thing="better"),
}

REVIEWS = {
    "catalog:review_queue": get(moderators(200)),
    "catalog:review_next": post(moderators(302)),
    "catalog:reviews_approve": post(moderators(302)),
    "catalog:review_opinion_next": get(moderators(302)),
    "catalog:review_opinion": get(moderators(404)),
    "catalog:review_log": get(moderators(200)),
    "catalog:review_export": get(moderators(200)),
    "catalog:review_unlabelled": get(moderators(200)),
    "catalog:review_unlabelled_csv": get(moderators(200)),
    "catalog:unlabelled_list": get(owners(200)),
    "catalog:unlabelled_csv": get(owners(200)),
    "catalog:review_check": post(moderators(302)),
    "catalog:review_figures": get(moderators(200)),
    "catalog:review_item": both(moderators(200), moderators(302), thing="submitted"),
    "catalog:review_heartbeat": post(moderators(422), thing="submitted"),
    "catalog:review_decide": post(moderators(422), thing="submitted"),
    "catalog:review_skip": post(moderators(302), thing="submitted", data=sends(reason="unsure")),
    "catalog:review_comment": post(moderators(302), thing="submitted", data=sends(text="Look.")),
    "catalog:review_release": post(moderators(302), thing="submitted"),
    "catalog:review_file": get(moderators(200), thing="submitted"),
    "catalog:decision_list": get(viewers(200)),
    "catalog:decision_appeal": post(editors(302), data=sends(words="Look again.")),
}

SYSTEMS = {
    "catalog:webhook_list": both(owners(200), owners(201), data=a_webhook),
    "catalog:webhook_detail": get(owners(200)),
    "catalog:webhook_test": post(owners(302)),
    "catalog:webhook_rotate": post(owners(201)),
    "catalog:webhook_switch": post(owners(302)),
    "catalog:webhook_delete": post(owners(302)),
    "catalog:delivery_again": post(owners(302)),
    "catalog:usage": get(owners(200)),
    "catalog:operator_usage": get(operators(200)),
    "catalog:operator_shop": both(operators(200), operators(302), data=sends(rows_a_month=9)),
}

IMPORTS = {
    "catalog:import_list": get(viewers(200)),
    "catalog:import_sample": get(viewers(200)),
    "catalog:import_create": both(editors(200), editors(302), data=a_sheet),
    "catalog:import_detail": get(viewers(200)),
    "catalog:import_progress": get(viewers(200)),
    "catalog:import_same": get(viewers(422)),
    "catalog:import_errors": get(viewers(200)),
    "catalog:import_reading": both(editors(302), editors(302), data=sends(format="plain")),
    "catalog:import_start": post(editors(302)),
    "catalog:import_pictures": get(viewers(200)),
    "catalog:import_pause": post(editors(302)),
    "catalog:import_resume": post(editors(302)),
    "catalog:import_submit": post(editors(302)),
    "catalog:import_cancel": post(editors(302)),
    "catalog:import_retry": post(editors(302)),
}

API = {
    "api:schema": get("200 200 200 200 200 200"),
    "api:docs": get("200 200 200 200 200 200"),
    "api:nothing": get("401 401 404 404 404 404"),
    "api:shop": get(lists()),
    "api:usage": get("401 401 200 403 403 200"),
    "api:brand": Row({"GET": lists(), "PATCH": settles(200)}, data=sends(primary="#1F4FA3")),
    "api:brand-logo": Row(
        {"GET": "401 401 404 200 200 200", "POST": settles(200), "DELETE": settles(204)},
        data=a_logo,
    ),
    "api:verify": post("200 200 200 200 200 200", data=a_file),
    "api:adverts": post("401 401 404 403 201 201", data=an_api_advert),
    "api:import-list": both(lists(), adds(201), data=a_sheet),
    "api:import-detail": get(reads()),
    "api:import-rows": get(reads()),
    "api:import-errors": get(reads()),
    "api:import-same": get(reads(422)),
    "api:layout-list": get(lists()),
    "api:import-reading": post(writes(422), data=sends(format="plain")),
    "api:import-start": post(writes(200)),
    "api:import-pause": post(writes(422)),
    "api:import-resume": post(writes(422)),
    "api:import-cancel": post(writes(200)),
    "api:import-retry": post(writes(422)),
    "api:import-submit": post(writes(422)),
    "api:preset-list": get(lists()),
    "api:preset-detail": get(lists()),
    "api:recipe-list": get(lists()),
    "api:theme-list": get(lists()),
    "api:look-list": both(lists(), adds(201), data=an_api_cube),
    "api:look-detail": Row({"PATCH": writes(200), "DELETE": writes(204)}, data=sends(name="Night")),
    "api:look-restore": post(writes(200), thing="lost_cube"),
    "api:review-list": get(lists()),
    "api:job-list": get(lists()),
    "api:job-detail": get(reads()),
    "api:job-cancel": post(writes(200), thing="queued_job"),
    "api:job-retry": post(writes(200), thing="failed_job"),
    "api:product-list": both(lists(), adds(201), data=sends(title="Cup")),
    "api:product-detail": Row({"GET": reads(), "PATCH": writes(200)}, data=sends(title="Cup")),
    "api:attribute-list": get(lists()),
    "api:product-attributes": Row(
        {"GET": reads(), "PATCH": writes(200)},
        data=sends(decisions=[{"name": "colour", "act": "dismiss"}]),
    ),
    "api:product-archive": post(writes(200)),
    "api:product-unarchive": post(writes(200)),
    "api:product-photos": post(writes(201), data=a_photo),
    "api:photo-list": get(lists()),
    "api:photo-detail": Row({"GET": reads(), "DELETE": writes(204)}),
    "api:photo-file": get(reads()),
    "api:photo-restore": post(writes(200)),
    "api:rendition-list": both(lists(), writes(201), data=a_make),
    "api:rendition-detail": Row({"GET": reads(), "DELETE": writes(204)}),
    "api:rendition-restore": post(writes(200), thing="deleted"),
    "api:rendition-choose": post(writes(200)),
    "api:rendition-submit": post(writes(200)),
    "api:rendition-withdraw": post(writes(200), thing="submitted"),
    "api:rendition-appeal": post(writes(422), data=sends(words="Look"), thing="submitted"),
    "api:rendition-reviews": get(reads()),
    "api:rendition-file": get(reads()),
    "api:rendition-unlabelled": post(writes(200), data=sends(reason="Amazon", is_agreed=True)),
}

TABLE: dict[str, Row] = (
    ACCOUNTS
    | OPEN
    | PEOPLE_PAGES
    | PRODUCTS
    | ATTRIBUTES
    | RENDITIONS
    | ADVERTS
    | BETTER_PHOTOS
    | STUDIO
    | REVIEWS
    | IMPORTS
    | SYSTEMS
    | API
)
