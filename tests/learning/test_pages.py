"""The pages of evidence: what they say, to whom, and with how many questions."""

import re

import pytest
from django.urls import reverse

from convergent.learning.charts import draw_charts
from convergent.learning.pictures import drawing
from convergent.learning.pictures.drawing import picture_folder
from tests.learning.laid import growth, lay_measures, lay_snapshot, part, row

pytestmark = pytest.mark.django_db
QUERIES = 18
SMALL = "33.5", "34"  # the growth of six students in foster care


def opened(client, route, place, *more, **asked):
    return client.get(reverse(route, args=[place.pk, *more]), asked)


def text_of(answer):
    return answer.content.decode()


def said(answer):
    return re.search(r"<h1>(.*?)</h1>", text_of(answer), re.DOTALL)[1].strip()


def test_evidence_leads_to_where_the_person_works(enter_as, world, evidence):
    answer = enter_as("principal").get("/evidence/")
    assert answer.headers["Location"] == reverse("evidence_place", args=[world.ash.pk])


def test_evidence_of_somebody_in_a_unit_is_that_of_the_district(enter_as, world, evidence):
    answer = enter_as("researcher").get("/evidence/")
    assert answer.headers["Location"] == reverse("evidence_place", args=[world.northfield.pk])


def test_school_begins_with_what_was_found(enter_as, world, evidence):
    answer = opened(enter_as("principal"), "evidence_place", world.ash)
    assert said(answer) == (
        "6th-grade readers grew less than at similar schools, and we are fairly sure of it."
    )


def test_district_begins_with_what_changed(enter_as, world, evidence):
    answer = opened(enter_as("superintendent"), "evidence_place", world.northfield)
    assert said(answer) == (
        "More readers meet the standard than last year: 54%, up 3 points, and we are quite sure "
        "of it."
    )


def test_picture_has_the_finding_and_the_numbers_as_its_text(enter_as, world, evidence):
    page = text_of(opened(enter_as("principal"), "evidence_place", world.ash))
    assert "6th grade: 41, interval 37 to 45; similar schools 45 to 55." in page


def test_page_has_no_style_or_script_of_its_own(enter_as, world, evidence):
    page = text_of(opened(enter_as("principal"), "evidence_place", world.ash))
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page) == []


def test_small_group_is_shown_to_the_schools_leaders_and_marked(enter_as, world, evidence):
    page = text_of(opened(enter_as("principal"), "evidence_place", world.ash))
    assert page.count(">not for sharing<") == 2  # its group, and its grade's counts of a test day
    assert "Foster care" in page


@pytest.mark.parametrize("name", ["other_principal", "teacher", "supervisor", "steward"])
@pytest.mark.parametrize("route", ["evidence_place", "evidence_similar"])
def test_small_group_is_shown_to_nobody_else(enter_as, world, evidence, name, route):
    page = text_of(opened(enter_as(name), route, world.ash))
    assert [number for number in SMALL if f">{number}<" in page] == []
    assert "not for sharing" not in page


def test_part_with_few_students_is_withheld_outside(enter_as, world, evidence):
    page = text_of(opened(enter_as("teacher"), "evidence_behind", world.ash))
    assert ("21.5" in page, "18.0" in page) == (True, False)
    assert "too few students to show" in page


def test_similar_schools_are_named_by_name_and_no_number_beside_them(enter_as, world, evidence):
    page = text_of(opened(enter_as("teacher"), "evidence_similar", world.ash))
    assert f'<li><a href="{reverse("place", args=[world.birch.pk])}">Birch School</a></li>' in page


def test_only_schools_have_similar_ones(enter_as, world, evidence):
    client = enter_as("teacher")
    assert opened(client, "evidence_similar", world.northfield).status_code == 404


def test_why_says_definition_rows_source_and_who_answers(enter_as, world, evidence):
    page = text_of(opened(enter_as("teacher"), "evidence_why", world.ash, "median_growth"))
    for words in ("1,200 results in the district", "Checked by", "April 13, 2026"):
        assert words in page


def test_why_of_median_growth_gives_the_mean_of_the_same_students_too(enter_as, world, evidence):
    page = text_of(opened(enter_as("teacher"), "evidence_why", world.ash, "median_growth"))
    numbers = page[page.index('id="numbers"') :]
    assert "Mean growth" in numbers
    assert "45 to 51" in numbers


