from tests.sign_in.test_passkey_journey import *  # noqa
from tests.sign_in.test_passkey_journey import chromium, visitor, sign_in_by_password, newcomer  # noqa
pytestmark = []
def test_shots(visitor, live_server, demo, newcomer):
    i=0
    def shot(name):
        for w in (390, 1280):
            for scheme in ("light","dark"):
                visitor.set_viewport_size({"width": w, "height": 900}); visitor.emulate_media(color_scheme=scheme)
                visitor.screenshot(path=f"/tmp/shots/{name}-{w}-{scheme}.png", full_page=True)
    visitor.goto(live_server.url + "/account/login/"); shot("demo-login")
    visitor.get_by_role("button", name="Carla").click()
    visitor.goto(live_server.url + "/account/where/"); shot("where")
    visitor.goto(live_server.url + "/account/second-step/"); shot("second")
    visitor.goto(live_server.url + "/account/second-step/app/"); shot("totp")
    visitor.goto(live_server.url + "/account/passkeys/add/"); shot("passkey")
    visitor.goto(live_server.url + "/account/where/tokens/add/"); visitor.get_by_role("button", name="Make the token").click(); shot("token-error")
    visitor.goto(f"{live_server.url}/account/invitation/{token_for(newcomer)}/"); shot("invite")
    from convergent.people.models import Installation
    Installation.objects.all().update(is_demo=False)
    visitor.context.clear_cookies()
    visitor.goto(live_server.url + "/account/login/?next=/people/"); shot("login")
