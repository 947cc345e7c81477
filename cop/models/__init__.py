"""The nouns. Importing this package completes the metadata."""

from cop.models.attachments import Attachment
from cop.models.blocks import Block
from cop.models.conversations import Conversation
from cop.models.drafts import RoomDraft
from cop.models.invitations import Invitation, Place
from cop.models.letters import Letter, LetterKind
from cop.models.memberships import Membership, Role, RoleName
from cop.models.mentions import Mention
from cop.models.messages import Mark, Message, MessageRevision, Presence
from cop.models.notices import Notice, NoticeKind, Unwanted
from cop.models.organisations import Affiliation, Organisation
from cop.models.people import Appointment, AppointmentRole, Person, ProfessionalRole
from cop.models.posts import Post, PostRevision
from cop.models.reviews import Decision, Report, Review, ReviewKind, Verdict
from cop.models.sign_ins import SignIn
from cop.models.sites import Site
from cop.models.sources import TopicSource
from cop.models.spaces import Policy, Programme, RoomState, Space, SpaceKind
from cop.models.stances import Stance
from cop.models.states import State
from cop.models.throttles import Throttle
from cop.models.topics import Topic, TopicReading, TopicState

__all__ = [
    "Affiliation",
    "Appointment",
    "AppointmentRole",
    "Attachment",
    "Block",
    "Conversation",
    "Decision",
    "Invitation",
    "Letter",
    "LetterKind",
    "Mark",
    "Membership",
    "Mention",
    "Message",
    "MessageRevision",
    "Notice",
    "NoticeKind",
    "Organisation",
    "Person",
    "Place",
    "Policy",
    "Post",
    "PostRevision",
    "Presence",
    "ProfessionalRole",
    "Programme",
    "Report",
    "Review",
    "ReviewKind",
    "Role",
    "RoleName",
    "RoomDraft",
    "RoomState",
    "SignIn",
    "Site",
    "Space",
    "SpaceKind",
    "Stance",
    "State",
    "Throttle",
    "Topic",
    "TopicReading",
    "TopicSource",
    "TopicState",
    "Unwanted",
    "Verdict",
]
