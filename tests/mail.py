"""What a worker does with the messages that wait, without a worker."""

from django.core import mail

from convergent.outbox.actions import send
from convergent.outbox.models import Message, State


def sent_mail():
    """Every message so far, those that waited handed over first."""
    for message in Message.objects.filter(state=State.WAITING):
        send(message.pk)
    return mail.outbox
