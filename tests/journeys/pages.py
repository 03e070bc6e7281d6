"""Every page of the product: whose it is, and the links that lead to it from Today.

A page with an id in its address is found as a person finds it: by the first link of that name on
the page before. So no id stands here, and a page that nothing leads to is noticed.
"""

import re
from dataclasses import dataclass

from django.urls import get_resolver, resolve, reverse

ROSA, HELEN, NGOZI = "Rosa Medina", "Helen Park", "Ngozi Okafor"
DANIEL, PRIYA, SAMIR = "Daniel Reyes", "Priya Raman", "Samir Haddad"
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
BEHIND = "See the parts of the test behind it"
OWN_CLASS = "Reading 6 (section 1)"
ASSISTANTS = (*SCHOOL, "Assistant principal")
PAGES = [
    Page("account_login", who=""),
    Page("account_login", who="", wrong=True),
    Page("account_reset_password", who=""),
    Page("account_reset_password", who="", wrong=True),
    Page("account_reset_password_done", who=""),
    Page("account_reset_password_from_key_done", who=""),
    Page("socialaccount_login_cancelled", who=""),
    Page("account_inactive", who="", status=403),
    *(Page("today", who) for who in (ROSA, HELEN, NGOZI, DANIEL, PRIYA, SAMIR)),
    Page("priorities"),
    Page("investment"),
    Page("support"),
    Page("practice"),
    Page("evidence"),
    Page("evidence", HELEN),
    Page("evidence", NGOZI),
    Page("evidence", DANIEL),
    Page("evidence_behind", way=(*EVIDENCE, BEHIND)),
    Page("evidence_place", way=(*EVIDENCE, BEHIND, "Back to the evidence")),
    Page("evidence_place", HELEN, way=(*EVIDENCE, "Riverside Network")),
    Page("evidence_similar", way=(*EVIDENCE, "See it beside similar schools")),
    Page("evidence_why", way=(*EVIDENCE, "Why this number?")),
    Page("evidence_classes", DANIEL, way=(*EVIDENCE, "See your classes")),
    Page("evidence_class", DANIEL, way=(*EVIDENCE, "See your classes", OWN_CLASS)),
    Page("data", HELEN),
    Page("data", HELEN, wrong=True),
    Page("load", HELEN, start="/data/", way=("1,007 people, every row taken.",)),
    Page("gone", HELEN),
    Page("find"),
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
]
SEEN_ON_THE_WAY = {  # by the journey that leads there
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
    "start": "leads on to Today",
    "data_under_way": "a part of the page Data, which asks for it",
    "data_template": "a file; test_loading.py saves it",
    "data_workbook": "a file; test_loading.py saves it",
    "load_errors": "a file; test_loading.py saves it",
    "load_quarantine": "a file; test_loading.py saves it",
    "go_on": "leads on to where the person was going",
    "api_me": "answers programs, in JSON",
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
    assert resolve(at).view_name == one.route
    page.goto(at)


def _link(page, at, words):
    html = page.request.get(at).text()
    for address, inside in LINKS.findall(html):
        if " ".join(re.sub(r"<[^>]*>", " ", inside).split()) == words:
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
