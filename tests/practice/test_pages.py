"""The pages of visits, as their readers meet them."""

import uuid

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.practice.access.visits import own_drafts, visible_visits
from convergent.practice.actions.feedback import answer_feedback
from convergent.practice.models import Evaluation, Invitation, JointVisit, Visit, VisitAgreement
from tests.practice.visiting import agreed, evaluates, later, looked_for, represented, sent, visited
from tests.world import hold, make_person

DEVICE = {"Accept": "application/json"}


def _fields(told, **more):
    """What a form sends of one visit."""
    sending = {
        "id": str(told.id),
        "teacher": str(told.teacher),
        "began_at": timezone.localtime(told.began_at).strftime("%Y-%m-%dT%H:%M:%S%z"),
        "minutes": "12",
        "strength": told.strength,
        "look_for_version": str(told.look_for_version or ""),
        "seen": [str(one) for one in told.seen],
    }
    return {**sending, **more}


def _send(client, told, headers=None, **more):
    return client.post(reverse("visit_new"), _fields(told, **more), headers=headers)


def _text(answer):
    return answer.content.decode()


def test_a_visit_is_kept_without_script_and_shared_in_the_same_tap(world, enters):
    agreed(world)
    version = looked_for(world)
    client = enters("principal")
    assert "Whom to see next" in _text(client.get(reverse("visits")))
    form = _text(client.get(reverse("visit_new"), {"teacher": world.teacher.pk}))
    assert "You visit Tom Ngata as a leader of the school." in form
    assert "Students quote the text" in form
    seen = (version.look_fors.first().pk,)
    told = sent(world, look_for_version=version.pk, seen=seen)
    answer = _send(client, told, share="1", next_step="Wait longer", follow_up_on="2099-01-01")
    assert answer.url == reverse("visit", args=[told.id])
    page = _text(client.get(answer.url))
    assert "on, Tom Ngata reads it." in page
    assert "I saw: Students quote the text." in page


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("principal", "You evaluate Tom Ngata. Under the visit agreement, what you see may be"),
        ("assistant", "You visit Tom Ngata as a leader of the school."),
        ("coach", "You coach Tom Ngata. Under the visit agreement, it is never used"),
        ("supervisor", "You visit Tom Ngata as the principal’s supervisor."),
    ],
)
def test_every_visit_opens_with_what_applies(world, enters, kind, says):
    agreed(world, may_inform_evaluation=["leader"])
    evaluates(world)
    page = enters(kind).get(reverse("visit_new"), {"teacher": world.teacher.pk})
    assert says in _text(page)


def test_a_device_is_told_the_hash_of_what_is_kept(world, enters):
    agreed(world)
    client = enters("principal")
    told = sent(world, began_at=clock.now().replace(microsecond=0))
    first, second = (_send(client, told, headers=DEVICE) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == {"id": str(told.id), "hash": told.hash, "is_new": True}
    assert second.json() == {"id": str(told.id), "hash": told.hash, "is_new": False}
    other = _send(client, told, headers=DEVICE, strength="Something else")
    assert other.status_code == 409
    wrong = _send(client, sent(world), headers=DEVICE, minutes="999")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["minutes"])


def test_what_is_refused_comes_back_with_all_that_was_typed(world, enters):
    agreed(world)
    page = _text(_send(enters("principal"), sent(world), minutes="999", timed="12 Two wait"))
    assert "Three students went back to paragraph 4" in page
    assert "12 Two wait" in page


def test_what_is_typed_is_kept_as_a_draft_and_found_again(world, enters):
    agreed(world)
    client, told = enters("principal"), sent(world)
    kept = _send(client, told, headers={"HX-Target": "kept"})
    assert "Saved as a draft" in _text(kept)
    form = _text(client.get(reverse("visit_new"), {"teacher": world.teacher.pk}))
    assert told.strength in form
    assert f'value="{told.id}"' in form
    assert not visible_visits(world.viewer("principal")).exists()
    assert not own_drafts(world.viewer("assistant")).exists()
    _send(client, told)
    assert not own_drafts(world.viewer("principal")).exists()
    assert "kept already" in _text(_send(client, told, headers={"HX-Target": "kept"}))


def test_visit_with_a_social_security_number_is_kept_neither_as_one_nor_as_a_draft(world, enters):
    agreed(world)
    client, told = enters("principal"), sent(world, strength="Her father is 219-09-9999.")
    said = "This looks like a social-security number."
    assert said in _text(_send(client, told, headers={"HX-Target": "kept"}))
    assert said in _text(_send(client, told))
    assert not own_drafts(world.viewer("principal")).exists()
    assert not visible_visits(world.viewer("principal")).exists()


def test_nobody_writes_into_the_draft_of_somebody_else(world, enters):
    agreed(world)
    told = sent(world)
    _send(enters("principal"), told, headers={"HX-Target": "kept"})
    answer = _send(enters("assistant"), told, headers={"HX-Target": "kept"}, strength="Mine")
    assert answer.status_code == 404
    assert told.strength in own_drafts(world.viewer("principal")).get().content


def test_the_teacher_reads_it_when_it_is_out_and_answers(world, enters):
    agreed(world)
    evaluates(world)
    visit = visited(world, "principal", share=True, next_step="Wait longer", timed="3 SECRET")
    address = reverse("visit", args=[visit.pk])
    assert enters("teacher").get(address).status_code == 404
    with later(days=4):
        client = enters("teacher")
        page = _text(client.get(address))
        assert "Paul Adeyemi evaluates you. Under the visit agreement, it is not used" in page
        assert "Wait longer" in page
        assert "SECRET" not in page
        says = {"says": "help", "text": "Could you model it?"}
        client.post(reverse("visit_answer", args=[visit.pk]), says)
        answered = _text(enters("principal").get(address))
        assert "Could you model it?" in answered
        assert "I would like help with it" in answered
        for who in ("assistant", "coach", "steward", "supervisor"):
            assert enters(who).get(address).status_code == 404


