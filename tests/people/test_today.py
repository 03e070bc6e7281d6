"""What stands on Today for whoever decides no roles: a coach, a teacher, a case owner."""

from datetime import timedelta
from decimal import Decimal

import pytest

from convergent.people import today
from convergent.people.actions import handovers
from convergent.people.today import AgendaItem, Group, agenda_of
from tests.world import hold, make_person


def items(world, name, group=Group.NEXT):
    groups, _ = agenda_of(world.viewer(name))
    return [
        (item.when, item.title, item.detail)
        for one in groups
        if one.title == group.title
        for item in one.items
    ]


def test_team_says_how_many_belong_to_it_and_that_nobody_leads(world):
    hold(world.teacher, "teamMember", world.team)
    hold(world.colleague, "teamMember", world.team)
    assert ("your team", "6th-grade team", "2 people; nobody leads it now") in items(
        world, "teacher"
    )


def test_team_says_who_leads_it_and_to_the_lead_that_it_is_she(world):
    hold(world.teacher, "teamMember", world.team)
    hold(world.colleague, "teamLead", world.team)
    told = {name: items(world, name)[-1][2] for name in ("teacher", "colleague")}
    assert told == {
        "teacher": "2 people; Tara Lindholm leads it",
        "colleague": "2 people; you lead it",
    }


def test_week_between_two_schools_says_how_much_and_who_leads_there(world):
    term = world.term("coach")
    term.share = Decimal("0.6")
    term.save()
    hold(world.coach, "coach", world.birch, share="0.4")
    assert items(world, "coach")[:2] == [
        ("60% of a post", "Ash School", "Paul Adeyemi leads it"),
        ("40% of a post", "Birch School", "Petra Novak leads it"),
    ]


def test_week_at_one_school_is_not_told(world):
    assert [title for _, title, _ in items(world, "coach")] == [
        "You have been coach since August 1, 2020"
    ]


def test_role_remembers_who_held_it_before(world):
    before = make_person(world.northfield, "Bea Fore")
    first = world.term("case_owner").starts_on
    hold(
        before,
        "caseOwner",
        world.facilities,
        starts_on=first - timedelta(days=900),
        ends_on=first - timedelta(days=1),
    )
    assert items(world, "case_owner") == [
        (
            "your role",
            "You have been case owner since August 1, 2020",
            "Bea Fore held the role before you.",
        )
    ]


@pytest.mark.parametrize("name", ["principal", "supervisor", "teacher"])
def test_whoever_leads_a_place_or_is_one_of_many_is_not_told_her_role(world, name):
    assert [when for when, _, _ in items(world, name) if when == "your role"] == []


def test_draft_is_on_todays_page_until_it_is_handed_over(world):
    by, role = world.viewer("coach"), world.role("coach", "ash")
    draft = handovers.keep_draft(role, text="words", by=by)
    assert items(world, "coach")[0][1:] == (
        "Your handover as coach is a draft",
        "Ash School. Only you can read it until you hand it over.",
    )
    handovers.hand_over(draft, by=by)
    assert [one for one in items(world, "coach") if "draft" in one[1]] == []


def test_draft_for_a_term_that_ends_stands_with_its_end(world):
    term = world.term("coach")
    term.ends_on = world.viewer("coach").today + timedelta(days=9)
    term.save()
    by = world.viewer("coach")
    handovers.keep_draft(term.role, text="words", by=by)
    [waiting] = agenda_of(by)[0][0].items
    assert (waiting.title, waiting.actions[0].label) == (
        "Your term as coach ends",
        "Go on with your draft",
    )
    assert [one for one in items(world, "coach") if "draft" in one[1]] == []


def test_provider_that_fails_is_logged_by_name_and_the_rest_is_shown(world, monkeypatch, caplog):
    def broken(_viewer):
        raise OverflowError("date value out of range")

    before = [title for _, title, _ in items(world, "coach")]
    monkeypatch.setattr(today, "_providers", [broken, *today._providers])
    assert [title for _, title, _ in items(world, "coach")] == before
    missing = "Something is missing here just now"
    assert items(world, "coach", Group.CHANGED)[0][1] == missing
    assert "broken failed" in caplog.text


def test_what_can_wait_is_a_tap_away(world, monkeypatch, signed_in):
    def nine(viewer):
        return [
            AgendaItem(Group.WAITING, viewer.today, "", f"Thing number {n}") for n in range(1, 10)
        ]

    monkeypatch.setattr(today, "_providers", [nine])
    client = signed_in("coach")
    page = client.get("/today/").content.decode()
    assert page.count("Thing number") >= 7
    assert "Thing number 9" not in page
    assert 'href="/today/?all"' in page
    whole = client.get("/today/?all").content.decode()
    assert "Thing number 9" in whole
    assert "can wait" not in whole
