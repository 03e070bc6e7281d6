import uuid

import pytest
from django.test import Client

from convergent.people.models import Installation


def tap(client, person, **more):
    return client.post(f"/demo/sign-in/{person.pk}/", more.pop("data", {}), **more)


def test_sign_in_page_of_a_demonstration_shows_its_cast(on_loopback, demo):
    page = on_loopback.get("/account/login/")
    assert [
        (one.name, one.initials, one.title, one.place, one.line) for one in page.context["cast"]
    ] == [
        ("Paul Adeyemi", "PA", "Principal", "Ash School", "Line of principal"),
        ("Carla Duarte", "CD", "Coach", "Ash School", "Line of coach"),
    ]
    assert f"/demo/sign-in/{demo.principal.pk}/" in page.text


def test_one_tap_signs_in_and_is_noted(on_loopback, demo, noted):
    assert tap(on_loopback, demo.principal).url == "/today/"
    account = demo.account("principal")
    assert on_loopback.session["_auth_user_id"] == str(account.pk)
    assert on_loopback.get("/account/where/").status_code == 200
    assert noted("principal") == ["sign in"]


def test_tapping_somebody_else_changes_who_one_is(on_loopback, demo):
    tap(on_loopback, demo.principal)
    assert on_loopback.get("/account/login/").status_code == 200
    assert tap(on_loopback, demo.coach, data={"next": "/people/"}).url == "/people/"
    assert on_loopback.session["_auth_user_id"] == str(demo.account("coach").pk)


def test_looking_at_the_address_signs_nobody_in(on_loopback, demo):
    assert on_loopback.get(f"/demo/sign-in/{demo.principal.pk}/").status_code == 405
    assert "_auth_user_id" not in on_loopback.session


@pytest.mark.parametrize(
    "more",
    [
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Host": "testserver"}},
        {"REMOTE_ADDR": "10.0.0.9"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "not an address"},
    ],
)
def test_request_from_elsewhere_finds_no_such_page(on_loopback, demo, more):
    assert tap(on_loopback, demo.principal, **more).status_code == 404
    assert "_auth_user_id" not in on_loopback.session


def test_somebody_outside_the_cast_is_not_there(on_loopback, demo):
    assert tap(on_loopback, demo.teacher).status_code == 404
    assert on_loopback.post(f"/demo/sign-in/{uuid.uuid4()}/").status_code == 404


@pytest.mark.asvs("6.3.2", "15.2.3")
def test_production_has_no_such_page(on_loopback, demo):
    Installation.objects.update(is_demo=False)
    assert tap(on_loopback, demo.principal).status_code == 404
    Installation.objects.all().delete()
    assert tap(on_loopback, demo.principal).status_code == 404
    assert on_loopback.get("/account/login/").context["cast"] == []


def test_sign_in_page_from_elsewhere_shows_no_cast(client, demo):
    assert client.get("/account/login/").context["cast"] == []


def test_page_takes_as_many_queries_for_one_as_for_both(
    on_loopback, demo, django_assert_num_queries
):
    from convergent.people.models import CastMember
    from convergent.web.sign_in.cast import cast

    with django_assert_num_queries(3):
        assert len(cast()) == 2
    CastMember.objects.filter(person=demo.coach).delete()
    with django_assert_num_queries(3):
        assert len(cast()) == 1


def test_tap_from_another_site_is_refused(demo):
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    assert tap(strict, demo.principal).status_code == 403


def test_menu_of_a_demonstration_leads_to_being_somebody_else(on_loopback, demo):
    tap(on_loopback, demo.coach)
    page = on_loopback.get("/account/where/").text
    assert '<a class="menu-item" href="/account/login/">Look as somebody else</a>' in page


def test_demonstration_greets_with_the_tour(on_loopback, demo):
    assert on_loopback.get("/").url == "/tour/"
    stops = on_loopback.get("/tour/").context["stops"]
    assert [[look.guide for look in one.looks] for one in stops] == [
        [],  # nobody of this cast is superintendent
        [demo.principal],
        [demo.principal],
        [demo.principal, demo.coach],
        [],
    ]
    tap(on_loopback, demo.principal)
    assert on_loopback.get("/").url == "/today/"
    assert "/tour/" in on_loopback.get("/today/").text


@pytest.mark.parametrize(
    "more", [{"headers": {"X-Forwarded-For": "127.0.0.1"}}, {"REMOTE_ADDR": "10.0.0.9"}]
)
def test_tour_is_on_this_machine_alone(on_loopback, demo, more):
    assert on_loopback.get("/tour/", **more).status_code == 404
    assert on_loopback.get("/", **more).url == "/today/"
