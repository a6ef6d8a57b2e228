from quiz.models.hold import ItemHold
from quiz.models.question import Question, Topic
from quiz.models.record import ItemRecord, PracticeCard, Upload
from quiz.models.revision import AnswerKey, Option, OptionRemark, Picture, Revision, RevisionFact

__all__ = [
    "AnswerKey",
    "ItemHold",
    "ItemRecord",
    "Option",
    "OptionRemark",
    "Picture",
    "PracticeCard",
    "Question",
    "Revision",
    "RevisionFact",
    "Topic",
    "Upload",
]
