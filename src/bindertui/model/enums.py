"""Enumerations of the model: kinds of entries, partners and notes, audiences, roles.

They are separate from the classes of entries because the outline and the first frame need only the enumerations.
"""

from enum import StrEnum


class EntryKind(StrEnum):
    """The kinds of entries."""

    BINDER = "binder"
    SECTION = "section"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    TERM = "term"
    SOURCE = "source"
    INDEX = "index"


class PartnerKind(StrEnum):
    """The kinds of partners."""

    FORUM = "forum"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    PROVINCE = "province"
    TERRITORY = "territory"
    PROGRAM = "program"


class NoteKind(StrEnum):
    """The kinds of notes."""

    AFTERMATH = "aftermath"
    CAUTION = "caution"
    TAKEAWAY = "takeaway"


class Audience(StrEnum):
    """The audiences of a binder."""

    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    COMMITTEE = "committee"
    OTHER = "other"


class UserRole(StrEnum):
    """The roles of users; each role includes the permissions of those before it."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class AnonymousAccess(StrEnum):
    """The access of users without a known key."""

    NONE = "none"
    READER = "reader"
