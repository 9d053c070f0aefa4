"""Addresses of the studio page, its briefs and their pictures."""

from django.urls import path

from catalog.views import backdrops, studio, themes, variants

page = "s/<slug:slug>/products/<int:product_id>/studio/"
own = f"{page}backgrounds/"
brief = "s/<slug:slug>/briefs/<int:brief_id>/"
one = "s/<slug:slug>/variants/<int:rendition_id>/"

urlpatterns = [
    path(page, studio.studio, name="studio"),
    path(f"{page}read/", studio.studio_read, name="studio_read"),
    path(f"{page}ask/", studio.brief_create, name="brief_create"),
    path(f"{page}like/", studio.studio_like, name="studio_like"),
    path(f"{page}backdrop/", backdrops.studio_backdrop, name="studio_backdrop"),
    path(own, backdrops.background_add, name="background_add"),
    path(
        f"{own}<int:background_id>/delete/", backdrops.background_delete, name="background_delete"
    ),
    path(
        f"{own}<int:background_id>/restore/",
        backdrops.background_restore,
        name="background_restore",
    ),
    path(
        "s/<slug:slug>/backgrounds/<int:background_id>.webp",
        backdrops.background_thumbnail,
        name="background_thumbnail",
    ),
    path(brief, studio.brief_show, name="brief_show"),
    path(f"{brief}delete/", studio.brief_delete, name="brief_delete"),
    path(f"{brief}restore/", studio.brief_restore, name="brief_restore"),
    path(one, variants.variant_card, name="variant_card"),
    path(f"{one}stage/", variants.variant_stage, name="variant_stage"),
    path(f"{one}favourite/", variants.variant_favourite, name="variant_favourite"),
    path(f"{one}move/", variants.variant_move, name="variant_move"),
    path(f"{one}sizes/", variants.variant_sizes, name="variant_sizes"),
    path(f"{one}restore/", variants.variant_restore, name="variant_restore"),
    path(f"{one}<slug:verb>/", variants.variant_act, name="variant_act"),
    path("themes/<slug:theme>.webp", themes.theme_thumbnail, name="theme_thumbnail"),
]
