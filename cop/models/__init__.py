"""The nouns. Importing this package completes the metadata, and lets memberships abide by measures."""

from cop.models import abiding, met
from cop.models.address_changes import AddressChange
from cop.models.applications import Application, ApplicationState, Band, Recruitment
from cop.models.appointment_roles import AppointmentRole, Tenure
from cop.models.attachments import Attachment
from cop.models.ballots import Ballot, Preference
from cop.models.blocks import Block
from cop.models.bookmarks import Bookmark
from cop.models.checks import PurgeCheck
from cop.models.contracts import Contract, Question, SetAnswer
from cop.models.conversations import Conversation
from cop.models.decisions import Contributed, Decision, Verdict
from cop.models.departures import Departure, Step, Way
from cop.models.drafts import RoomDraft
from cop.models.exports import Export
from cop.models.factors import Authenticator, RecoveryCode
from cop.models.feeds import Feed
from cop.models.findable import EntryKind, SearchEntry
from cop.models.forum_drafts import ForumDraft, Sheet
from cop.models.gatherings import AccessNote, Gathering, GatheringKind, GatheringPlace, Invited, Scope
from cop.models.ground_rules import GroundRules, RulesAcceptance
from cop.models.grounds import Ground
from cop.models.handover import Condition, HandoverCheck
from cop.models.holds import Hold
from cop.models.identities import Identity
from cop.models.indicators import Indicator, IndicatorKind, IndicatorValue
from cop.models.inquiries import (
    Inquiry,
    InquiryAnswer,
    InquiryOrganisation,
    InquiryQuestion,
    InquiryResponse,
    InquiryTheme,
    ThemedResponse,
)
from cop.models.inquiries import Readers as InquiryReaders
from cop.models.inspections import Basis, Inspection
from cop.models.intentions import Intention, IntentionStatus, KeyRelationship, Offer, Wording
from cop.models.invitations import Invitation, Place
from cop.models.keeping import Kept
from cop.models.keeping_rows import KeepingRule, KeepingRun
from cop.models.letters import Letter, LetterKind
from cop.models.levels import AgendaLevel
from cop.models.listed_words import Effect, ListedWord
from cop.models.lives import Life, SetOffer, SetStep
from cop.models.marks import Mark
from cop.models.measures import Measure, MeasureKind
from cop.models.meetings import Meeting
from cop.models.meetings_before import MeetingHope, MeetingNote
from cop.models.meetings_dates import DateAnswer, MeetingDate
from cop.models.meetings_floor import MeetingLine, MeetingTurn
from cop.models.meetings_outcomes import MeetingAction, MeetingLearning, MeetingScore, MeetingSummary
from cop.models.meetings_people import MeetingAttendance, MeetingHandover, MeetingStay, MeetingVoice
from cop.models.meetings_slots import MeetingBid, MeetingSlot, MeetingTiming
from cop.models.memberships import Membership, Role, RoleName
from cop.models.mentions import Mention, PostMention
from cop.models.messages import Message
from cop.models.notices import Notice, NoticeKind, Unwanted
from cop.models.organisations import Affiliation, Organisation
from cop.models.outcomes import Outcome
from cop.models.outputs import Citation, Output, Outsider
from cop.models.pairs import Pair
from cop.models.passkeys import Passkey, SpentChallenge
from cop.models.people import Appointment, Person, ProfessionalRole
from cop.models.pieces import Piece, PieceKind, Written
from cop.models.polls import Poll, PollKind, PollOption
from cop.models.post_marks import PostMark
from cop.models.posts import Post
from cop.models.presences import Presence
from cop.models.programmes import Partner, PartnerRole, Programme, ProgrammeStatus
from cop.models.progress import ProgressUpdate
from cop.models.publishing import Acceptance, Statement, StatementKind, StatementVersion
from cop.models.quotations import PostQuote
from cop.models.reports import Finding, Report
from cop.models.requests import JoinRequest
from cop.models.resources import Resource, ResourceState, ResourceTag
from cop.models.reviews import Deciders, Review, ReviewKind
from cop.models.revisions import MessageRevision, PostRevision
from cop.models.rotas import Duty, RotaTurn
from cop.models.sign_ins import SignIn
from cop.models.sites import Site
from cop.models.sources import TopicSource
from cop.models.spaces import Joining, Policy, RoomState, Space, SpaceKind
from cop.models.sponsoring import Commitment, Encouragement
from cop.models.stakeholders import Stakeholder, Theme
from cop.models.stances import Stance
from cop.models.states import State
from cop.models.successions import Succession
from cop.models.summaries import Summary, SummaryRevision
from cop.models.tags import Tag, TopicTag
from cop.models.tasks import Task, TaskResponse
from cop.models.throttles import Throttle
from cop.models.topics import Topic, TopicReading, TopicState
from cop.models.value import Cycle, Impact, ImpactLevel, ValueStory
from cop.models.vocabulary import SearchGained, SearchGone, SearchKey, SearchMark, SearchWord
from cop.models.waves import Fate, Line, Wave, WaveRow
from cop.models.windows import BookingWindow, MeetingMode
from cop.models.workshops import Cohort, Component, Material, Segment, Stage, Workshop

