"""Every page of the product: whose it is, and the links that lead to it from Today.

A page with an id in its address is found as a person finds it: by the first link of that name on
the page before. So no id stands here, and a page that nothing leads to is noticed.
"""

import re
from dataclasses import dataclass

from django.urls import get_resolver, resolve, reverse

ROSA, HELEN, NGOZI = "Rosa Medina", "Helen Park", "Ngozi Okafor"
DANIEL, PRIYA, SAMIR = "Daniel Reyes", "Priya Raman", "Samir Haddad"
ELENA = "Elena Alvarez"
LINKS = re.compile(r'<a\b[^>]*?href="([^"#?]+)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Page:
    """`way`: words of the links to follow from `start`; `wrong`: sent as it is, errors show."""

    route: str
    who: str = ROSA
    start: str = ""
    way: tuple[str, ...] = ()
    wrong: bool = False
    status: int = 200

    @property
    def id(self):
        return "-".join(
            part
            for part in (self.route, self.who.split(" ")[0].lower(), "wrong" if self.wrong else "")
            if part
        )


SCHOOL = ("Who leads what",)
EVIDENCE = ("Evidence",)
ARGUE, ASKED = "Every student argues from a text, every day", "What is asked of us"
PAIRS = "Do pairs quote more when the question has two answers?"
WONDERING = "Which of our questions send students back to the text?"
PICTURE, FEEDBACK = (
    "See where vantage points agree",
    "Feedback to teachers is frequent and followed up",
)
ROLES = ("Practice", "Coaching", "Who coaches, and what for")
PULSE = ("Practice", "Trust pulse")
BEHIND = "See the parts of the test behind it"
OWN_CLASS = "Reading 6 (section 1)"
ASSISTANTS = (*SCHOOL, "Assistant principal")
MEETINGS = ("Priorities", "Teams and meetings")
LEADERSHIP = (*MEETINGS, "Instructional leadership team Lincoln Middle School")
MY_SCHOOLS = ("Support", "My schools")
LINCOLN = (*MY_SCHOOLS, "Lincoln Middle School · contacts and promises")
PAGES = [
    Page("account_login", who=""),
    Page("account_login", who="", wrong=True),
    Page("tour", who=""),
    Page("account_reset_password", who=""),
    Page("account_reset_password", who="", wrong=True),
    Page("account_reset_password_done", who=""),
    Page("account_reset_password_from_key_done", who=""),
    Page("socialaccount_login_cancelled", who=""),
    Page("account_inactive", who="", status=403),
    *(Page("today", who) for who in (ROSA, HELEN, NGOZI, DANIEL, PRIYA, SAMIR)),
    Page("priorities"),
    Page("alignment", HELEN, way=("Priorities", "See which schools carry them")),
    Page("chains", HELEN, way=("Priorities", "See the chains")),
    Page("priority", way=("Priorities", ARGUE)),
    Page("priority_begin", way=("Priorities", "Begin a priority"), wrong=True),
    Page("priority_promised", way=("Priorities", ARGUE, "See what is promised")),
    Page("theory", way=("Priorities", ARGUE, "Write and test it")),
    Page("cycle", way=("Priorities", ARGUE, PAIRS)),
    Page("requirements_place", way=("Priorities", ASKED)),
    Page("requirement", way=("Priorities", ASKED, "Attendance plan")),
    Page("requirement_write", way=("Priorities", ASKED, "Write down what is asked"), wrong=True),
    Page("plan", way=("Priorities", "Improvement plan")),
    Page("meetings", way=MEETINGS),
    Page("digest", way=(*MEETINGS, "What people answered")),
    Page("meetings_team", way=LEADERSHIP),
    Page("investment"),
    Page("support"),
    Page("support_schools", NGOZI, way=MY_SCHOOLS),
    Page("support_school", NGOZI, way=LINCOLN),
    Page("support_schools", way=("Support", "You and your supervisor")),  # leads on to her school
    Page("support_write", NGOZI, way=(*LINCOLN, "Write down a contact")),
    Page("support_write", NGOZI, way=(*LINCOLN, "Write down a contact"), wrong=True),
    Page("practice"),
    Page("charters", way=ROLES),
    Page("charter", way=(*ROLES, ELENA)),
    Page("charter", DANIEL, way=(*ROLES, ELENA)),
    Page("caseload", ELENA, way=("Practice", "Coaching", "Whom you work with")),
    Page("inquiries", DANIEL, way=("Practice", "Inquiries")),
    Page("inquiry", DANIEL, way=("Practice", "Inquiries", WONDERING)),
    Page("pulse", way=PULSE),
    Page("pulse", DANIEL, way=PULSE),
    Page("pulse_place", way=(*PULSE, "See what staff answered")),
    Page("pulse_place", NGOZI, way=(*PULSE, "See what staff answered")),
    Page("evidence"),
    Page("evidence", HELEN),
    Page("evidence", NGOZI),
    Page("evidence", DANIEL),
    Page("evidence_behind", way=(*EVIDENCE, BEHIND)),
    Page("evidence_place", way=(*EVIDENCE, BEHIND, "Back to the evidence")),
    Page("evidence_place", HELEN, way=(*EVIDENCE, "Riverside Network")),
    Page("brief", way=(*EVIDENCE, "Brief for a visit")),
    Page("picture", way=(*EVIDENCE, PICTURE)),
    Page("claim", way=(*EVIDENCE, PICTURE, FEEDBACK)),
    Page("piece_add", way=(*EVIDENCE, PICTURE, FEEDBACK, "Add what you saw or heard"), wrong=True),
    Page("claims", way=(*EVIDENCE, PICTURE, "Choose what is claimed"), wrong=True),
    Page("evidence_similar", way=(*EVIDENCE, "See it beside similar schools")),
    Page("evidence_why", way=(*EVIDENCE, "Why this number?")),
    Page("evidence_classes", DANIEL, way=(*EVIDENCE, "See your classes")),
    Page("evidence_class", DANIEL, way=(*EVIDENCE, "See your classes", OWN_CLASS)),
    Page("data", HELEN),
    Page("data", HELEN, wrong=True),
    Page("by_hand", HELEN, start="/data/", way=("See where the exports say otherwise",)),
    Page("load", HELEN, start="/data/", way=("1,007 people, every row taken.",)),
    Page("releases", HELEN, start="/data/", way=("What is out",)),
    Page("operations", HELEN, start="/data/", way=("The server",)),
    Page("release", HELEN, start="/data/", way=("What is out", "Reading")),
    Page("what_is_withheld", way=(*EVIDENCE, "What we withhold, and why")),
    Page("gone", HELEN),
    Page("find"),
    Page("search", start="/search/?q=reading"),
    Page("gallery"),
    Page("directory"),
    Page("directory", HELEN),
    Page("person_add", HELEN),
    Page("person_add", HELEN, wrong=True),
    Page("person", way=(*SCHOOL, "Jerome Baptiste")),
    Page("person", DANIEL, way=("My page",)),
    Page("schools"),
    Page("place", way=SCHOOL),
    Page("place", NGOZI, way=SCHOOL),
    Page("place", HELEN, way=SCHOOL),
    Page("role_add", way=(*SCHOOL, "Add a role")),
    Page("team_add", way=(*SCHOOL, "Form a team")),
    Page("lead_add", way=(*SCHOOL, "Add something that is led")),
    Page("lead_add", way=(*SCHOOL, "Add something that is led"), wrong=True),
    Page("lead_change", way=(*SCHOOL, "Pass on")),
    Page("role", way=ASSISTANTS),
    Page("role", PRIYA, way=("My page", "Researcher")),
    Page("term_start", way=(*ASSISTANTS, "Say who takes it up")),
    Page("term_start", way=(*ASSISTANTS, "Say who takes it up"), wrong=True),
    Page("handover", PRIYA, way=("My page", "Researcher", "Write a handover")),
    Page("term_change", way=(*ASSISTANTS, "Change")),
    Page("term_end", way=(*ASSISTANTS, "End")),
    Page("term_extend", way=(*ASSISTANTS, "Extend")),
    Page("looked"),
    Page("words", HELEN),
    Page("account_set_password"),
    Page("account_set_password", wrong=True),
    Page("mfa_index"),
    Page("mfa_list_webauthn"),
    Page("mfa_add_webauthn"),
    Page("mfa_activate_totp"),
    Page("mfa_activate_totp", wrong=True),
    Page("where_signed_in"),
    Page("make_token"),
    Page("make_token", wrong=True),
    Page("priorities_place", HELEN, way=("Priorities", "Riverside Network")),
    Page("brief_priority", way=("Priorities", ARGUE, "Brief to take along")),
    Page("priority_history", way=("Priorities", ARGUE, "History")),
    Page("priority_change", way=("Priorities", ARGUE, "Change")),
    Page("priority_end", way=("Priorities", ARGUE, "End it")),
    Page("priority_notes", way=("Priorities", ARGUE, "Working notes")),
    Page("measure_add", way=("Priorities", ARGUE, "Add a measure")),
    Page("measure_aim", way=("Priorities", ARGUE, "Change the aim")),
    Page("measure_off", way=("Priorities", ARGUE, "Take it off")),
    Page("link_change", way=("Priorities", ARGUE, "Write and test it", "Change")),
    Page("link_take_out", way=("Priorities", ARGUE, "Write and test it", "Take out")),
    Page("link_evidence", way=("Priorities", ARGUE, "Write and test it", "Add what was seen")),
    Page("cycle_begin", way=("Priorities", ARGUE, "Try something")),
    Page("cycle_change", way=("Priorities", ARGUE, PAIRS, "Change")),
    Page("cycle_decide", way=("Priorities", ARGUE, PAIRS, "Decide")),
    Page("requirement_change", HELEN, way=("Priorities", ASKED, "Attendance plan", "Change")),
    Page("requirement_meet", way=("Priorities", ASKED, "Say how we meet it")),
    Page("protocols", way=(*MEETINGS, "Protocols")),
    Page("rhythm", way=(*LEADERSHIP, "Change when you meet")),
    Page("meeting_once", way=(*LEADERSHIP, "Meet once more")),
    Page("commitment", way=("A cover plan that leaves 6th grade’s planning time alone",)),
]
SEEN_ON_THE_WAY = {  # by the journey that leads there
    **dict.fromkeys(
        (
            "ask",
            "meeting",
            "meeting_add",
            "meeting_bring",
            "meeting_change",
            "meeting_close",
            "meeting_decide",
        ),
        "test_meetings.py",
    ),
    **dict.fromkeys(
        (
            "visits",
            "visit_new",
            "visit",
            "visit_agreements",
            "evaluators",
            "look_fors",
            "obstacle_tell",
            "obstacle",
        ),
        "test_visits.py",
    ),
    **dict.fromkeys(("coaching_week", "interference"), "test_week.py"),
    "visit_offline": "test_offline.py",
    "visit_draft": "test_offline.py",
    **dict.fromkeys(
        (
            "coaching",
            "coaching_ask",
            "coaching_cycle",
            "coaching_openings",
            "coaching_participation",
            "coaching_piece",
            "coaching_search",
            "coaching_shared",
        ),
        "test_coaching.py",
    ),
    **dict.fromkeys(
        ("inquiry_begin", "inquiry_change", "inquiry_look", "inquiry_recheck", "inquiry_try"),
        "test_inquiries.py",
    ),
    **dict.fromkeys(
        ("contact", "contact_off", "contact_write", "support_next", "support_plan"),
        "test_support.py",
    ),
    "work": "test_keeping.py",
    "load_approve": "test_loading.py",
    "load_refuse": "test_loading.py",
    "load_undo": "test_loading.py",
    "invitation": "test_way_in.py",
    "way_in": "test_way_in.py",
    "account_change_password": "test_way_in.py",
    "account_reauthenticate": "test_way_in.py",
    "account_reset_password_from_key": "test_way_in.py",
    "mfa_authenticate": "test_way_in.py",
    "mfa_deactivate_totp": "test_way_in.py",
    "mfa_edit_webauthn": "test_way_in.py",
    "mfa_generate_recovery_codes": "test_way_in.py",
    "mfa_reauthenticate": "test_way_in.py",
    "mfa_reauthenticate_webauthn": "test_way_in.py",
    "mfa_remove_webauthn": "test_way_in.py",
    "mfa_view_recovery_codes": "test_way_in.py",
}
NOT_A_PAGE = {
    "start": "leads on to Today, or to the tour",
    "data_under_way": "a part of the page Data, which asks for it",
    "data_template": "a file; test_loading.py saves it",
    "data_workbook": "a file; test_loading.py saves it",
    "evidence_numbers": "a file; tests/learning/test_downloads.py reads it",
    "picture_file": "a file; tests/evidence/test_saved.py reads it",
    "evidence_figure": "a file; tests/learning/test_downloads.py reads it",
    "load_errors": "a file; test_loading.py saves it",
    "brief_pdf": "a file; tests/publish reads it",
    "brief_word": "a file; tests/publish reads it",
    "brief_priority_pdf": "a file; tests/publish reads it",
    "brief_priority_word": "a file; tests/publish reads it",
    "requirements_calendar": "a file; tests/priorities reads it",
    "load_quarantine": "a file; test_loading.py saves it",
    "health_live": "answers machines that watch",
    "health_ready": "answers machines that watch",
    "metrics": "answers machines that watch",
    "go_on": "leads on to where the person was going",
    "api_me": "answers programs, in JSON",
    "api_lease": "answers a device, in JSON",
    "visit_kit": "answers a device, in JSON",
    "visit_sealed": "answers a device, in JSON",
    "visit_styles": "styles; test_offline.py has them at work",
    "visit_script": "a script; test_offline.py has it at work",
    "visit_worker": "a script; test_offline.py has it at work",
    "manifest": "answers the browser that installs, in JSON",
    "mfa_download_recovery_codes": "a file; test_way_in.py saves it",
    "mfa_login_webauthn": "answers the script of the sign-in page, in JSON",
    "openid_connect_login": "leads on to the district's service; tests/sign_in goes there",
    "openid_connect_callback": "comes back from the district's service; tests/sign_in goes there",
    "saml_login": "leads on to the district's service; tests/sign_in goes there",
    "saml_finish_acs": "comes back from the district's service; tests/sign_in goes there",
    "saml_metadata": "answers the district's service, in XML",
    "saml_sls": "is never there",
}


def find(page, one):
    """Goes where `one` is, by the links that a person would follow."""
    at = one.start or ("/today/" if one.way else reverse(one.route))
    for words in one.way:
        at = _link(page, at, words)
    assert resolve(at.partition("?")[0]).view_name == one.route
    page.goto(at)


def _link(page, at, words):
    html = page.request.get(at).text()
    for address, inside in LINKS.findall(html):
        said = " ".join(re.sub(r"<[^>]*>", " ", inside).split())
        if said == words or said.startswith(f"{words} · "):
            return address
    raise LookupError(f"{at} has no link “{words}”")


def routes_to_look_at():
    """The names of all addresses that answer a GET."""
    return {
        one.name
        for one in _patterns(get_resolver())
        if "GET" in getattr(one.callback, "methods", ("GET",))
    }


def _patterns(resolver):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one
