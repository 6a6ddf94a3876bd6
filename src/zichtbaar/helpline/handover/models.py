"""Tables of the room, for Django to find; each drawer keeps its own."""

from __future__ import annotations

from zichtbaar.helpline.handover.directory.models import Contact, Offer, Organisation, Revision, Serves
from zichtbaar.helpline.handover.gap_models import Gap
from zichtbaar.helpline.handover.handover_models import Handover, Note, Package, PartnerAccount, ReceiverKey, Step

__all__ = [
    "Contact",
    "Gap",
    "Handover",
    "Note",
    "Offer",
    "Organisation",
    "Package",
    "PartnerAccount",
    "ReceiverKey",
    "Revision",
    "Serves",
    "Step",
]
