"""The record of what was done, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from zichtbaar.helpline.audit.reading import Line
from zichtbaar.helpline.audit.recording import Kind

SENTENCES: Mapping[Kind, str | Promise] = {
    Kind.HELPLINE_FOUNDED: gettext_lazy("The helpline was founded"),
    Kind.STAFF_ADDED: gettext_lazy("A colleague was added"),
    Kind.SIGNED_IN: gettext_lazy("{who} signed in"),
    Kind.SIGN_IN_REFUSED: gettext_lazy("Somebody was refused at signing in"),
    Kind.SIGNED_OUT: gettext_lazy("{who} signed out"),
    Kind.SESSIONS_ENDED: gettext_lazy("{who} signed a colleague out everywhere"),
    Kind.STAFF_INVITED: gettext_lazy("{who} made a link with which a colleague chooses a password"),
    Kind.ADMINISTRATOR_INVITED: gettext_lazy("A link for an administrator was made on the server"),
    Kind.STAFF_JOINED: gettext_lazy("{who} made a key and a password"),
    Kind.STAFF_LEFT: gettext_lazy("{who} recorded that a colleague has left"),
    Kind.TEAM_KEY_RENEWED: gettext_lazy("{who} put another team key in the place of the old one"),
    Kind.RECOVERY_USED: gettext_lazy("{who} gave a colleague keys with two printed shares"),
    Kind.RECOVERY_KEY_REPLACED: gettext_lazy("{who} put another recovery key in the place of the old one"),
    Kind.KEYS_GIVEN: gettext_lazy("{who} gave a colleague keys that she needs"),
    Kind.BREAK_GLASS_ASKED: gettext_lazy("{who} asked to read a colleague's chat in need"),
    Kind.BREAK_GLASS_OPENED: gettext_lazy("{who} let a colleague read a chat for an hour"),
    Kind.BREAK_GLASS_READ: gettext_lazy("{who} read a colleague's chat"),
    Kind.BREAK_GLASS_CLOSED: gettext_lazy("The hour for reading a colleague's chat was over"),
    Kind.CONVERSATION_TAKEN_OVER: gettext_lazy("{who} took over a conversation of a colleague who has left"),
    Kind.SECOND_FACTOR_SET_UP: gettext_lazy("{who} set up a second factor"),
    Kind.SECOND_FACTOR_REFUSED: gettext_lazy("Somebody knew a colleague's password, and not the code"),
    Kind.SECOND_FACTOR_TAKEN_AWAY: gettext_lazy("{who} took away a colleague's lost second factor"),
    Kind.SECOND_FACTOR_RESET: gettext_lazy("A second factor was taken away on the server"),
    Kind.RECOVERY_CODE_USED: gettext_lazy("{who} used a recovery code"),
    Kind.RECOVERY_CODES_RENEWED: gettext_lazy("{who} made new recovery codes"),
    Kind.PASSKEY_ADDED: gettext_lazy("{who} added a passkey"),
    Kind.PASSKEY_REMOVED: gettext_lazy("{who} removed a passkey"),
    Kind.PASSWORD_CHANGED: gettext_lazy("{who} changed the password"),
    Kind.CONVERSATION_TAKEN: gettext_lazy("{who} took a conversation"),
    Kind.KEYS_HANDED_OVER: gettext_lazy("{who} sealed a conversation's key to who may read it"),
    Kind.CONVERSATION_ENDED: gettext_lazy("{who} ended a conversation"),
    Kind.VISITOR_BLOCKED: gettext_lazy("{who} ended a conversation, and its visitor cannot come back to it"),
    Kind.PHOTO_LOOKED_AT: gettext_lazy("{who} looked at a photo of a visitor"),
    Kind.PHOTO_DELETED: gettext_lazy("{who} deleted a photo of a visitor"),
    Kind.CONVERSATIONS_FORGOTTEN: gettext_lazy("Conversations were forgotten: in time, or because a visitor asked"),
    Kind.DURESS_SEEN: gettext_lazy("{who} saw that a duress word was used"),
    Kind.BACKUP_MADE: gettext_lazy("A backup was made"),
    Kind.BACKUP_RESTORED: gettext_lazy("The helpline was restored from a backup"),
    Kind.REGISTRATION_OPENED: gettext_lazy("{who} opened a registration"),
    Kind.ANSWERS_RECORDED: gettext_lazy("{who} recorded answers"),
    Kind.REGISTRATION_COMPLETED: gettext_lazy("{who} finished a registration"),
    Kind.REGISTRATION_REOPENED: gettext_lazy("{who} opened a finished registration again"),
    Kind.VISITOR_RECOGNISED: gettext_lazy("{who} recognised an earlier visitor"),
    Kind.SNAPSHOT_FROZEN: gettext_lazy("{who} froze a snapshot"),
    Kind.FACTSHEET_MADE: gettext_lazy("{who} made a factsheet"),
    Kind.RELEASE_DRAFTED: gettext_lazy("{who} made the draft of a release"),
    Kind.RELEASE_APPROVED: gettext_lazy("{who} approved a release"),
    Kind.RELEASE_REFUSED: gettext_lazy("{who} refused a release"),
    Kind.RELEASE_PUBLISHED: gettext_lazy("{who} published a release"),
    Kind.RELEASE_CORRECTED: gettext_lazy("{who} published a version in the place of a release"),
    Kind.RELEASE_WITHDRAWN: gettext_lazy("{who} withdrew a release"),
    Kind.UNPROTECTED_PERMITTED: gettext_lazy("{who} permitted a researcher to see unprotected counts"),
    Kind.UNPROTECTED_FORBIDDEN: gettext_lazy("{who} took back that a researcher may see unprotected counts"),
    Kind.UNPROTECTED_SEEN: gettext_lazy("{who} looked at unprotected counts"),
    Kind.HANDOVER_PROPOSED: gettext_lazy("{who} proposed a handover to a visitor"),
    Kind.HANDOVER_WITHOUT_CONSENT: gettext_lazy("{who} asked for a handover without consent, in acute danger"),
    Kind.HANDOVER_AUTHORISED: gettext_lazy("{who} confirmed a handover without consent"),
    Kind.HANDOVER_MOVED: gettext_lazy("A handover went on"),
    Kind.HANDOVER_ESCALATED: gettext_lazy("A handover is late, and the shift leads were told"),
    Kind.HANDOVER_EXPLAINED: gettext_lazy("{who} explained an open handover"),
    Kind.PARTNER_BOUND: gettext_lazy("{who} said which organisation an account works for"),
    Kind.RECEIVER_KEY_ADDED: gettext_lazy("{who} added the key of a receiver"),
    Kind.RECEIVER_KEY_CONFIRMED: gettext_lazy("{who} confirmed the key of a receiver"),
    Kind.RECEIVER_KEY_DISTRUSTED: gettext_lazy("{who} took the confirmation of a receiver's key back"),
    Kind.DIRECTORY_IMPORTED: gettext_lazy("The directory was imported from sheets"),
    Kind.DIRECTORY_EXPORTED: gettext_lazy("The directory was exported as sheets"),
    Kind.ORGANISATION_KEPT: gettext_lazy("{who} changed an organisation of the directory"),
    Kind.GAP_NOTED: gettext_lazy("Somebody noted that nobody in a region could take somebody on"),
    Kind.ORGANISATION_CONFIRMED: gettext_lazy("{who} confirmed an organisation of the directory"),
}
"""A sentence for each kind of thing; a test holds that none is missing. Without {who} it may be by nobody signed in."""


def in_words(line: Line) -> str:
    """One line of the record as a sentence without full stop, in the language of the page."""
    return str(SENTENCES[line.kind]).format(who=line.by)