__all__ = [
    "Acceptance",
    "AccessNote",
    "AddressChange",
    "Affiliation",
    "AgendaLevel",
    "Application",
    "ApplicationState",
    "Appointment",
    "AppointmentRole",
    "Attachment",
    "Authenticator",
    "Ballot",
    "Band",
    "Basis",
    "Block",
    "BookingWindow",
    "Bookmark",
    "Citation",
    "Cohort",
    "Commitment",
    "Component",
    "Condition",
    "Contract",
    "Contributed",
    "Conversation",
    "Cycle",
    "DateAnswer",
    "Deciders",
    "Decision",
    "Departure",
    "Duty",
    "Effect",
    "Encouragement",
    "EntryKind",
    "Export",
    "Fate",
    "Feed",
    "Finding",
    "ForumDraft",
    "Gathering",
    "GatheringKind",
    "GatheringPlace",
    "Ground",
    "GroundRules",
    "HandoverCheck",
    "Hold",
    "Identity",
    "Impact",
    "ImpactLevel",
    "Indicator",
    "IndicatorKind",
    "IndicatorValue",
    "Inquiry",
    "InquiryAnswer",
    "InquiryOrganisation",
    "InquiryQuestion",
    "InquiryReaders",
    "InquiryResponse",
    "InquiryTheme",
    "Inspection",
    "Intention",
    "IntentionStatus",
    "Invitation",
    "Invited",
    "JoinRequest",
    "Joining",
    "KeepingRule",
    "KeepingRun",
    "Kept",
    "KeyRelationship",
    "Letter",
    "LetterKind",
    "Life",
    "Line",
    "ListedWord",
    "Mark",
    "Material",
    "Measure",
    "MeasureKind",
    "Meeting",
    "MeetingAction",
    "MeetingAttendance",
    "MeetingBid",
    "MeetingDate",
    "MeetingHandover",
    "MeetingHope",
    "MeetingLearning",
    "MeetingLine",
    "MeetingMode",
    "MeetingNote",
    "MeetingScore",
    "MeetingSlot",
    "MeetingStay",
    "MeetingSummary",
    "MeetingTiming",
    "MeetingTurn",
    "MeetingVoice",
    "Membership",
    "Mention",
    "Message",
    "MessageRevision",
    "Notice",
    "NoticeKind",
    "Offer",
    "Organisation",
    "Outcome",
    "Output",
    "Outsider",
    "Pair",
    "Partner",
    "PartnerRole",
    "Passkey",
    "Person",
    "Piece",
    "PieceKind",
    "Place",
    "Policy",
    "Poll",
    "PollKind",
    "PollOption",
    "Post",
    "PostMark",
    "PostMention",
    "PostQuote",
    "PostRevision",
    "Preference",
    "Presence",
    "ProfessionalRole",
    "Programme",
    "ProgrammeStatus",
    "ProgressUpdate",
    "PurgeCheck",
    "Question",
    "RecoveryCode",
    "Recruitment",
    "Report",
    "Resource",
    "ResourceState",
    "ResourceTag",
    "Review",
    "ReviewKind",
    "Role",
    "RoleName",
    "RoomDraft",
    "RoomState",
    "RotaTurn",
    "RulesAcceptance",
    "Scope",
    "SearchEntry",
    "SearchGained",
    "SearchGone",
    "SearchKey",
    "SearchMark",
    "SearchWord",
    "Segment",
    "SetAnswer",
    "SetOffer",
    "SetStep",
    "Sheet",
    "SignIn",
    "Site",
    "Space",
    "SpaceKind",
    "SpentChallenge",
    "Stage",
    "Stakeholder",
    "Stance",
    "State",
    "Statement",
    "StatementKind",
    "StatementVersion",
    "Step",
    "Succession",
    "Summary",
    "SummaryRevision",
    "Tag",
    "Task",
    "TaskResponse",
    "Tenure",
    "Theme",
    "ThemedResponse",
    "Throttle",
    "Topic",
    "TopicReading",
    "TopicSource",
    "TopicState",
    "TopicTag",
    "Unwanted",
    "ValueStory",
    "Verdict",
    "Wave",
    "WaveRow",
    "Way",
    "Wording",
    "Workshop",
    "Written",
    "abiding",
    "met",
]
