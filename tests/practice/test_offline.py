"""What a device seals arrives once, at its author, and is never overwritten."""

import dataclasses
import json
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from convergent.people.actions.credentials import end_credential
from convergent.practice.access.visits import own_drafts, visible_visit_notes, visible_visits
from convergent.practice.models import JointVisit, Visit, VisitDraft
from tests.practice.device import Device, as_sent, words
from tests.practice.visiting import agreed, evaluates, looked_for, sent, visited
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db
QUERIES_OF_A_KIT = 28
SAW, OTHER = "Three students went back to paragraph 4", "They asked each other why"


@pytest.fixture
def visiting(world):
    agreed(world)
    return world


@pytest.fixture
def device(visiting):
    """The principal's."""
    return Device(visiting, "principal")


def arrive(client, sealed):
    return client.post(reverse("visit_sealed"), as_sent(sealed))


def counted():
    return Visit._base_manager.count(), VisitDraft._base_manager.count()


def texts(draft):
    return json.loads(draft.content)["strength"]


def test_what_was_sealed_is_a_visit_and_the_answer_has_its_hash(visiting, enters, device):
    sealed = device.sealed(visiting.teacher, strength=SAW)
    answer = arrive(enters("principal"), sealed)
    told = answer.json()
    assert (answer.status_code, told["id"], told["kept"]) == (200, str(sealed.id), "visit")
    assert told["sealed"] == sealed.hash
    assert visible_visit_notes(visiting.viewer("principal")).get().strength == SAW
    assert counted() == (1, 0)


def test_sent_again_after_its_answer_was_lost_nothing_is_stored_anew(visiting, enters, device):
    client, sealed = enters("principal"), device.sealed(visiting.teacher, strength=SAW)
    first, second = arrive(client, sealed), arrive(client, sealed)
    assert first.json() == second.json()
    assert counted() == (1, 0)


def test_what_the_page_has_sent_already_is_the_same_visit(visiting, enters, device):
    told = sent(visiting, strength=f"{SAW}\n{OTHER}")
    client = enters("principal")
    began = told.began_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    typed = {"id": str(told.id), "began_at": began, "minutes": "12"}
    page = {**typed, "teacher": str(told.teacher), "strength": f"{SAW}\r\n{OTHER}"}
    assert client.post(reverse("visit_new"), page).status_code == 302
    more = {"began_at": began, "strength": f"{SAW}\n{OTHER}"}
    again = arrive(client, device.sealed(visiting.teacher, pk=told.id, **more)).json()
    assert (again["kept"], counted()) == ("visit", (1, 0))


@pytest.mark.parametrize("was_shared", [True, False])
def test_the_same_words_from_before_she_was_done_are_that_visit(
    visiting, enters, device, was_shared
):
    """A device may still have what stood there a moment before, and sends it when she signs out."""
    client, typed = enters("principal"), {**words(), "strength": SAW}
    done = device.sealed(visiting.teacher, share=was_shared, **typed)
    kept = arrive(client, done).json()
    before = device.sealed(visiting.teacher, pk=done.id, is_done=False, **typed)
    told = arrive(client, before).json()
    assert (told["kept"], told["hash"], told["sealed"]) == ("visit", kept["hash"], before.hash)
    assert counted() == (1, 0)


def test_a_wish_to_share_what_was_kept_unshared_is_not_lost(visiting, enters, device):
    client, typed = enters("principal"), {**words(), "strength": SAW}
    first = device.sealed(visiting.teacher, **typed)
    arrive(client, first)
    shared = device.sealed(visiting.teacher, pk=first.id, share=True, **typed)
    assert arrive(client, shared).json()["kept"] == "draft"
    assert counted() == (1, 1)


def test_other_words_under_the_same_id_stand_beside_and_change_nothing(visiting, enters, device):
    client, first = enters("principal"), device.sealed(visiting.teacher, strength=SAW)
    arrive(client, first)
    other = device.sealed(visiting.teacher, pk=first.id, strength=OTHER)
    told = arrive(client, other).json()
    assert (told["kept"], told["sealed"]) == ("draft", other.hash)
    by = visiting.viewer("principal")
    assert visible_visit_notes(by).get().strength == SAW
    (beside,) = own_drafts(by)
    assert (texts(beside), beside.teacher) == ([OTHER], None)
    assert arrive(client, other).json() == told
    assert counted() == (1, 1)
    page = client.get(reverse("visit_draft", args=[beside.pk])).text
    assert OTHER in page
    assert reverse("visit", args=[first.id]) in page


