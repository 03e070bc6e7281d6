import base64

import pytest
from django.test import Client

from convergent.configuration import Configuration
from convergent.people.models import Person
from convergent.web.sign_in.providers import providers_of
from tests.sign_in.saml_service import ENTITY, SSO, SamlService, make_key_and_certificate

HERE = "/account/saml/state"
HOST = {"headers": {"Host": "testserver"}}


@pytest.fixture(scope="module")
def service():
    return SamlService()


@pytest.fixture
def set_up(settings, tmp_path, service):
    def with_more(**more):
        (tmp_path / "idp.pem").write_text(service.certificate)
        table = {
            "id": "state",
            "name": "State",
            "entity_id": ENTITY,
            "sso_url": SSO,
            "certificate_file": "idp.pem",
            **more,
        }
        settings.SOCIALACCOUNT_PROVIDERS = providers_of(
            Configuration(tmp_path, {"oidc": (), "saml": (table,)})
        )

    with_more()
    return with_more


@pytest.fixture
def visitor(set_up):
    return Client(headers={"Host": "testserver"})


@pytest.fixture
def come_back(visitor, service):
    """Goes to the service and back with its answer; `said` is what the service answers with."""

    def go(next_page="", **said):
        begun = visitor.get(f"{HERE}/login/", {"next": next_page} if next_page else {})
        assert begun.url.startswith(SSO)
        return hand_in(visitor, service.answer(begun.url, **said))

    return go


def hand_in(visitor, answer):
    step = visitor.post(f"{HERE}/acs/", {"SAMLResponse": answer, "RelayState": "/evil"})
    assert step.url == f"{HERE}/acs/finish/"
    return visitor.get(step.url)


def is_in(visitor):
    return "_auth_user_id" in visitor.session


def refused(answer, visitor):
    return answer.status_code in {401, 403} and not is_in(visitor)


def test_signed_answer_signs_the_person_in(visitor, world, come_back, noted):
    assert come_back("/people/?q=a", email=world.coach.email).url == "/people/?q=a"
    assert visitor.session["_auth_user_id"] == str(world.account("coach").pk)
    assert noted("coach") == ["sign in"]


@pytest.mark.asvs("6.8.3")
def test_answer_works_once(visitor, world, service):
    answer = service.answer(visitor.get(f"{HERE}/login/").url, email=world.coach.email)
    assert hand_in(visitor, answer).url == "/today/"
    visitor.post("/account/logout/")
    assert refused(hand_in(visitor, answer), visitor)


def test_answer_taken_to_another_browser_is_refused(visitor, world, service):
    answer = service.answer(visitor.get(f"{HERE}/login/").url, email=world.coach.email)
    thief = Client(headers={"Host": "testserver"})
    assert refused(hand_in(thief, answer), thief)


@pytest.mark.asvs("6.8.2", "9.1.3", "9.2.1", "9.2.3")
@pytest.mark.parametrize(
    "said",
    [
        {"audience": "https://other.example/metadata"},
        {"signed": False},
        {"minutes": -2},
        {"entity": "https://evil.example"},
        {"acs": "https://other.example/acs/"},
        {"request": "ONELOGIN_0000000000000000000000000000000000000000"},
        {"email": "nobody@northfield.example"},
        {"email": ""},
        {"by": make_key_and_certificate()},
        {
            "more": '<saml:Attribute Name="email_verified"><saml:AttributeValue>false'
            "</saml:AttributeValue></saml:Attribute>"
        },
    ],
    ids=[
        "wrong audience",
        "unsigned",
        "expired",
        "other issuer",
        "for another place",
        "never asked for",
        "unknown address",
        "no address",
        "signed by somebody else",
        "address not verified",
    ],
)
def test_answer_that_is_not_right_is_refused(visitor, world, come_back, said):
    people = Person.objects.count()
    assert refused(come_back(**{"email": world.coach.email, **said}), visitor)
    assert Person.objects.count() == people


@pytest.mark.asvs("6.8.2", "9.1.1")
def test_answer_changed_after_signing_is_refused(visitor, world, service):
    answer = service.answer(visitor.get(f"{HERE}/login/").url, email=world.coach.email)
    changed = base64.b64decode(answer).decode().replace(world.coach.email, world.steward.email)
    assert refused(hand_in(visitor, base64.b64encode(changed.encode()).decode()), visitor)


@pytest.mark.asvs("6.8.2")
def test_unsigned_assertion_beside_a_signed_one_is_refused(visitor, world, service):
    begun = visitor.get(f"{HERE}/login/").url
    good = base64.b64decode(service.answer(begun, email=world.coach.email)).decode()
    evil = base64.b64decode(service.answer(begun, email=world.steward.email, signed=False)).decode()
    cut = slice(evil.index("<saml:Assertion"), evil.index("</samlp:Response>"))
    for place in ("<saml:Assertion", "</samlp:Response>"):
        mixed = good.replace(place, evil[cut] + place, 1)
        assert refused(hand_in(visitor, base64.b64encode(mixed.encode()).decode()), visitor)


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize(
    "answer",
    [
        "",
        "%%%",
        "AAAA",
        base64.b64encode(b"<a/>").decode(),
        base64.b64encode(
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        ).decode(),
    ],
)
def test_answer_that_is_none_is_refused(visitor, world, answer):
    visitor.get(f"{HERE}/login/")
    finished = hand_in(visitor, answer)
    assert finished.status_code == 401
    assert "root:" not in finished.text


def test_answer_that_is_far_too_long_is_not_kept(visitor, world):
    from django.contrib.sessions.models import Session

    kept = Session.objects.count()
    answer = visitor.post(f"{HERE}/acs/", {"SAMLResponse": "A" * 300_000})
    assert answer.status_code == 401
    assert Session.objects.count() == kept


def test_answer_nobody_asked_for_is_refused(visitor, world):
    assert visitor.get(f"{HERE}/acs/finish/").status_code == 401
    assert visitor.get(f"{HERE}/acs/").status_code == 405


@pytest.mark.asvs("6.8.1")
def test_address_outside_the_services_domains_is_refused(visitor, world, set_up, come_back):
    set_up(email_domains=["southport.example"])
    assert refused(come_back(email=world.coach.email), visitor)


@pytest.mark.asvs("6.8.4")
def test_second_step_of_the_service_counts_when_it_is_declared(visitor, world, set_up, come_back):
    come_back(email=world.principal.email)
    assert visitor.get("/account/where/").url == "/account/second-step/"
    visitor.post("/account/logout/")
    set_up(second_factor=True)
    come_back(email=world.principal.email)
    assert visitor.get("/account/where/").status_code == 200


def test_metadata_tells_the_service_where_to_answer(visitor, world):
    metadata = visitor.get(f"{HERE}/metadata/")
    assert metadata.status_code == 200
    assert b'Location="http://testserver/account/saml/state/acs/"' in metadata.content


def test_service_that_nobody_set_up_is_not_there(visitor, world):
    for path in ("login/", "metadata/", "acs/finish/", "sls/"):
        assert visitor.get(f"/account/saml/other/{path}").status_code == 404
