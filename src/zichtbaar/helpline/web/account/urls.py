"""Addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.account import home, password, second_factor, signing_in

urlpatterns = [
    path("", home.home, name="account"),
    path("sign-in/", signing_in.page, name="account-sign-in"),
    path("sign-out", signing_in.sign_out, name="account-sign-out"),
    path("second-factor/", second_factor.second_factor, name="account-second-factor"),
    path("second-factor/recovery-codes", second_factor.recovery_codes, name="account-recovery-codes"),
    path("slot", password.slot, name="account-slot"),
    path("password", password.change, name="account-password"),
]
