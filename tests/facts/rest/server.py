"""A OneRoster 1.2 service in a process of its own, with the habits that services have.

    python -m tests.facts.rest.server      # prints its address

Its habits and its rows are set, and what it was asked is read, below /control.
"""

import base64
import gzip
import json
import re
import ssl
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.facts.rest.roster import roster

CLIENT, SECRET = "convergent", "the secret of the client"
BASE = "/ims/oneroster"
DATE = "Fri, 20 Nov 2026 06:00:00 GMT"
COLLECTION = re.compile(rf"{BASE}/(rostering|gradebook|resources)/v1p2/(\w+)")
USUAL = {
    "absent": [],  # collections that it does not have
    "body": {},  # what is said instead of a collection
    "clamp": 0,  # the most rows of a page, whatever is asked
    "date": DATE,  # of every answer; empty where it hides its clock
    "departs": {},  # rows to take away at the front of a collection, by the page after which
    "arrives": {},  # rows to put at the front of a collection, by the page after which
    "drops": 0,  # answers that break off in the middle
    "drips": "",  # the collection that comes a byte at a time, without end
    "expires_in": 3600,
    "fails": [],  # statuses of the next answers
    "fails_token": [],  # statuses of the next answers to who asks for a token
    "filter": "followed",  # or "ignored", "refused"
    "forbidden": [],  # collections that the scope does not cover
    "gzips": "",  # the collection that unpacks to a hundred megabytes
    "is_silent": "",  # the collection whose answer never comes
    "link": "",  # "offset", "cursor", "elsewhere" or none
    "offset": "followed",  # or "ignored"
    "swells": "",  # the collection whose answer takes thirty times its size when it is read
    "redirects": {},  # collections to addresses
    "retry_after": "",
    "secret_in_errors": False,
    "token_swells": 0,  # bytes that come with a token
    "token_serves": 0,  # requests until a token is refused; 0 is for ever
    "token_type": "Bearer",
    "total": False,  # whether X-Total-Count is said
}


class Sis:
    """What the service holds and what it has been asked."""

    def __init__(self):
        self.reset()

    def reset(self, people=25):
        self.rows = roster(people)
        self.habits = json.loads(json.dumps(USUAL))
        self.asked = []
        self.tokens = {}
        self.pages = {}


