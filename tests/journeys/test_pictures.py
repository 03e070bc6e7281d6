"""The convergent picture: the sentence, the claim behind it, a piece added and withdrawn."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

FEEDBACK = "Feedback to teachers is frequent and followed up"
SAW = "Two of the three next steps were looked at again"


def test_one_sided_story_is_not_asked_yet_and_a_piece_can_be_added_and_withdrawn(visit):
    page = visit("Rosa Medina", at="/evidence/")
    page.get_by_role("link", name="See where vantage points agree").click()
    expect(page.locator("h1")).to_contain_text(f"On “{FEEDBACK}”, teachers have not been asked.")
    row = page.get_by_role("row").filter(has_text=FEEDBACK)
    expect(row).to_contain_text("teachers have not been asked")
    expect(row.get_by_role("img", name="Teachers: should be asked")).to_be_visible()
    row.get_by_role("link").click()
    page.get_by_role("link", name="Add what you saw or heard").click()
    page.get_by_label("It says: partly").check()
    page.get_by_label("Something I saw").check()
    page.get_by_label("In words").fill(SAW)
    page.get_by_label("What kind of source").select_option("artifact")
    page.get_by_label("Whose view").select_option("teacher leader")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name=FEEDBACK).click()
    added = page.get_by_role("listitem").filter(has_text=SAW)
    expect(added).to_contain_text("added by you")
    added.get_by_role("button", name="Withdraw").click()
    page.get_by_role("link", name=FEEDBACK).click()
    expect(
        page.get_by_text("1 piece was withdrawn. Nothing of it is kept or counts.")
    ).to_be_visible()
    expect(page.get_by_text(SAW)).to_have_count(0)
