"""Why somebody asks to read a colleague's chat, for the desk and for the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NEED_WORDS = {
    "need_danger": _("somebody is in danger"),
    "need_absent": _("the colleague is gone"),
    "need_second_opinion": _("a second pair of eyes is needed"),
}
