"""A small OpenID Connect service in a process of its own: discovery, authorize, token, userinfo
and keys (RS256). What it says of a person comes with the request to authorize, as `says`.

    python -m tests.sign_in.oidc_service      # prints its address
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "convergent", "secret of the service"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
codes, tokens = {}, {}


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        where = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        answers = {
            "/.well-known/openid-configuration": self.discovery,
            "/authorize": self.authorize,
            "/userinfo": self.userinfo,
            "/keys": self.keys,
        }
        answers.get(where.path, self.nothing)(asked)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.token({name: values[0] for name, values in parse_qs(body).items()})

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def discovery(self, _):
        self.say(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def authorize(self, asked):
        code = secrets.token_urlsafe()
        codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def token(self, asked):
        begun = codes.pop(asked.get("code"), None)
        if begun is None or not self.is_right(asked, begun):
            self.say({"error": "invalid_grant"}, 400)
            return
        says = json.loads(begun["says"])
        access = secrets.token_urlsafe()
        tokens[access] = says.get("userinfo", {"sub": "person-1"})
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            **says.get("id_token", {}),
        }
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        self.say({"access_token": access, "token_type": "Bearer", "id_token": signed})

    def is_right(self, asked, begun):
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        return (
            (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
            and begun["code_challenge"] == challenge
            and asked["redirect_uri"] == begun["redirect_uri"]
        )

    def userinfo(self, _):
        access = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.say(tokens[access]) if access in tokens else self.nothing({})

    def keys(self, _):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.say({"keys": [{**key, "kid": "1", "use": "sig", "alg": "RS256"}]})

    def nothing(self, _):
        self.say({"error": "not found"}, 404)

    def say(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def running():
    """The address of a service that runs in a process of its own."""
    command = [sys.executable, "-m", "tests.sign_in.oidc_service"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