def test_what_somebody_else_sends_is_its_authors_alone(visiting, enters, device):
    sealed = device.sealed(visiting.teacher, strength=SAW)
    told = arrive(enters("coach"), sealed).json()
    assert told == {"id": str(sealed.id), "sealed": sealed.hash, "kept": "elsewhere"}
    assert not own_drafts(visiting.viewer("coach")).exists()
    (draft,) = own_drafts(visiting.viewer("principal"))
    assert (texts(draft), draft.teacher) == ([SAW], visiting.teacher)
    assert counted() == (0, 1)
    page = reverse("visit_draft", args=[draft.pk])
    assert (enters("coach").get(page).status_code, enters("principal").get(page).status_code) == (
        404,
        200,
    )


def test_what_was_written_after_the_lease_goes_to_its_author(visiting, enters, device):
    sealed = device.sealed(whom="Tom in room 12", strength=SAW)
    end_credential(device.lease, by=visiting.people["principal"].pk)
    client = enters("principal")
    assert arrive(client, sealed).json()["kept"] == "draft"
    (draft,) = own_drafts(visiting.viewer("principal"))
    assert "Tom in room 12" in client.get(reverse("visits")).text
    opened = client.get(reverse("visit_draft", args=[draft.pk])).text
    assert SAW in opened
    form = client.get(reverse("visit_new"), {"teacher": visiting.teacher.pk, "draft": draft.pk})
    assert SAW in form.text


def test_words_that_are_no_visit_any_more_are_kept_to_be_mended(visiting, enters):
    coach = Device(visiting, "coach")
    late = coach.sealed(visiting.teacher, strength=SAW, minutes="900")
    evaluates(visiting, "coach")
    forbidden = coach.sealed(visiting.teacher, strength=OTHER)
    client = enters("coach")
    assert [arrive(client, one).json()["kept"] for one in (late, forbidden)] == ["draft"] * 2
    assert sorted(texts(one)[0] for one in own_drafts(visiting.viewer("coach"))) == [OTHER, SAW]


def test_look_fors_that_are_not_there_and_a_side_kept_twice_lose_no_word(visiting, enters):
    visited(visiting, "supervisor", beside=visiting.principal.pk)
    joint = str(JointVisit.objects.get().pk)
    client, device = enters("principal"), Device(visiting, "principal")
    unknown = device.sealed(visiting.teacher, strength=SAW, look_for_version=str(uuid.uuid4()))
    sides = [device.sealed(visiting.teacher, strength=OTHER, joint=joint) for _ in range(2)]
    kept = [arrive(client, one).json()["kept"] for one in (unknown, *sides)]
    assert kept == ["draft", "visit", "draft"]
    assert sorted(texts(one)[0] for one in own_drafts(visiting.viewer("principal"))) == [OTHER, SAW]


def test_what_was_begun_is_no_visit(visiting, enters, device):
    sealed = device.sealed(visiting.teacher, is_done=False, strength=SAW)
    assert arrive(enters("principal"), sealed).json()["kept"] == "draft"
    assert counted() == (0, 1)


def test_draft_is_discarded_by_its_author(visiting, enters, device):
    client = enters("principal")
    told = arrive(client, device.sealed(whom="Tom", strength=SAW)).json()
    assert client.post(reverse("visit_draft", args=[told["draft"]])).url == reverse("visits")
    assert counted() == (0, 0)


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("wrong", ["mark", "lease", "box", "key", "ephemeral", "id"])
def test_what_no_device_of_ours_has_sealed_is_refused(visiting, enters, device, wrong):
    sealed = device.sealed(visiting.teacher, strength=SAW)
    other = Device(visiting, "coach")
    changed = {
        "mark": "0" * 64,
        "lease": other.lease.pk,
        "box": device.sealed(visiting.teacher).box,
        "key": "0" * 16,
        "ephemeral": "AAAA",
        "id": uuid.uuid4(),
    }
    forged = dataclasses.replace(sealed, **{wrong: changed[wrong]})
    if wrong in {"box", "key", "ephemeral"}:  # marked by the device, and still not to be opened
        told = {name: value for name, value in vars(forged).items() if name != "mark"}
        forged = device.marked(**told)
    answer = arrive(enters("principal"), forged)
    assert (answer.status_code, counted()) == (422, (0, 0))


