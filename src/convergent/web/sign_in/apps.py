from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "convergent.web.sign_in"
    label = "sign_in"

    def ready(self) -> None:
        from convergent.web.sign_in import notes

        notes.listen()