def test_why_of_a_measure_that_does_not_exist_is_not_there(enter_as, world, evidence):
    answer = opened(enter_as("teacher"), "evidence_why", world.ash, "secret_rank")
    assert answer.status_code == 404


def test_place_of_another_district_is_not_there(enter_as, world, evidence):
    client = enter_as("teacher")
    assert opened(client, "evidence_place", world.cove).status_code == 404


def test_unit_has_no_evidence_of_its_own(enter_as, world, evidence):
    client = enter_as("teacher")
    assert opened(client, "evidence_place", world.facilities).status_code == 404


def test_subject_that_does_not_exist_shows_the_first(enter_as, world, evidence):
    answer = opened(enter_as("teacher"), "evidence_place", world.ash, subject="alchemy")
    assert said(answer).startswith("6th-grade readers")


def test_before_anything_is_loaded_the_page_teaches(enter_as, world, home):
    answer = opened(enter_as("teacher"), "evidence_place", world.ash)
    assert said(answer) == "No data is loaded yet."


def test_while_numbers_are_worked_out_the_page_says_so(enter_as, world, home):
    lay_snapshot(home)
    answer = opened(enter_as("teacher"), "evidence_place", world.ash)
    assert said(answer) == "The numbers of the newest load are being worked out."


def test_whoever_keeps_the_data_is_led_to_it(enter_as, world, home):
    page = text_of(opened(enter_as("steward"), "evidence_place", world.northfield))
    assert reverse("data") in page


@pytest.mark.parametrize("grades", [1, 3])
def test_page_takes_the_same_questions_whatever_it_shows(
    enter_as, world, home, django_assert_num_queries, grades
):
    shown = [f"{6 + at:02}" for at in range(grades)]
    rows = [growth(50.0, grade=grade, q=0.8) for grade in [*shown, ""]]
    lay_measures(lay_snapshot(home), [*rows, row("share_at_level", 0.5, grade="06")])
    client = enter_as("principal")
    opened(client, "evidence_place", world.ash)
    with django_assert_num_queries(QUERIES):
        page = text_of(opened(client, "evidence_place", world.ash))
    assert len(set(re.findall(r"\d+th grade(?=: \d)", page))) == grades


def test_charts_drawn_beforehand_are_all_that_a_page_needs(enter_as, world, evidence, home):
    told = []
    drawn = draw_charts(evidence, home, lambda *progress: told.append(progress))
    drawing.remembered.cache_clear()
    opened(enter_as("teacher"), "evidence_place", world.birch)
    opened(enter_as("superintendent"), "evidence_place", world.northfield)
    principal = enter_as("principal")
    opened(principal, "evidence_place", world.ash)
    opened(principal, "evidence_similar", world.ash)
    opened(principal, "evidence_place", world.ash, **{"for": "meeting"})
    kept = list(picture_folder(home).glob("*/*.svg"))
    assert (drawn, len(told) > 0) == (len(kept), True)
    assert drawing.remembered.cache_info().misses == 0


def test_charts_that_no_page_shows_any_more_are_forgotten(world, evidence, home):
    draw_charts(evidence, home, lambda *_: None)
    later = lay_snapshot(home, "two")
    lay_measures(later, [growth(61.0, grade="06", q=0.5)])
    assert draw_charts(later, home, lambda *_: None) == len(
        list(picture_folder(home).glob("*/*.svg"))
    )


@pytest.mark.parametrize(("parts", "times"), [((), 0), ((part("Vocabulary", 21.5),), 1)])
def test_parts_are_offered_where_the_test_came_with_them(enter_as, world, home, parts, times):
    lay_measures(lay_snapshot(home), [row("share_at_level", 0.5, half=0.05)], parts=parts)
    page = text_of(opened(enter_as("principal"), "evidence_place", world.ash))
    assert page.count("See the parts of the test behind it") == times


def test_where_growth_is_withheld_the_headline_says_what_is_known(enter_as, world, home):
    grown = growth(44.0, teachers=None, students=60)
    lay_measures(lay_snapshot(home), [grown, row("share_at_level", 0.5, half=0.05)])
    answer = opened(enter_as("teacher"), "evidence_place", world.ash)
    assert said(answer).startswith("50% of readers meet the standard")
    assert "Who taught these readers is not known, so how they grew is not shown." in text_of(
        answer
    )
