"""The closed lists of words that say what kind of thing something is, or of person.

Apart from the classes of entries and blocks: what shows an outline knows kinds, and need not know what entries hold.
"""

from enum import StrEnum


class EntryKind(StrEnum):
    """The kinds of entries, as verbs and outlines name them."""

    BINDER = "binder"
    SECTION = "section"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    TERM = "term"
    SOURCE = "source"
    INDEX = "index"


class PartnerKind(StrEnum):
    """What a partner is."""

    FORUM = "forum"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    PROVINCE = "province"
    TERRITORY = "territory"
    PROGRAM = "program"


class NoteKind(StrEnum):
    """Why a note stands out."""

    AFTERMATH = "aftermath"
    CAUTION = "caution"
    TAKEAWAY = "takeaway"


class Audience(StrEnum):
    """Whom an edition is written for."""

    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    COMMITTEE = "committee"
    OTHER = "other"


class UserRole(StrEnum):
    """What someone may do; each role may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class AnonymousAccess(StrEnum):
    """What someone without a key that is known may do."""

    NONE = "none"
    READER = "reader"
