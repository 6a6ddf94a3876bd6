"""Every address of the helpline, door by door."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from zichtbaar.helpline.people.models import ALL_ROLES, DESK_ROLES, OFFICE_ROLES, PARTNER_ROLES
from zichtbaar.helpline.web.desk import handover_urls, registration_urls
from zichtbaar.helpline.web.shared import errors, sign_in

TYPED_DOORS = ("desk", "partner", "office", "account")
"""Somebody who types the address of her door does not type its last slash."""

urlpatterns = [
    path("", include("zichtbaar.helpline.web.visitor.urls")),
    path("desk/", include("zichtbaar.helpline.web.desk.urls")),
    path("desk/", include(registration_urls)),
    path("desk/", include(handover_urls)),
    path("desk/sign-in/salt", sign_in.stretching, name="desk-salt"),
    path("desk/sign-in", sign_in.sign_in, {"roles": DESK_ROLES, "team_keys": True}, name="desk-sign-in"),
    path("partner/", include("zichtbaar.helpline.web.partner.urls")),
    path("partner/sign-in/salt", sign_in.stretching, name="partner-salt"),
    path("partner/sign-in", sign_in.sign_in, {"roles": PARTNER_ROLES, "team_keys": False}, name="partner-sign-in"),
    path("account/", include("zichtbaar.helpline.web.account.urls")),
    path("office/", include("zichtbaar.helpline.web.office.urls")),
    path("office/sign-in/salt", sign_in.stretching, name="office-salt"),
    path("office/sign-in", sign_in.sign_in, {"roles": OFFICE_ROLES, "team_keys": False}, name="office-sign-in-keys"),
    path("account/sign-in/salt", sign_in.stretching, name="account-salt"),
    path("account/sign-in", sign_in.sign_in, {"roles": ALL_ROLES, "team_keys": False}, name="account-sign-in-keys"),
    *(path(door, RedirectView.as_view(url=f"/{door}/"), name=f"{door}-typed") for door in TYPED_DOORS),
]

handler400 = errors.not_understood
handler403 = errors.not_from_this_page
handler404 = errors.not_found
handler500 = errors.went_wrong
