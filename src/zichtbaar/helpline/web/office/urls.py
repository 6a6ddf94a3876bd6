"""Addresses below the office's door."""

from __future__ import annotations

from django.urls import path

from zichtbaar.helpline.web.office import (
    colleagues,
    directory,
    feedback,
    home,
    organisation,
    partners,
    people,
    recovery,
    signing_in,
)
from zichtbaar.helpline.web.shared.on_demand import views_of

# The monitor, which these need, takes seconds to be imported.
figures, releases, snapshots = (
    views_of(f"zichtbaar.helpline.web.office.{page}") for page in ("figures", "releases", "snapshots")
)

urlpatterns = [
    path("", home.home, name="office-home"),
    path("snapshots", snapshots("freeze"), name="office-freeze-snapshot"),
    path("snapshots/handovers", snapshots("freeze_the_handovers"), name="office-freeze-handovers"),
    path("snapshots/<int:number>/release", releases("make"), name="office-make-release"),
    path("releases/", releases("releases"), name="office-releases"),
    path("releases/<int:number>/", releases("release"), name="office-release"),
    path("releases/<int:number>/files/<str:name>", releases("file"), name="office-release-file"),
    path("releases/<int:number>/approve", releases("approve"), name="office-approve-release"),
    path("releases/<int:number>/refuse", releases("refuse"), name="office-refuse-release"),
    path("releases/<int:number>/publish", releases("publish"), name="office-publish-release"),
    path("releases/<int:number>/withdraw", releases("withdraw"), name="office-withdraw-release"),
    path("releases/<int:number>/correct", releases("correct"), name="office-correct-release"),
    path("figures/", figures("figures"), name="office-figures"),
    path("figures/unprotected/", figures("unprotected"), name="office-unprotected"),
    path("feedback/", feedback.feedback, name="office-feedback"),
    path("people/", people.people, name="office-people"),
    path("people/<int:number>/unprotected", people.permit, name="office-permit-unprotected"),
    path("partners/", partners.page, name="office-partners"),
    path("partners/invite", partners.invite, name="office-invite-partner"),
    path("partners/accounts", partners.bind, name="office-bind-partner"),
    path("partners/recipients", partners.add_recipient, name="office-add-recipient"),
    path("partners/keys/<int:number>/confirm", partners.confirm, name="office-confirm-key"),
    path("partners/keys/<int:number>/distrust", partners.distrust, name="office-distrust-key"),
    path("directory/", directory.directory, name="office-directory"),
    path("directory/sheets/", directory.sheets, name="office-directory-sheets"),
    path("directory/sheets/<str:name>", directory.sheet, name="office-directory-sheet"),
    path("directory/new/", organisation.new, name="office-new-organisation"),
    path("directory/of/<str:identifier>/", organisation.organisation, name="office-organisation"),
    path("people/invite", colleagues.invite, name="office-invite"),
    path("people/<int:number>/", colleagues.colleague, name="office-colleague"),
    path("people/<int:number>/link", colleagues.new_link, name="office-new-link"),
    path("people/<int:number>/second-factor", colleagues.take_factor, name="office-take-factor"),
    path("people/<int:number>/sign-out", colleagues.sign_out, name="office-sign-out-colleague"),
    path("people/<int:number>/left", colleagues.left, name="office-left"),
    path("recovery/", recovery.page, name="office-recovery"),
    path("recovery/lacking", recovery.lacking, name="office-recovery-lacking"),
    path("recovery/<int:number>", recovery.give, name="office-recovery-give"),
    path("sign-in/", signing_in.page, name="office-sign-in"),
    path("sign-out", signing_in.sign_out, name="office-sign-out"),
]
