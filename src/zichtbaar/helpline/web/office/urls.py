"""Addresses below the office's door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.office import (
    colleagues,
    feedback,
    figures,
    home,
    people,
    recovery,
    releases,
    signing_in,
    snapshots,
)

urlpatterns = [
    path("", home.home, name="office-home"),
    path("snapshots", snapshots.freeze, name="office-freeze-snapshot"),
    path("snapshots/<int:number>/release", releases.make, name="office-make-release"),
    path("releases/", releases.releases, name="office-releases"),
    path("releases/<int:number>/", releases.release, name="office-release"),
    path("releases/<int:number>/files/<str:name>", releases.file, name="office-release-file"),
    path("releases/<int:number>/approve", releases.approve, name="office-approve-release"),
    path("releases/<int:number>/refuse", releases.refuse, name="office-refuse-release"),
    path("releases/<int:number>/publish", releases.publish, name="office-publish-release"),
    path("releases/<int:number>/withdraw", releases.withdraw, name="office-withdraw-release"),
    path("releases/<int:number>/correct", releases.correct, name="office-correct-release"),
    path("figures/", figures.figures, name="office-figures"),
    path("figures/unprotected/", figures.unprotected, name="office-unprotected"),
    path("feedback/", feedback.feedback, name="office-feedback"),
    path("people/", people.people, name="office-people"),
    path("people/<int:number>/unprotected", people.permit, name="office-permit-unprotected"),
    path("people/invite", colleagues.invite, name="office-invite"),
    path("people/<int:number>/", colleagues.colleague, name="office-colleague"),
    path("people/<int:number>/link", colleagues.new_link, name="office-new-link"),
    path("people/<int:number>/second-factor", colleagues.take_factor, name="office-take-factor"),
    path("people/<int:number>/left", colleagues.left, name="office-left"),
    path("recovery/", recovery.page, name="office-recovery"),
    path("recovery/lacking", recovery.lacking, name="office-recovery-lacking"),
    path("recovery/<int:number>", recovery.give, name="office-recovery-give"),
    path("sign-in/", signing_in.page, name="office-sign-in"),
    path("sign-out", signing_in.sign_out, name="office-sign-out"),
]
