"""Shape and wording of what is filled in in a forum. Meaning and limits are the commands' to judge."""

from cop.forum.forms.steering import (
    ClosingForm,
    LastDayForm,
    MergeForm,
    MoveForm,
    PinForm,
    SlowForm,
    SortingForm,
    SplitForm,
    SteeringForm,
    TagForm,
    TitleForm,
)
from cop.forum.forms.writing import (
    BookmarkForm,
    EditForm,
    OutcomeForm,
    ReplyForm,
    SummaryForm,
    TagsForm,
    TopicForm,
    WritingForm,
    blank_reply,
)

__all__ = [
    "BookmarkForm",
    "ClosingForm",
    "EditForm",
    "LastDayForm",
    "MergeForm",
    "MoveForm",
    "OutcomeForm",
    "PinForm",
    "ReplyForm",
    "SlowForm",
    "SortingForm",
    "SplitForm",
    "SteeringForm",
    "SummaryForm",
    "TagForm",
    "TagsForm",
    "TitleForm",
    "TopicForm",
    "WritingForm",
    "blank_reply",
]
