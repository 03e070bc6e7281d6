"""Messages over real SMTP: each at most once, what is not taken tried again, what failed seen."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from convergent.jobs.actions import run
from convergent.jobs.due import ask_for_what_is_due
from convergent.jobs.models import Job
from convergent.outbox.actions import MINUTES_BEFORE_TRYING_AGAIN, post, send
from convergent.outbox.models import Message, Problem, State
from convergent.outbox.queries import not_arrived

pytestmark = pytest.mark.django_db(transaction=True)


def posted(**more):
    told = {"to": "ann@export.example", "subject": "Grüße", "body": "A link: https://x.example/a"}
    return post(**{"key": str(uuid4()), **told, **more})


def passed(message, **time):
    """As if that time had passed since the message was posted."""
    fields = ("posted_at", "next_try_at", "worth_until")
    moved = {name: getattr(message, name) - timedelta(**time) for name in fields[:2]}
    if message.worth_until:
        moved["worth_until"] = message.worth_until - timedelta(**time)
    Message.objects.filter(pk=message.pk).update(**moved)


def test_message_arrives_as_it_was_written_and_its_text_is_forgotten(mail_server):
    message = send(posted().pk)
    [mail] = mail_server.taken
    assert (mail["To"], mail["Subject"]) == ("ann@export.example", "Grüße")
    assert mail.get_content().strip() == "A link: https://x.example/a"
    assert mail["Message-ID"].startswith(f"<{message.pk}@")
    stored = Message.objects.get()
    assert (stored.state, stored.body, stored.attempts) == (State.SENT, "", 1)


def test_text_that_waits_is_not_readable_in_the_database():
    posted(body="canary-4711")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        assert "canary" not in str(cursor.fetchall())


def test_message_of_work_that_failed_is_never_sent(mail_server):
    with transaction.atomic():
        posted()
        transaction.set_rollback(True)
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_posting_twice_by_one_key_is_one_message(mail_server):
    for _ in range(2):
        posted(key="invitation 7")
    for job in Job.objects.all():
        run(job.pk)
    assert len(mail_server.taken) == 1


def test_two_workers_at_once_send_it_once(mail_server):
    message, start = posted(), Barrier(2)

    def work():
        start.wait()
        send(message.pk)
        connection.close()

    both = [Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert len(mail_server.taken) == 1


def test_worker_that_died_while_sending_leaves_it_unclear_and_unsent(mail_server):
    message = posted()
    Message.objects.update(state=State.SENDING, attempts=1)
    [job] = Job.objects.all()
    run(job.pk)
    message.refresh_from_db()
    assert (message.state, message.problem) == (State.FAILED, Problem.UNCLEAR)
    assert mail_server.asked == 0


def test_connection_that_breaks_after_the_text_is_unclear_and_not_tried_again(mail_server):
    mail_server.to_data = ["hang up"]
    message = send(posted().pk)
    assert (message.state, message.problem) == (State.FAILED, Problem.UNCLEAR)
    send(message.pk)
    assert mail_server.asked == 1


def test_address_that_the_server_refuses_fails_at_once(mail_server):
    mail_server.to_rcpt = ["550 no such person"]
    message = send(posted().pk)
    assert (message.state, message.problem) == (State.FAILED, Problem.ADDRESS)
    assert list(not_arrived()) == [message]


@pytest.mark.parametrize("step", ["to_rcpt", "to_data"])
def test_message_that_is_not_taken_now_is_tried_again_later(step, mail_server):
    setattr(mail_server, step, ["451 later"])
    message = send(posted().pk)
    assert (message.state, message.problem) == (State.WAITING, Problem.NOT_TAKEN)
    ask_for_what_is_due()
    assert Job.objects.filter(kind="send mail").count() == 1  # the first; it is not due yet
    passed(message, minutes=2)
    ask_for_what_is_due()
    ask_for_what_is_due()
    again = Job.objects.get(key=f"send {message.pk} 1")
    run(again.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, len(mail_server.taken)) == (State.SENT, 2, 1)


@pytest.mark.asvs("16.5.2")
def test_server_that_is_away_is_tried_ever_more_seldom_and_given_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    message, pauses = posted(), []
    while message.state == State.WAITING:
        message = send(message.pk)
        pauses.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))
    assert pauses[:-1] == list(MINUTES_BEFORE_TRYING_AGAIN)
    assert (message.state, message.problem) == (State.FAILED, Problem.UNREACHABLE)
    assert message.attempts == len(MINUTES_BEFORE_TRYING_AGAIN) + 1


def test_link_that_will_be_over_is_not_tried_again(mail_server):
    mail_server.to_data = ["451 later"]
    message = send(posted(worth_for=timedelta(seconds=30)).pk)
    assert (message.state, message.problem) == (State.FAILED, Problem.NOT_TAKEN)


def test_message_that_waits_for_no_worker_is_seen_after_a_while():
    message = posted()
    assert list(not_arrived()) == []
    passed(message, minutes=16)
    assert list(not_arrived()) == [message]
    passed(Message.objects.get(), days=8)
    assert list(not_arrived()) == []
