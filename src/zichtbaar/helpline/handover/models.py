"""Tables of the room, for Django to find; each drawer keeps its own."""

from __future__ import annotations

from zichtbaar.helpline.handover.directory.models import Contact, Offer, Organisation, Revision, Serves

__all__ = ["Contact", "Offer", "Organisation", "Revision", "Serves"]
