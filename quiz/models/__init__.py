from quiz.models.hold import ItemHold
from quiz.models.question import Question, Topic
from quiz.models.revision import AnswerKey, Option, OptionRemark, Picture, Revision, RevisionFact

__all__ = [
    "AnswerKey",
    "ItemHold",
    "Option",
    "OptionRemark",
    "Picture",
    "Question",
    "Revision",
    "RevisionFact",
    "Topic",
]
