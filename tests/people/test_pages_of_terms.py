"""What the pages of roles and terms say: whose button it is, what changes, who will read it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from convergent.people.actions import handovers
from convergent.people.forms.leads import main_terms_at
from convergent.people.models import Handover, Role, RoleTerm
from tests.world import hold, make_person


def named(page):
    """The accessible names of the links that say more than they show."""
    return re.findall(r'aria-label="([^"]+)">([^<]+)</a>', page)


@pytest.fixture
def steward(world, signed_in):
    TOTP.activate(world.account("steward"), generate_totp_secret())
    return signed_in("steward")


def test_each_button_beside_a_term_says_whose_it_is(world, steward):
    hold(make_person(world.northfield, "Ida Next"), "coach", world.ash, ends_on=_in(world, 90))
    page = steward.get(f"/roles/{world.role('coach', 'ash').pk}/").content.decode()
    assert [whole.replace("&#x27;", "'") for whole, _ in named(page)] == [
        "Change Carla Duarte's term as coach",
        "End Carla Duarte's term as coach",
        "Extend Ida Next's term as coach",
        "Change Ida Next's term as coach",
        "End Ida Next's term as coach",
    ]
    assert all(whole.startswith(label) for whole, label in named(page))


def _in(world, days):
    return world.viewer("steward").today + timedelta(days=days)


def test_change_that_changes_nothing_is_refused_in_words(world, steward):
    term = world.term("coach")
    answer = steward.post(
        f"/terms/{term.pk}/change/", {"version": 1, "starts_on": _in(world, 1), "share": "1"}
    )
    assert "Nothing would change." in answer.content.decode()
    assert RoleTerm.objects.filter(person=world.coach).count() == 1


CHANGES = {"share": {"share": "0.5"}, "acting": {"share": "1", "acting": "on"}}


@pytest.mark.parametrize("entered", CHANGES.values(), ids=CHANGES)
def test_change_of_one_condition_is_made(world, steward, entered):
    term = world.term("coach")
    steward.post(f"/terms/{term.pk}/change/", {"version": 1, "starts_on": _in(world, 1), **entered})
    assert RoleTerm.objects.filter(person=world.coach).count() == 2


def test_role_that_is_there_already_is_said_and_opened(world, steward):
    answer = steward.post(
        f"/places/{world.ash.pk}/roles/add/", {"kind": "coach", "title": ""}, follow=True
    )
    assert answer.redirect_chain == [(f"/roles/{world.role('coach', 'ash').pk}/", 302)]
    assert "Ash School has this role already: coach." in answer.content.decode()
    assert Role.objects.filter(place=world.ash, kind="coach").count() == 1


def test_role_of_a_name_of_its_own_is_added_beside(world, steward):
    steward.post(f"/places/{world.ash.pk}/roles/add/", {"kind": "coach", "title": "Math coach"})
    assert Role.objects.filter(place=world.ash, kind="coach").count() == 2


NOTICES = {
    -30: "held this role until",
    30: "holds this role until",
}


@pytest.mark.parametrize("days", NOTICES)
def test_notice_of_an_end_says_whether_it_is_to_come(world, steward, days):
    answer = steward.post(
        f"/terms/{world.term('coach').pk}/end/",
        {"version": 1, "ends_on": _in(world, days)},
        follow=True,
    )
    assert f"Carla Duarte {NOTICES[days]}" in answer.content.decode()


BEGINS = {0: "Ida Next holds this role from", 10: "Ida Next will hold this role from"}


@pytest.mark.parametrize("days", BEGINS)
def test_notice_of_a_beginning_says_whether_it_is_to_come(world, steward, days):
    next_coach = make_person(world.northfield, "Ida Next")
    hold(next_coach, "teacher", world.birch)
    answer = steward.post(
        f"/roles/{world.role('coach', 'ash').pk}/start/",
        {"person": next_coach.email, "starts_on": _in(world, days), "share": "1"},
        follow=True,
    )
    assert BEGINS[days] in answer.content.decode()


# ---- A handover that saves itself


def page_of(world):
    return f"/roles/{world.role('coach', 'ash').pk}/handover/"


def type_there(client, world, text, version):
    return client.post(
        page_of(world), {"text": text, "version": version}, headers={"HX-Target": "kept"}
    ).content.decode()


def draft(world):
    return handovers.draft_of(world.role("coach", "ash"), by=world.viewer("coach"))


def test_draft_is_kept_while_typing_and_the_page_learns_its_version(world, signed_in):
    client = signed_in("coach")
    first = type_there(client, world, "The keys", 0)
    assert re.search(r'name="version" value="1"[^>]*hx-swap-oob="true"', first)
    second = type_there(client, world, "The keys are in the blue box.", 1)
    assert 'name="version" value="2"' in second
    assert (draft(world).text, draft(world).handed_over_at) == (
        "The keys are in the blue box.",
        None,
    )


def test_draft_typed_in_two_tabs_is_not_overwritten_unseen(world, signed_in):
    client = signed_in("coach")
    type_there(client, world, "From the first tab", 0)
    answer = type_there(client, world, "From the second", 0)
    assert "Not saved." in answer
    assert "hx-swap-oob" not in answer
    assert draft(world).text == "From the first tab"


def test_nothing_typed_is_no_draft(world, signed_in):
    assert "Not saved." in type_there(signed_in("coach"), world, " ", 0)
    assert draft(world) is None


def test_only_a_holder_keeps_a_draft(world, signed_in):
    answer = signed_in("case_owner").post(
        page_of(world), {"text": "words", "version": 0}, headers={"HX-Target": "kept"}
    )
    assert (answer.status_code, Handover._base_manager.count()) == (404, 0)


@pytest.mark.parametrize("page", ["/today/", "/places/{ash}/", "/roles/{role}/"])
def test_pages_lead_back_to_the_draft_and_only_its_author(world, client, signed_in, page):
    role = world.role("coach", "ash")
    handovers.keep_draft(role, text="words", by=world.viewer("coach"))
    page = page.format(ash=world.ash.pk, role=role.pk)
    assert "Go on with your draft" in signed_in("coach").get(page).content.decode()
    assert "Go on with your draft" not in signed_in("case_owner").get(page).content.decode()


def test_form_names_who_reads_it_at_once(world, signed_in):
    client = signed_in("coach")
    assert "you, and whoever holds this role." in client.get(page_of(world)).content.decode()
    hold(make_person(world.northfield, "Ida Next"), "coach", world.ash)
    assert "you, Ida Next at once," in client.get(page_of(world)).content.decode()


def test_a_district_is_led_by_whoever_works_above_its_schools(world):
    """A list of all that work in a district, or lead a school of it, is no list to choose from."""

    def offered(place):
        return {term.person for term in main_terms_at(place, world.viewer("superintendent"))}

    assert {world.supervisor, world.researcher} <= offered(world.northfield)
    assert {world.principal, world.teacher} & offered(world.northfield) == set()
    assert {world.principal, world.supervisor} <= offered(world.hill)
    assert {world.teacher, world.colleague} & offered(world.hill) == set()
    assert {world.teacher, world.colleague, world.principal} <= offered(world.team)
    assert offered(world.northfield) & {world.stranger, world.foreign_steward} == set()
