"""Addresses of shops and the people in them."""

from django.urls import path

from catalog.views import people, team, tokens

urlpatterns = [
    path("", people.home, name="home"),
    path("shops/new/", people.shop_create, name="shop_create"),
    path("s/<slug:slug>/settings/", people.shop_settings, name="shop_settings"),
    path("s/<slug:slug>/team/", team.member_list, name="member_list"),
    path("s/<slug:slug>/team/invite/", team.member_invite, name="member_invite"),
    path("s/<slug:slug>/team/<int:membership_id>/role/", team.member_role, name="member_role"),
    path(
        "s/<slug:slug>/team/<int:membership_id>/remove/", team.member_remove, name="member_remove"
    ),
    path(
        "s/<slug:slug>/team/invitations/<int:invitation_id>/revoke/",
        team.invitation_revoke,
        name="invitation_revoke",
    ),
    path("s/<slug:slug>/tokens/", tokens.token_create, name="token_create"),
    path("s/<slug:slug>/tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("invitations/<slug:token>/", team.invitation, name="invitation"),
]
