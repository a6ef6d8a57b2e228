"""Paths of the API for staff (and of the pupil's own appeals); the pupil's paper has its own in `contests.urls`."""

from django.urls import path

from contests.api import (
    appeals,
    awards,
    certificates,
    chosen,
    contests,
    entrants,
    late,
    papers,
    questions,
    results,
    rounds,
    supervision,
)

ROUTES = [
    path("api/contests", contests.ContestsView.as_view(), name="api_contests"),
    path("api/attempts/<int:attempt_id>/appeals", appeals.OwnAppealsView.as_view(), name="api_own_appeals"),
    path("api/certificates/<slug:code>", certificates.VerifyView.as_view(), name="api_verify"),
]

#: Path below `api/contests/<code>` → view, and the name of the route.
_BELOW = {
    "": (contests.ContestView, "api_contest"),
    "/publish": (contests.PublishView, "api_publish"),
    "/cancel": (contests.CancelView, "api_cancel"),
    "/rules": (contests.RulesView, "api_rules"),
    "/papers": (papers.PapersView, "api_papers"),
    "/papers/<int:number>": (papers.PaperView, "api_paper"),
    "/papers/items": (chosen.ChosenView, "api_chosen"),
    "/papers/items/points": (chosen.ChosenPointsView, "api_chosen_points"),
    "/papers/items/remove": (chosen.ChosenRemoveView, "api_chosen_remove"),
    "/entrants": (entrants.EntrantsView, "api_entrants"),
    "/entrants/remove": (entrants.EntrantsRemoveView, "api_entrants_remove"),
    "/entrants/seat": (entrants.EntrantsSeatView, "api_entrants_seat"),
    "/exclusions": (entrants.ExclusionsView, "api_exclusions"),
    "/exclusions/lift": (entrants.ReadmitView, "api_readmit"),
    "/monitor": (supervision.MonitorView, "api_monitor"),
    "/log": (supervision.LogView, "api_log"),
    "/time": (supervision.TimeView, "api_time"),
    "/pauses": (supervision.PausesView, "api_pauses"),
    "/pauses/end": (supervision.ResumeView, "api_resume"),
    "/outages": (supervision.OutagesView, "api_outages"),
    "/room-starts": (supervision.RoomStartsView, "api_room_starts"),
    "/notices": (supervision.NoticesView, "api_notices"),
    "/board/freeze": (supervision.FreezeView, "api_freeze"),
    "/late": (late.LateView, "api_late"),
    "/late/accept": (late.LateAcceptView, "api_late_accept"),
    "/late/refuse": (late.LateRefuseView, "api_late_refuse"),
    "/results": (results.ResultsView, "api_results"),
    "/results/<int:number>": (results.ResultRowsView, "api_result_rows"),
    "/results/<int:number>/changes": (results.ResultChangesView, "api_result_changes"),
    "/results/steps": (results.StepsView, "api_results_steps"),
    "/results/recount": (results.RecountView, "api_recount"),
    "/disqualifications": (results.DisqualificationsView, "api_disqualifications"),
    "/attempts/<int:attempt_id>/disqualify": (results.DisqualifyView, "api_disqualify"),
    "/attempts/<int:attempt_id>/lift": (results.LiftView, "api_lift"),
    "/questions": (questions.QuestionsView, "api_questions"),
    "/questions/<int:item_id>/preview": (questions.PreviewView, "api_regrade_preview"),
    "/questions/<int:item_id>/regrade": (questions.RegradeView, "api_regrade"),
    "/appeals": (appeals.AppealsView, "api_appeals"),
    "/appeals/<int:appeal_id>/answer": (appeals.AppealAnswerView, "api_appeal_answer"),
    "/awards": (awards.AwardsView, "api_awards"),
    "/awards/lots": (awards.LotsView, "api_lots"),
    "/certificates": (certificates.CertificatesView, "api_certificates"),
    "/certificates/<int:certificate_id>/revoke": (certificates.CertificateRevokeView, "api_certificate_revoke"),
    "/jobs/<int:job_id>": (certificates.JobView, "api_job"),
    "/jobs/<int:job_id>/cancel": (certificates.JobCancelView, "api_job_cancel"),
    "/rounds": (rounds.RoundsView, "api_rounds"),
    "/rounds/lead": (rounds.RoundsLeadView, "api_rounds_lead"),
    "/rounds/rule": (rounds.RoundsRuleView, "api_rounds_rule"),
    "/rounds/advance": (rounds.AdvanceView, "api_advance"),
    "/rounds/people": (rounds.AdvancedView, "api_advanced"),
    "/rounds/withdraw": (rounds.WithdrawView, "api_withdraw"),
    "/rounds/call-up": (rounds.CallUpView, "api_call_up"),
}

ROUTES += [
    path(f"api/contests/<slug:code>{below}", view.as_view(), name=name) for below, (view, name) in _BELOW.items()
]
