"""What people come for: somebody named, a role filled, a handover read, a conflict seen."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def item(page, words):
    return page.locator(".agenda-item").filter(has_text=words)


def act(page, words, deed):
    item(page, words).get_by_role("link", name=deed).click()


def principals(page):
    """The line of somebody's page about the role as principal, not about a team."""
    return page.locator("#held ~ ul .agenda-item").filter(has_text="Principal")


def take_up(page, name):
    """On the page that asks who takes up a role."""
    page.get_by_label("Who", exact=True).fill(name)
    page.get_by_label("First day").fill(date.today().isoformat())  # noqa: DTZ011
    page.get_by_role("button", name="Begin the term").click()
    expect(page.get_by_text(f"{name} holds this role from")).to_be_visible()


def test_principal_names_a_team_lead_from_today(visit):
    page = visit("Rosa Medina")
    act(page, "Grade 6 team has no team lead", "Say who takes it up")
    take_up(page, "Amara Diallo")
    page.goto("/today/")
    expect(item(page, "Grade 6 team has no team lead")).to_have_count(0)
    page.get_by_role("link", name="Who leads what").click()
    expect(page.get_by_role("listitem").filter(has_text="Grade 6 team")).to_contain_text(
        "Amara Diallo leads it"
    )


def test_principal_passes_on_what_is_led(visit):
    page = visit("Rosa Medina")
    page.get_by_role("link", name="Who leads what").click()
    act(page, "The assessment calendar", "Pass on")
    page.get_by_label("Who leads it").select_option(label="Jo Kim · Teacher")
    page.get_by_role("button", name="Make it known").click()
    expect(page.get_by_text("Saved. Everybody at Lincoln Middle School")).to_be_visible()
    expect(item(page, "The assessment calendar")).to_contain_text("Jo Kim")


def test_superintendent_fills_a_vacancy(visit):
    page = visit("Helen Park")
    act(page, "Facilities has no unit head", "Say who takes it up")
    take_up(page, "Walt Kowalski")
    page.get_by_role("link", name="Facilities").click()
    expect(item(page, "Unit head")).to_contain_text("Walt Kowalski")
    page.goto("/today/")
    expect(item(page, "Facilities has no unit head")).to_have_count(0)


def test_supervisor_opens_her_network(visit):
    page = visit("Ngozi Okafor")
    page.get_by_text("Riverside Network", exact=True).first.click()
    page.locator(".place-menu").get_by_role("link", name="Riverside Network").click()
    expect(page.locator("h1")).to_have_text("Riverside Network")
    page.get_by_role("main").get_by_role("link", name="Hamer High School").click()
    expect(page.locator("h1")).to_have_text("Hamer High School")
    expect(item(page, "Principal").first).to_contain_text("vacant")


def test_handover_reaches_the_successor_and_its_reading_reaches_the_author(visit):
    author, helen = visit("Priya Raman"), visit("Helen Park")
    act(author, "Your term as researcher ends", "Write a handover")
    role = author.url.removesuffix("handover/")
    words = author.get_by_label("For whoever holds this role next")
    words.fill("The survey of teachers is out; answers come back on Friday.")
    author.get_by_role("button", name="Keep as a draft").click()
    expect(author.get_by_text("Kept as a draft. Only you can read it.")).to_be_visible()
    helen.goto(f"{role}start/")
    take_up(helen, "Samir Haddad")
    successor = visit("Samir Haddad", at=role)
    expect(successor.get_by_text("answers come back on Friday")).to_have_count(0)
    expect(words).to_have_value("The survey of teachers is out; answers come back on Friday.")
    author.get_by_role("button", name="Hand over", exact=True).click()
    expect(author.get_by_text("Handed over. Whoever holds this role can read it.")).to_be_visible()
    read_it(successor)
    author.goto("/looked/")
    expect(item(author, "Samir Haddad").first).to_be_visible()
    helen.goto(role)
    expect(helen.get_by_text("answers come back on Friday")).to_have_count(0)


def read_it(successor):
    successor.goto("/today/")
    act(successor, "Priya Raman left you a handover", "Read it")
    expect(successor.get_by_text("answers come back on Friday")).to_be_visible()


def test_teacher_finds_her_classes_and_teams_on_today(visit):
    page = visit("Daniel Reyes")
    act(page, "You teach", "See your classes")
    expect(page.get_by_role("heading", name="Classes you teach")).to_be_visible()
    page.goto("/today/")
    act(page, "your team", "See the team Grade 6 team")
    expect(page.locator("h1")).to_have_text("Grade 6 team")


def test_handover_being_typed_outlives_a_reload_and_is_found_again(visit):
    page = visit("Elena Alvarez")
    page.locator(".disc--menu").click()
    page.get_by_role("link", name="My page").click()
    page.get_by_role("link", name="Literacy coach").first.click()
    page.get_by_role("link", name="Write a handover").click()
    words = page.get_by_label("For whoever holds this role next")
    words.press_sequentially("The reading groups meet")
    expect(page.get_by_text("Saved as a draft at")).to_be_visible()
    words.press_sequentially(" on Tuesdays.")
    expect(page.locator("#id_version")).to_have_value("2")
    page.reload()
    expect(words).to_have_value("The reading groups meet on Tuesdays.")
    page.goto("/today/?all")
    act(page, "Your handover as literacy coach is a draft", "Go on with your draft")
    expect(words).to_have_value("The reading groups meet on Tuesdays.")


