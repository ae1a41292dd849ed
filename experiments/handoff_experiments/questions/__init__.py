"""Questions as data: a file says what is varied and what is looked at, and is asked as it stands."""

from handoff_experiments.questions.answer import Answer
from handoff_experiments.questions.asking import ask
from handoff_experiments.questions.document import question, questions
from handoff_experiments.questions.head import Plan, QuestionFile

__all__ = ["Answer", "Plan", "QuestionFile", "ask", "question", "questions"]