sis = Sis()
lock = threading.Lock()


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        where = urlsplit(self.path)
        if where.path == "/control":
            return self.say(sis.asked)
        found = COLLECTION.fullmatch(where.path.rstrip("/"))
        if not found:
            return self.say({}, 404)
        sis.asked.append([found[2], where.query])
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        return self.collection(found[2], asked)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            return self.control(json.loads(body))
        form = {name: values[0] for name, values in parse_qs(body).items()}
        sis.asked.append(["token", form.get("scope", "")])
        return self.token(form)

    def control(self, said):
        with lock:
            if "reset" in said:
                sis.reset(said["reset"])
            sis.habits.update(said.get("habits", {}))
            sis.rows.update(said.get("rows", {}))
            if said.get("forget_asked"):
                sis.asked.clear()
        self.say({})

    def token(self, form):
        if sis.habits["fails_token"]:
            return self.say({"error": "server_error"}, sis.habits["fails_token"].pop(0))
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        in_body = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if self.headers.get("Authorization") != f"Basic {basic}" and not in_body:
            told = {"error": "invalid_client", "error_description": self.echoed(form)}
            return self.say({**told, "said": self.echoed(form)}, 401)
        if "unknown" in form["scope"]:
            return self.say({"error": "invalid_scope"}, 400)
        token = f"token-{len(sis.tokens)}"
        sis.tokens[token] = 0
        kind = sis.habits["token_type"]
        life = sis.habits["expires_in"]
        much = " " * sis.habits["token_swells"]
        return self.say(
            {"access_token": token, "token_type": kind, "expires_in": life, "much": much}
        )

    def echoed(self, form=None):
        """Some services repeat in an error what they were sent."""
        sent = f"{self.headers.get('Authorization', '')} {urlencode(form or {})}".strip()
        return sent if sis.habits["secret_in_errors"] else ""

    def collection(self, name, asked):
        with lock:
            special = self.special(name)
        if special is not None:
            return special()
        rows = sis.rows[name]
        if "filter" in asked and sis.habits["filter"] == "refused":
            return self.say({"imsx_codeMajor": "failure"}, 400)
        if "filter" in asked and sis.habits["filter"] == "followed":
            after = re.fullmatch(r"dateLastModified>'(.+)'", asked["filter"])[1]
            rows = [one for one in rows if one["dateLastModified"] > after]
        return self.page(name, rows, asked)

    def special(self, name):
        """What comes instead of a page, if anything does."""
        habits = sis.habits
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.serves(token):
            return lambda: self.say({"said": self.echoed()}, 401)
        if habits["fails"]:
            status = habits["fails"].pop(0)
            return lambda: self.say({}, status, {"Retry-After": habits["retry_after"]})
        for is_so, answer in (
            (name in habits["forbidden"], lambda: self.say({"said": self.echoed()}, 403)),
            (name in habits["absent"], lambda: self.say({}, 404)),
            (
                name in habits["redirects"] and "/?" not in self.path,
                lambda: self.redirect(habits["redirects"][name]),
            ),
            (name in habits["body"], lambda: self.send(habits["body"][name].encode())),
            (name == habits["is_silent"], self.keep_silent),
            (name == habits["drips"], self.drip),
            (name == habits["gzips"], self.gzip),
            (name == habits["swells"], self.swell),
        ):
            if is_so:
                return answer
        return None

    def redirects(self, name):
        return name in sis.habits["redirects"] and "/?" not in self.path

    def serves(self, token):
        if token not in sis.tokens:
            return False
        sis.tokens[token] += 1
        most = sis.habits["token_serves"]
        return not most or sis.tokens[token] <= most

    def page(self, name, rows, asked):
        habits = sis.habits
        offset = int(asked.get("offset") or asked.get("cursor") or 0)
        begin = offset if habits["offset"] == "followed" else 0
        limit = min(int(asked.get("limit", 100)), habits["clamp"] or 100_000)
        page = rows[begin : begin + limit]
        headers = {"X-Total-Count": str(len(rows))} if habits["total"] else {}
        headers |= self.link(asked, begin + limit, has_more=begin + limit < len(rows))
        if habits["drops"]:
            habits["drops"] -= 1
            return self.drop({name: page})
        self.change(name)
        return self.say({name: page}, headers=headers)

    def link(self, asked, following, *, has_more):
        kind = sis.habits["link"]
        if not kind:
            return {}
        host = "evil.example.org" if kind == "elsewhere" else self.headers["Host"]
        address = f"http://{host}{urlsplit(self.path).path}"
        query = {"limit": asked.get("limit", 100)}
        if kind == "cursor":
            query["cursor"] = following
        else:  # many services reckon with what was asked for
            query["offset"] = int(asked.get("offset", 0)) + int(asked.get("limit", 100))
        links = [f'<{address}?offset=0>; rel="first"']
        if has_more:
            links.append(f'<{address}?{urlencode(query)}>; rel="next"')
        return {"Link": ", ".join(links)}

    def change(self, name):
        """Rows come and go while somebody goes through them."""
        page = sis.pages[name] = sis.pages.get(name, 0) + 1
        leaves = sis.habits["departs"].get(name, {}).get(str(page), 0)
        comes = sis.habits["arrives"].get(name, {}).get(str(page), [])
        sis.rows[name] = comes + sis.rows[name][leaves:]

    def say(self, content, status=200, headers=None):
        self.send(json.dumps(content).encode(), status, headers)

    def send(self, body, status=200, headers=None, length=None):
        self.send_response_only(status)
        if sis.habits["date"]:
            self.send_header("Date", sis.habits["date"])
        for name, value in (headers or {}).items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drop(self, content):
        body = json.dumps(content).encode()
        self.send(body[: len(body) // 2], length=len(body))
        self.close_connection = True

    def redirect(self, to):
        self.send(b"", 302, {"Location": to})

    def keep_silent(self):
        self.rfile.read(1)  # until the other side goes

    def drip(self):
        self.send_response_only(200)
        self.end_headers()
        while True:
            self.wfile.write(b" " * 1_000_000)

    def gzip(self):
        body = gzip.compress(b"[" + b" " * 100_000_000 + b"]")
        self.send(body, headers={"Content-Encoding": "gzip"})

    def swell(self):
        self.send(b'{"orgs": [' + b'{"":0},' * 6_000_000 + b"{}]}")

    def log_message(self, *_):
        pass

    def handle(self):
        with suppress(ConnectionError):  # the other side has gone
            super().handle()


class Running:
    """The service as a test sees it."""

    def __init__(self, address):
        self.address = address

    @property
    def url(self):
        return self.address + BASE

    def control(self, **said):
        request = urllib.request.Request(self.address + "/control", json.dumps(said).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(request).close()

    def has(self, **habits):
        self.control(habits=habits)

    def holds(self, **rows):
        self.control(rows=rows)

    def forget_asked(self):
        self.control(forget_asked=True)

    @property
    def asked(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.address + "/control") as answer:
            return json.load(answer)

    def offsets(self, name):
        """Which offsets of a collection were asked for, in turn."""
        return [
            int(parse_qs(query).get("offset", [0])[0]) for what, query in self.asked if what == name
        ]


@contextmanager
def running(*, certificate=""):
    """With a file that holds a key and a certificate, it speaks TLS."""
    command = [sys.executable, "-m", "tests.facts.rest.server", *filter(None, [certificate])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Running(process.stdout.readline().strip())
        finally:
            process.kill()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.daemon_threads = True
    if sys.argv[1:]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if sys.argv[1:] else "http"
    print(f"{scheme}://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()
