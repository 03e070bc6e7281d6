"""The world of the access matrix: more relations, an object for each target, and data to send.

`target(route, name)` gives the address's arguments, `data(route, name)` what a form would send.
All of it is valid, so that a hole would really act.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from convergent import clock
from convergent.jobs.models import Job
from convergent.loads.models import Load
from convergent.people.actions.credentials import issue_credential
from convergent.people.actions.handovers import hand_over, keep_draft
from convergent.people.actions.terms import extend_term
from convergent.people.models import Account, CastMember, Credential, Responsibility
from convergent.people.viewer import viewer_of
from convergent.releases.models import Release
from convergent.web.sign_in.invitations import token_for
from tests.access.asking import ASKING_DATA, WORDS, add_asks
from tests.access.claims import CLAIM_DATA, SEEN, add_claims
from tests.access.coaching import COACHED, COACHING_DATA, OPENED, add_coaching
from tests.access.facts import BEFORE, HELD, QUARANTINE, SERVING, STUDENT, lay_facts
from tests.access.inquiries import INQUIRY_DATA, WONDERED, add_inquiries
from tests.access.leaders import LEADER_DATA, add_leaders
from tests.access.meetings import MEETING_DATA, MINUTES, add_meetings
from tests.access.passkeys import stored_passkey
from tests.access.priorities import NOTE, PRIORITY_DATA, add_priorities, thing_at_place
from tests.access.pulse import PULSE_DATA, add_pulse
from tests.access.support import SUPPORT_DATA, SUPPORTED, add_support
from tests.access.visits import NOTED, SEALED, TOLD, VISIT_DATA, add_visits
from tests.world import PASSWORD, build_world, hold, make_person

TWO_STEPS = (
    "teacher",
    "colleague",
    "assistant",
    "principal",
    "other_principal",
    "supervisor",
    "superintendent",
    "unit_head",
    "steward",
    "foreign_steward",
    "stranger",
    "successor",
)
SECRETS = {
    "draft": "SECRET-the-draft-of-the-principal",
    "handed-over": "SECRET-what-the-predecessor-left",
    "student": STUDENT,
    "note": NOTE,
    "minutes": MINUTES,
    "answer": WORDS,
    "noted": NOTED,
    "sealed": SEALED,
    "told": TOLD,
    "wondered": WONDERED,
    "coached": COACHED,
    "opened": OPENED,
    "seen": SEEN,
    "supported": SUPPORTED,
}
CHANGED_BY = {
    "principal": "steward",
    "coach": "steward",
    "superintendent": "steward",
    "stranger": "foreign_steward",
}
NOBODY = "00000000-0000-4000-8000-000000000000"
NEW_PASSWORD = "lantern gravel otter moss"


def build_scene():
    scene = Scene(build_world())
    scene.add_people()
    scene.add_objects()
    return scene


class Scene:
    def __init__(self, world):
        self.world = world
        self.today = clock.today()
        self.objects = {}

    def add_people(self):
        world, today = self.world, self.today
        self._person("predecessor", "Pia Rossi", "coach", "birch")
        hold(
            world.people["predecessor"],
            "principal",
            world.ash,
            starts_on=today - timedelta(days=2000),
            ends_on=today - timedelta(days=1900),
        )
        self._person("successor", "Sunita Rao", "assistantPrincipal", "birch")
        hold(
            world.people["successor"], "principal", world.ash, starts_on=today + timedelta(days=60)
        )
        self._person("unsecured", "Ursula Beck", "assistantPrincipal", "birch")
        self._person("ended", "Emil Haas", "coach", "ash")
        for name in TWO_STEPS:
            TOTP.activate(world.account(name), generate_totp_secret())
        RecoveryCodes.activate(world.account("principal"))
        self.elsewhere = make_person(world.southport, "Sven Lund")
        hold(self.elsewhere, "counselor", world.dune)
        invited = make_person(world.northfield, "Ines Nova")
        hold(invited, "coach", world.birch)
        self.invited = Account.objects.create_account(invited)
        for name in ("teacher", "colleague"):  # as the rosters know them
            world.people[name].sourced_id = name
            world.people[name].save()
        CastMember.objects.create(person=world.coach, position=1, line="Coaches at Ash")

    def _person(self, key, name, kind, place):
        where = self.world.places[place]
        person = make_person(where.district or where, name)
        Account.objects.create_account(person, password=PASSWORD)
        hold(person, kind, where)
        self.world.people[key] = person

    def add_objects(self):
        world = self.world
        for name, place in (
            ("ash", "ash"),
            ("team", "team"),
            ("birch", "birch"),
            ("facilities", "facilities"),
            ("cove", "cove"),
        ):
            self.objects[f"lead-{name}"] = Responsibility.objects.create(
                place=world.places[place], title=f"Lead {name}", starts_on=self.today
            )
        for name, asker in (
            ("ours", world.steward.pk),
            ("theirs", world.foreign_steward.pk),
            ("installation", None),
        ):
            self.objects[f"job-{name}"] = Job.objects.create(
                kind="follow", key=f"key {name}", asked_by=asker, asked_at=timezone.now()
            )
        for name in ("coach", "stranger"):
            account = world.account(name)
            self.objects[f"token-{name}"], secret = issue_credential(
                account, kind=Credential.Kind.TOKEN, label="Timetable", lifetime=timedelta(days=9)
            )
            self.objects[f"session-{name}"] = UserSession.objects.create(
                user=account,
                session_key=f"another-session-of-{name}"[:40],
                ip="127.0.0.1",
                user_agent="another",
                data={},
            )
            self.objects[f"passkey-{name}"] = Authenticator.objects.create(
                user=account,
                type=Authenticator.Type.WEBAUTHN,
                data=stored_passkey("My phone", key_id=name.encode()),
            )
            if name == "coach":
                self.token = secret
        self._add_loads()
        self._add_handovers()
        add_priorities(self)
        add_meetings(self)
        add_asks(self)
        add_pulse(self)
        add_visits(self)
        add_coaching(self)
        add_leaders(self)
        add_inquiries(self)
        add_claims(self)
        add_support(self)
        for name, by in CHANGED_BY.items():  # so that there is something to take back
            term = self.thing("term_undo", name)
            extend_term(term, ends_on=None, version=term.version, by=world.viewer(by))

    def _add_loads(self):
        world = self.world
        for name, district, status in (
            ("ours", world.northfield, "held"),
            ("served", world.northfield, "published_with_rejects"),
            ("theirs", world.southport, "held"),
            ("nobodys", None, "held"),
        ):
            job = Job.objects.create(
                kind="load", key=f"load {name}", asked_by=None, asked_at=timezone.now()
            )
            self.objects[f"load-{name}"] = Load.objects.create(
                job=job,
                district=district,
                asked_at=timezone.now(),
                ended_at=timezone.now(),
                origin="command",
                status=status,
                held=HELD if status == "held" else "",
                quarantine=QUARANTINE,
                snapshot=SERVING,
                before=BEFORE,
            )
            self.objects[f"job-load-{name}"] = job
        for number, (name, district) in enumerate((("ours", "n"), ("theirs", "s")), start=1):
            self.objects[f"release-{name}"] = Release.objects.create(
                number=number,
                district_key=district,
                kind="menu",
                title="Pages of evidence",
                audience="staff",
                released_at=timezone.now(),
                minimum=10,
                cells=0,
                withheld=0,
                content_hash=f"{number:064}",
            )

    def lay_facts(self):
        loads = [one for name, one in self.objects.items() if name.startswith("load-")]
        lay_facts(settings.HOME, loads, served=self.objects["load-served"])

    def decide(self):
        """What is decided changes the facts, which no transaction brings back."""
        self.lay_facts()
        return {"reason": "It is as it should be"}

    def _add_handovers(self):
        """As they were written: each while its author held the role."""
        world, principal = self.world, self.world.role("principal", "ash")
        then = viewer_of(world.predecessor, self.today - timedelta(days=1950))
        left = keep_draft(principal, text=SECRETS["handed-over"], by=then)
        self.objects["handover-predecessor"] = hand_over(left, by=then)
        self.objects["draft-principal"] = keep_draft(
            principal, text=SECRETS["draft"], by=world.viewer("principal")
        )

    def target(self, route, name):
        """The arguments of the address; `nobody` is an id that nothing has."""
        name = name.split(":")[0]
        if route == "evidence_class":
            return [name]
        if route in AND_MORE:
            thing = NOBODY if name == "nobody" else self.thing(route, name).pk
            return [thing, *AND_MORE[route](name)]
        if name == "nobody" and route not in AT_A_PLACE:
            return [999_999_999 if route in COUNTED else NOBODY]
        if route in AT_A_PLACE:
            return [NOBODY, NOBODY] if name == "nobody" else thing_at_place(self, name)
        if not name:
            return NAMED.get(route, lambda scene: [])(self)
        return [self.thing(route, name).pk]

    def thing(self, route, name):
        if name in self.objects:
            return self.objects[name]
        if route in {"role", "term_start", "handover"}:
            return self.world.role(*name.split("@"))
        if route.startswith("term_"):
            terms = self.world.people[name].terms
            return terms.on(self.today).first()
        return self.world.places.get(name) or self.world.people[name]

    def data(self, route, name):
        make = DATA.get(route)
        return make(self, name) if make else {}

    def email(self, name):
        return self.world.people[name].email


AT_A_PLACE = {
    "claim",
    "claim_note",
    "meeting_bring",
    "piece_add",
    "requirement_handed_in",
    "requirement_meet",
}
DISTRICTS = {"northfield", "southport"}
AND_MORE = {
    "evidence_why": lambda name: ["median_growth"],
    "evidence_numbers": lambda name: ["csv"],
    "evidence_figure": lambda name: ["spread" if name in DISTRICTS else "growth", "svg"],
    "picture_file": lambda name: ["svg"],
    "claim_take": lambda name: ["growth"],
}
COUNTED = {"end_session", "mfa_remove_webauthn", "mfa_edit_webauthn"}
NAMED = {
    "invitation": lambda scene: [token_for(scene.invited)],
    "account_reset_password_from_key": lambda scene: ["1", "no-such-key"],
    "openid_connect_login": lambda scene: ["none"],
    "openid_connect_callback": lambda scene: ["none"],
    "saml_login": lambda scene: ["none"],
    "data_template": lambda scene: ["users"],
    "saml_acs": lambda scene: ["none"],
    "saml_finish_acs": lambda scene: ["none"],
    "saml_metadata": lambda scene: ["none"],
    "saml_sls": lambda scene: ["none"],
    "demo_sign_in": lambda scene: [scene.world.coach.pk],
}
NEW_ROLE = {
    "northfield": "researcher",
    "hill": "coach",
    "ash": "counselor",
    "team": "dataLead",
    "birch": "counselor",
    "facilities": "budgetAnalyst",
    "cove": "counselor",
    "southport": "researcher",
}


def _start(scene, name):
    ours = not name.endswith(("@cove", "@southport"))
    email = scene.email("researcher") if ours else scene.elsewhere.email
    if name.endswith(":stranger"):
        email = scene.email("stranger")
    return {"person": email, "starts_on": scene.today.isoformat(), "share": "1"}


def _lead(scene, name):
    place = name.removeprefix("lead-").split(":")[0]
    terms = {
        "ash": "coach",
        "team": "teacher",
        "birch": "predecessor",
        "facilities": "case_owner",
        "cove": "stranger",
        "hill": "supervisor",
        "northfield": "superintendent",
        "southport": "foreign_steward",
    }
    who = "stranger" if name.endswith(":stranger") else terms[place]
    term = scene.world.people[who].terms.on(scene.today).first()
    drop = {"drop": "1"} if name.endswith(":drop") else {}
    return {"title": "Reading hour", "decides": "When", "term": str(term.pk), **drop}


def _handover(scene, name):
    if name.endswith(":take-back"):
        return {"take_back": str(scene.objects["handover-predecessor"].pk)}
    if name.endswith(":take-back-nonsense"):
        return {"take_back": "nonsense"}
    more = {"hand_over": "1"} if name.endswith(":hand-over") else {}
    return {"text": "What is under way", **more}


def _version(scene, name):
    return {"version": "2" if name in CHANGED_BY else "1"}


def _day(scene, days):
    return (scene.today + timedelta(days=days)).isoformat()


DATA = {
    "account_login": lambda scene, _: {"login": scene.email("case_owner"), "password": PASSWORD},
    "account_reset_password": lambda scene, _: {"email": scene.email("coach")},
    "account_change_password": lambda scene, _: {
        "oldpassword": PASSWORD,
        "password1": NEW_PASSWORD,
    },
    "account_set_password": lambda scene, _: {"password1": NEW_PASSWORD},
    "account_reauthenticate": lambda scene, _: {"password": PASSWORD},
    "invitation": lambda scene, _: {"password1": NEW_PASSWORD},
    "preferences": lambda scene, _: {"theme": "dark"},
    "mfa_edit_webauthn": lambda scene, _: {"name": "Another name"},
    "make_token": lambda scene, _: {"label": "Timetable", "days": "9"},
    "person_add": lambda scene, _: {"given_name": "Nina", "family_name": "Nyberg"},
    "role_add": lambda scene, name: {
        "kind": "principal" if name.endswith(":principal") else NEW_ROLE[name],
        "title": "",
    },
    "team_add": lambda scene, _: {"name": "9th-grade team"},
    "lead_add": _lead,
    "lead_change": _lead,
    "handover": _handover,
    "term_start": _start,
    "term_change": lambda scene, name: {
        **_version(scene, name),
        "starts_on": _day(scene, 1),
        "share": "0.5",
    },
    "term_end": lambda scene, name: {**_version(scene, name), "ends_on": _day(scene, 30)},
    "term_extend": lambda scene, name: {**_version(scene, name), "ends_on": ""},
    "way_in": lambda scene, _: {"anew": "1"},
    "words": lambda scene, _: {
        "time_zone": "America/Chicago",
        "year_starts_month": "8",
        "year_starts_day": "15",
        "role.principal.singular": "head",
        "role.principal.plural": "heads",
    },
    "by_hand": lambda scene, _: {
        "thing": str(scene.world.people["coach"].pk),
        "told": "of another day",
        "choice": "keep",
    },
    "follow_again": lambda scene, _: {"key": "again"},
    "data": lambda scene, _: {"exports": SimpleUploadedFile("users.csv", b"sourcedId\n1\n")},
    "load_approve": lambda scene, _: scene.decide(),
    "load_refuse": lambda scene, _: scene.decide(),
    "load_undo": lambda scene, _: scene.decide(),
    **PRIORITY_DATA,
    **INQUIRY_DATA,
    **MEETING_DATA,
    **ASKING_DATA,
    **PULSE_DATA,
    **VISIT_DATA,
    **COACHING_DATA,
    **LEADER_DATA,
    **CLAIM_DATA,
    **SUPPORT_DATA,
}
QUERY = {"term_undo": "?version=2", "search": "?q=s"}
