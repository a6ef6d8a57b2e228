from quiz.models.hold import ItemHold
from quiz.models.question import Question, Topic
from quiz.models.revision import AnswerKey, Option, Revision, RevisionFact

__all__ = ["AnswerKey", "ItemHold", "Option", "Question", "Revision", "RevisionFact", "Topic"]
