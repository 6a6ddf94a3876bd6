"""Addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.account import home, join, passkeys, password, second_factor, signing_in

urlpatterns = [
    path("", home.home, name="account"),
    path("sign-in/", signing_in.page, name="account-sign-in"),
    path("join/", join.page, name="account-join"),
    path("join/invited", join.who, name="account-join-invited"),
    path("join/keys", join.keys, name="account-join-keys"),
    path("sign-out", signing_in.sign_out, name="account-sign-out"),
    path("second-factor/", second_factor.second_factor, name="account-second-factor"),
    path("second-factor/recovery-codes", second_factor.recovery_codes, name="account-recovery-codes"),
    path("slot", password.slot, name="account-slot"),
    path("passkeys/challenge", passkeys.challenge, name="account-passkey-challenge"),
    path("passkeys/options", passkeys.options, name="account-passkey-options"),
    path("passkeys/add", passkeys.add, name="account-passkey-add"),
    path("passkeys/<int:number>/remove", passkeys.remove, name="account-passkey-remove"),
    path("password", password.change, name="account-password"),
]
