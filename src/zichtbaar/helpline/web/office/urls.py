"""Addresses below the office's door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.office import factsheets, home, people, signing_in, snapshots

urlpatterns = [
    path("", home.home, name="office-home"),
    path("snapshots", snapshots.freeze, name="office-freeze-snapshot"),
    path("snapshots/<int:number>/factsheet", factsheets.make, name="office-make-factsheet"),
    path("factsheets/<int:number>/<str:name>", factsheets.file, name="office-factsheet-file"),
    path("people/", people.people, name="office-people"),
    path("sign-in/", signing_in.page, name="office-sign-in"),
    path("sign-out", signing_in.sign_out, name="office-sign-out"),
]
