"""A provider on loopback that keeps to OpenID Connect, until a test tells it to break one thing."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "lagebild", "a secret of tests / with signs +"


class TestProvider:
    """What the provider says. told: claims of the token; a value of None leaves one out. document: of discovery, the
    same way. broken: name of an address -> (status, body) in place of its answer."""

    __test__ = False

    def __init__(self, port: int):
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.keys_shown = [self.key]
        self.algorithm, self.signed_with = "RS256", self.key
        self.told, self.document, self.person, self.broken = {}, {}, {}, {}
        self.codes: dict[str, dict] = {}
        self.seen: list[str] = []
        self.raw_token = None

    def discovery(self) -> dict:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/person",
            "end_session_endpoint": f"{self.issuer}/out",
            **self.document,
        }
        return {key: value for key, value in told.items() if value is not None}

    def code(self, asked: dict) -> str:
        """A code for what a browser asked for."""
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return code

    def tokens(self, form: dict, authorization: str) -> tuple[int, dict]:
        """What a code is exchanged for; each once, and by whoever asked for it only."""
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        asked = self.codes.pop(form.get("code"), None)
        proof = _text(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        is_right = (
            (name, secret) == (CLIENT, SECRET)
            and asked is not None
            and proof == asked["code_challenge"]
            and form.get("redirect_uri") == asked["redirect_uri"]
        )
        if not is_right:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        moment = int(time.time())
        usual = {"iss": self.issuer, "sub": "u-1", "aud": CLIENT, "exp": moment + 300, "iat": moment, "nonce": nonce}
        usual |= {"preferred_username": "anna@example.org", "name": "Anna", "groups": ["kabul"], **self.told}
        claims = {key: value for key, value in usual.items() if value is not None}
        if self.raw_token:
            return self.raw_token(claims)
        header = {"alg": self.algorithm, "kid": self.signed_with.kid or "one"}
        return jwt.encode(header, claims, self.signed_with, algorithms=[self.algorithm])


def unsigned(claims: dict) -> str:
    """A token without a signature, as `alg: none` has it."""
    return f"{_content({'alg': 'none', 'typ': 'JWT'}, claims)}."


def signed_with_public_key(provider: TestProvider):
    """Makes tokens signed with what everybody knows: the public key as if it were a shared secret."""
    shared = provider.key.as_pem(private=False)

    def token(claims: dict) -> str:
        content = _content({"alg": "HS256", "kid": "one"}, claims)
        return f"{content}.{_text(hmac.digest(shared, content.encode(), 'sha256'))}"

    return token


def _content(*parts: dict) -> str:
    return ".".join(_text(json.dumps(part).encode()) for part in parts)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        provider = self.server.provider
        provider.seen.append(path)
        if path in provider.broken:
            self.say(*provider.broken[path])
        elif path == "/.well-known/openid-configuration":
            self.say(200, provider.discovery())
        elif path == "/keys":
            self.say(200, {"keys": [key.as_dict(private=False) for key in provider.keys_shown]})
        elif path == "/person":
            self.say(
                200 if self.headers["Authorization"] == "Bearer access" else 401, {"sub": "u-1", **provider.person}
            )
        elif path == "/authorize":
            back = urlencode({"code": provider.code(query), "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.say(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        provider = self.server.provider
        provider.seen.append(self.path)
        form = {key: value[0] for key, value in parse_qs(body).items()}
        told = provider.broken.get(self.path) or provider.tokens(form, self.headers["Authorization"] or "")
        self.say(*told)

    def say(self, status: int, body):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if 300 <= status < 400:
            self.send_header("Location", f"{self.server.provider.issuer}/elsewhere")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_arguments):
        """Nothing: tests read answers, not logs."""


@contextmanager
def provider_running():
    """The provider in a thread of this process; gives what it says."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = TestProvider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
