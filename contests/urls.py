from django.urls import include, path

from contests.api.attempt import AnswersView, AttemptView, OpeningsView
from contests.api.board import BoardRowsView, BoardView
from contests.views import board, home, run, sit

pages = [
    path("join", home.join, name="join"),
    path("help/<slug:role>/", home.help_page, name="help"),
    path("contest/<slug:code>/", sit.lobby, name="lobby"),
    path("contest/<slug:code>/start", sit.start, name="start"),
    path("contest/<slug:code>/board/", board.board, name="board"),
    path("sit/<int:attempt_id>/", sit.sit, name="sit"),
    path("sit/<int:attempt_id>/result/", sit.result, name="result"),
    path("teach/", run.teach, name="teach"),
    path("teach/contests/new/", run.new_contest, name="new"),
    path("teach/contests/<slug:code>/", run.contest, name="contest"),
    path("teach/contests/<slug:code>/publish", run.publish_one, name="publish"),
    path("teach/contests/<slug:code>/cancel", run.cancel_one, name="cancel"),
]

api = [
    path("api/demonstration", home.demonstration, name="demonstration"),
    path("api/attempts/<int:attempt_id>", AttemptView.as_view(), name="attempt"),
    path("api/attempts/<int:attempt_id>/openings", OpeningsView.as_view(), name="openings"),
    path("api/attempts/<int:attempt_id>/answers", AnswersView.as_view(), name="answers"),
    path("api/contests/<slug:code>/board", BoardView.as_view(), name="board_api"),
    path("api/contests/<slug:code>/board/rows", BoardRowsView.as_view(), name="board_rows"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("", include((pages + api, "contests"))),
]