def test_what_is_no_json_of_ours_is_refused(visiting, enters, device):
    for text in ("", "[]", "{}", '{"fields": 5, "teacher": "", "whom": "", "is_done": true}'):
        answer = arrive(enters("principal"), device.seal(uuid.uuid4(), text))
        assert answer.status_code == 422
    assert enters("principal").post(reverse("visit_sealed"), {}).status_code == 422


@pytest.mark.asvs("14.3.3")
def test_page_that_a_device_keeps_is_the_same_for_everybody(visiting, enters):
    nobody = Client().get(reverse("visit_offline"))
    somebody = enters("principal").get(reverse("visit_offline"))
    assert nobody.content == somebody.content
    assert "csrfmiddlewaretoken" not in nobody.text


def test_worker_keeps_every_file_that_its_page_names(visiting):
    page, script = (Client().get(reverse(name)) for name in ("visit_offline", "visit_worker"))
    kept = json.loads(script.text.split("\n")[0].removeprefix("const KEPT = ").rstrip(";"))
    named = set(re.findall(r'"(/static/[^"#]+|/visits/offline\.[^"]+)"', page.text))
    assert named - {*kept["files"]} == set()
    assert {one.split("?")[0] for one in named} > {reverse("visit_styles"), reverse("visit_script")}
    assert all(Client().get(one).status_code == 200 for one in kept["files"] if "?v=" in one)
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["Cache-Control"] == "no-cache"


def test_script_that_a_device_keeps_holds_each_module_once_after_what_it_imports(visiting):
    text = Client().get(reverse("visit_script")).text
    modules = re.findall(r'^modules\["js/([^"]+)"\] = ', text, re.MULTILINE)
    assert len(modules) == len(set(modules)) == 10
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)
    before = [modules.index(f"offline/{one}.js") for one in ("store", "keys", "notebook", "shell")]
    assert before == sorted(before)


def test_styles_that_a_device_keeps_name_what_is_there_and_another_version_is_not(visiting):
    text = Client().get(reverse("visit_styles")).text
    assert 'url("../' not in text
    assert "@media print {" in text
    answers = [Client().get(reverse("visit_styles"), {"v": one}) for one in ("0" * 16, "")]
    assert [one.status_code for one in answers] == [404, 404]


@pytest.mark.parametrize("visits", [1, 3])
def test_kit_names_whom_one_may_visit_at_the_same_price(
    visiting, enters, visits, django_assert_num_queries
):
    looked_for(visiting)
    for number in range(visits):
        one = visiting.people[f"taught-{number}"] = make_person(
            visiting.northfield, f"Tess Number{number}"
        )
        hold(one, "teacher", visiting.ash)
        visited(visiting, "principal", f"taught-{number}", share=True, next_step="Let two answer")
    client = enters("principal")
    client.get(reverse("visit_kit"))
    with django_assert_num_queries(QUERIES_OF_A_KIT):
        told = client.get(reverse("visit_kit")).json()
    names = [one["name"] for one in told["teachers"]]
    assert visiting.teacher.name in names
    assert "Selma Iversen" not in json.dumps(told)
    assert [one["name"] for one in told["sets"]] == ["Arguing from a text"]
    by_name = {one["name"]: one for one in told["teachers"]}
    assert by_name[visiting.teacher.name]["applies"].startswith("You visit Tom Ngata as a leader")
    assert by_name[visiting.teacher.name]["sets"] == [told["sets"][0]["id"]]


def test_kit_shows_open_next_steps_of_ones_own_visits_alone(visiting, enters):
    visited(visiting, "coach", share=True, next_step="Let two answer")
    assert "Let two answer" in enters("coach").get(reverse("visit_kit")).text
    assert "Let two answer" not in enters("principal").get(reverse("visit_kit")).text


def test_visitor_reads_nothing_new_by_sending(visiting, enters, device):
    arrive(enters("principal"), device.sealed(visiting.teacher, strength=SAW))
    for name in ("coach", "assistant", "supervisor"):
        assert not visible_visits(visiting.viewer(name)).exists()