def test_feedback_is_changed_shared_and_followed_up(world, enters):
    agreed(world)
    visit, client = visited(world, "principal"), enters("principal")
    draft = {"version": "1", "text": "Better words", "next_step": "Wait"}
    client.post(reverse("visit_feedback", args=[visit.pk]), {**draft, "share": "1"})
    page = _text(client.get(reverse("visit", args=[visit.pk])))
    assert "Better words" in page
    older = client.post(reverse("visit_feedback", args=[visit.pk]), {**draft, "text": "Older"})
    assert "Somebody changed this while you had it open" in _text(older)
    with later(days=4):
        client = enters("principal")
        client.post(reverse("visit_followed", args=[visit.pk]))
        assert "1 of 2 teachers had feedback and a follow-up" in _text(
            client.get(reverse("visits"))
        )


def test_what_cannot_be_kept_says_why_and_loses_no_word(world, enters):
    agreed(world)
    client = enters("principal")
    told = sent(world, look_for_version=uuid.uuid4(), strength="They asked why")
    answer = _send(client, told)
    assert answer.status_code == 200
    assert "These look-fors are not there." in _text(answer)
    assert "They asked why" in _text(answer)


def test_joint_sides_stand_side_by_side(world, enters):
    agreed(world)
    client, told = enters("principal"), sent(world)
    _send(client, told, beside=str(world.supervisor.pk))
    joint = JointVisit.objects.get()
    client = enters("supervisor")
    assert "with Paul Adeyemi" in _text(client.get(reverse("visits")))
    asked = {"teacher": world.teacher.pk, "joint": joint.pk}
    form = _text(client.get(reverse("visit_new"), asked))
    assert told.strength not in form
    assert f'value="{joint.pk}"' in form
    _send(client, sent(world), joint=str(joint.pk), strength="Two waited")
    page = _text(client.get(reverse("visit", args=[told.id])))
    assert told.strength in page
    assert "Two waited" in page
    assert "What each of you saw" in page
    assert 'id="said"' not in page
    assert AuditRow.objects.filter(action="read visit").count() == 1
    own = Visit.objects.readable_by_rule(Q(visitor=world.supervisor)).get()
    assert told.strength in _text(client.get(reverse("visit", args=[own.pk])))
    assert AuditRow.objects.filter(action="read visit").count() == 2


def test_without_an_agreement_the_form_is_not_there(world, enters):
    client = enters("principal")
    asked = client.get(reverse("visit_new"), {"teacher": world.teacher.pk})
    assert asked.status_code == 404
    assert "Visits are on where a visit agreement holds" in _text(client.get(reverse("visits")))
    assert client.get(reverse("visit_new")).url == reverse("visits")


def test_an_agreement_is_written_and_confirmed_on_its_page(world, enters):
    represented(world)
    address = reverse("visit_agreements")
    told = {
        "group": "teacher",
        "starts_on": clock.today().isoformat(),
        "kinds": ["leader", "coach"],
        "feedback_days": "1",
        "kept_years": "3",
    }
    enters("superintendent").post(address, told)
    written = VisitAgreement.objects.get()
    confirm = reverse("visit_agreement_confirm", args=[written.pk])
    enters("superintendent").post(confirm)
    assert "waits for the union" in _text(enters("teacher").get(address))
    enters("union").post(confirm)
    written.refresh_from_db()
    assert written.is_confirmed


def test_evaluators_look_fors_and_guests_are_named_on_their_pages(world, enters):
    version = looked_for(world)
    client = enters("principal")
    client.post(
        reverse("evaluators", args=[world.ash.pk]),
        {"person": world.teacher.email, "evaluator": world.principal.email},
    )
    assert Evaluation.objects.get().evaluated == world.teacher
    address = reverse("look_fors", args=[version.set.priority_id])
    client.post(address, {"name": "Arguing", "texts": "They ask why\n\n They wait "})
    newest = version.set.versions.first()
    assert [one.text for one in newest.look_fors.all()] == ["They ask why", "They wait"]
    told = {"guest": world.colleague.email, "until": clock.today().isoformat()}
    enters("teacher").post(reverse("visit_invite"), told)
    assert Invitation.objects.get().guest == world.colleague


def test_pages_ask_as_many_questions_for_three_as_for_one(world, enters):
    agreed(world)
    visit = visited(world, "principal", share=True)
    lists = [_questions(enters("principal"), reverse("visits"))]
    with later(days=4):
        client = enters("principal")
        answer_feedback(visit, says="answer", text="One", by=world.viewer("teacher"))
        pages = [_questions(client, reverse("visit", args=[visit.pk]))]
        for text in ("Two", "Three"):
            answer_feedback(visit, says="answer", text=text, by=world.viewer("teacher"))
        pages.append(_questions(client, reverse("visit", args=[visit.pk])))
    for name in ("Nina Holm", "Otto Rask"):
        hold(make_person(world.northfield, name), "teacher", world.ash)
    for _ in range(2):
        visited(world, "principal", "colleague", share=True)
    lists.append(_questions(enters("principal"), reverse("visits")))
    assert lists[0] == lists[1]
    assert pages[0] == pages[1]


def _questions(client, address):
    client.get(address)  # the session is there from now on
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
