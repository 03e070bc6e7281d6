from django.urls import path

from convergent.practice.views import (
    agreements,
    charters,
    coaching,
    feedback,
    obstacles,
    offline,
    openings,
    threads,
    visits,
)

ALL, ONE = "visits/", "visits/<uuid:pk>/"
COACHING, CYCLE = "coaching/", "coaching/<uuid:pk>/"
ROLES = f"{COACHING}roles/"

urlpatterns = [
    path(ALL, visits.visits, name="visits"),
    path(f"{ALL}new/", visits.new, name="visit_new"),
    path(f"{ALL}offline/", offline.shell, name="visit_offline"),
    path(f"{ALL}worker.js", offline.worker, name="visit_worker"),
    path(f"{ALL}kit/", offline.kit, name="visit_kit"),
    path(f"{ALL}sealed/", offline.sealed, name="visit_sealed"),
    path(f"{ALL}drafts/<uuid:pk>/", offline.draft, name="visit_draft"),
    path(f"{ALL}invite/", agreements.invitation, name="visit_invite"),
    path(f"{ALL}agreements/", agreements.agreements, name="visit_agreements"),
    path(f"{ALL}agreements/<uuid:pk>/confirm/", agreements.confirm, name="visit_agreement_confirm"),
    path(f"{ALL}evaluators/<uuid:pk>/", agreements.evaluators, name="evaluators"),
    path(f"{ALL}look-fors/<uuid:pk>/", agreements.look_fors, name="look_fors"),
    path(f"{ALL}obstacles/at/<uuid:pk>/", obstacles.tell, name="obstacle_tell"),
    path(f"{ALL}obstacles/<uuid:pk>/", obstacles.obstacle, name="obstacle"),
    path(ONE, feedback.visit, name="visit"),
    path(f"{ONE}feedback/", feedback.feedback, name="visit_feedback"),
    path(f"{ONE}answer/", feedback.answer, name="visit_answer"),
    path(f"{ONE}followed/", feedback.followed, name="visit_followed"),
    path(COACHING, coaching.coaching, name="coaching"),
    path(f"{COACHING}ask/", coaching.ask, name="coaching_ask"),
    path(f"{COACHING}search/", threads.search, name="coaching_search"),
    path(f"{COACHING}participation/", coaching.participation, name="coaching_participation"),
    path(f"{COACHING}openings/", openings.openings, name="coaching_openings"),
    path(f"{COACHING}openings/<uuid:pk>/", openings.opening, name="coaching_opening"),
    path(f"{COACHING}holds/", openings.hold, name="coaching_hold"),
    path(f"{COACHING}holds/<uuid:pk>/lift/", openings.lift, name="coaching_hold_lift"),
    path(f"{COACHING}pieces/<uuid:pk>/", threads.piece, name="coaching_piece"),
    path(f"{COACHING}shared/<uuid:pk>/", threads.shared, name="coaching_shared"),
    path(f"{COACHING}shared/<uuid:pk>/back/", threads.take_back, name="coaching_share_back"),
    path(ROLES, charters.charters, name="charters"),
    path(f"{ROLES}<uuid:pk>/", charters.charter, name="charter"),
    path(f"{ROLES}<uuid:pk>/agree/", charters.agree, name="charter_agree"),
    path(CYCLE, threads.cycle, name="coaching_cycle"),
    path(f"{CYCLE}answer/", coaching.answer, name="coaching_answer"),
    path(f"{CYCLE}write/", threads.write, name="coaching_write"),
    path(f"{CYCLE}met/", coaching.met, name="coaching_met"),
    path(f"{CYCLE}pause/", coaching.pause, name="coaching_pause"),
    path(f"{CYCLE}end/", coaching.end, name="coaching_end"),
]