def test_handover_that_is_not_saved_says_so_and_stays(visit):
    page = visit("Elena Alvarez")
    page.locator(".disc--menu").click()
    page.get_by_role("link", name="My page").click()
    page.locator("#held ~ ul").get_by_role("link", name="Literacy coach").nth(1).click()
    page.get_by_role("link", name="Write a handover").click()
    page.context.clear_cookies()
    page.expected.add(403)
    words = page.get_by_label("For whoever holds this role next")
    words.press_sequentially("Ask for the keys.")
    expect(page.get_by_text("Not saved. Leave this page open")).to_be_visible()
    expect(words).to_have_value("Ask for the keys.")


def test_second_tab_sees_the_conflict_and_what_is_stored(visit):
    first = visit("Ngozi Okafor", at="/people/?q=Katarzyna")
    first.get_by_role("link", name="Katarzyna Quiñones").click()
    principals(first).get_by_text("End", exact=True).click()
    second = first.context.new_page()
    second.goto(first.url)
    soon, later = (date.today() + timedelta(days=days) for days in (60, 90))  # noqa: DTZ011
    first.get_by_label("Last day").fill(later.isoformat())
    first.get_by_role("button", name="Set the last day").click()
    expect(first.get_by_text("Katarzyna Quiñones holds this role until")).to_be_visible()
    second.get_by_label("Last day").fill(soon.isoformat())
    second.get_by_role("button", name="Set the last day").click()
    summary = second.locator("[data-error-summary]")
    expect(summary).to_contain_text("while you had it open.")
    expect(summary).to_be_focused()
    expect(second.locator(".lead")).to_contain_text(f"{later:%B} {later.day}")
    expect(second.get_by_label("Last day")).to_have_value(soon.isoformat())
    first.get_by_role("button", name="Undo").click()
    expect(first.get_by_text("Taken back. The term is as it was.")).to_be_visible()


def test_conflict_can_be_settled_by_choosing_again(visit):
    first = visit("Ngozi Okafor", at="/people/?q=Fernanda")
    first.get_by_role("link", name="Fernanda", exact=True).click()
    principals(first).get_by_text("End", exact=True).click()
    second = first.context.new_page()
    second.goto(first.url)
    for page, days in ((first, 60), (second, 90)):
        page.get_by_label("Last day").fill((date.today() + timedelta(days=days)).isoformat())  # noqa: DTZ011
        page.get_by_role("button", name="Set the last day").click()
    expect(second.locator("[data-error-summary]")).to_be_visible()
    second.get_by_role("button", name="Set the last day").click()
    expect(second.get_by_text("Fernanda holds this role until")).to_be_visible()


def test_wrong_days_are_said_beside_the_field_and_above_with_a_link(visit):
    page = visit("Rosa Medina", at="/people/?q=jerome")
    page.get_by_role("link", name="Jerome Baptiste").click()
    page.get_by_text("End", exact=True).click()
    page.get_by_label("Last day").fill("")
    page.get_by_role("button", name="Set the last day").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("Last day")).to_be_focused()
    expect(page.get_by_label("Last day")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Last day").fill("1999-01-01")
    page.get_by_role("button", name="Set the last day").click()
    expect(summary).to_contain_text("The last day cannot be before the first day.")


def test_directory_finds_as_one_types(visit):
    page = visit("Rosa Medina", at="/people/")
    page.get_by_label("Name or place").press_sequentially("th li")
    expect(page.get_by_role("status").filter(has_text="person")).to_have_text("1 person")
    expect(page.get_by_role("link", name="Theo Lindqvist")).to_be_visible()
    expect(page).to_have_url(page.url.split("?")[0] + "?q=th%20li")
    page.get_by_role("link", name="Theo Lindqvist").click()
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}/"))
    page.evaluate("history.back()")
    expect(page.get_by_label("Name or place")).to_have_value("th li")
    expect(page.get_by_role("link", name="Theo Lindqvist")).to_be_visible()


def test_last_years_holders_are_shown(visit):
    page = visit("Rosa Medina")
    page.get_by_role("link", name="Who leads what").click()
    expect(item(page, "Principal").first).to_contain_text("Rosa Medina")
    page.locator(".year-menu summary").click()
    page.locator(".year-menu").get_by_role("link").nth(1).click()
    expect(page.get_by_text("as it was on")).to_be_visible()
    expect(item(page, "Assistant principal").first).not_to_contain_text("Theo Lindqvist")
    expect(page.get_by_role("listitem").filter(has_text="Grade 6 team").last).to_contain_text(
        "Carol Benning leads it"
    )
    page.locator(".year-menu summary").click()
    page.locator(".year-menu").get_by_role("link").first.click()
    expect(page.get_by_text("as it was on")).to_have_count(0)
