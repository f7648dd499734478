"""A real identity provider (OpenID Connect) on this machine, which can also be told to lie."""

import json
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import flask
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock import app
from werkzeug.serving import make_server

SUBJECT = "employee-17"
Twist = Callable[["IdentityProvider", dict[str, Any], Any], str]


class IdentityProvider:
    """The provider: who its people are, and what is done to its ID tokens on their way."""

    def __init__(self) -> None:
        self.app = app(require_nonce=True)
        self.app.after_request(self._on_its_way)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.twist: Twist | None = None

    def knows(self, **claims: Any) -> None:
        """Set what it knows about its one employee: `knows(email="…", email_verified=True)`."""
        body = json.dumps({"name": "Employee", **claims})
        answer = self.app.test_client().put(f"/users/{SUBJECT}", data=body, content_type="application/json")
        assert answer.status_code == 204

    def settings(self) -> dict[str, str]:
        """Give the settings with which Zhiji signs people in by it."""
        names = {"ISSUER": self.url, "CLIENT_ID": "zhiji", "CLIENT_SECRET": "word", "NAME": "Company account"}
        return {f"ZHIJI_OIDC_{name}": value for name, value in names.items()}

    def _on_its_way(self, answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and self.twist and answer.status_code == 200:
            said = answer.get_json()
            claims = jwt.decode(said["id_token"], options={"verify_signature": False})
            answer.set_data(json.dumps({**said, "id_token": self.twist(self, claims, own_key())}))
        if "error=" in (location := answer.headers.get("Location", "")):
            # RFC 6749, 4.1.2.1: a refusal carries the state too; this provider forgets it.
            answer.headers["Location"] = f"{location}&state={flask.request.args['state']}"
        return answer

    def __enter__(self) -> "IdentityProvider":
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def own_key() -> jwt.PyJWK:
    """Give the key with which the provider signs; within a request of its own only."""
    return jwt.PyJWK(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True), algorithm="RS256")


def signed(claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Sign claims as the provider does."""
    return jwt.encode(claims, key.key, "RS256", headers={"kid": key.key_id})


def honest(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Sign again what was said: what is refused below is refused for the lie alone."""
    return signed(claims, key)


def by_a_strangers_key(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Sign with a key that the provider never published, under the name of one that it did."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, stranger, "RS256", headers={"kid": key.key_id})


def not_at_all(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Leave the signature away."""
    return jwt.encode(claims, None, "none", headers={"kid": key.key_id})


def another_sign_in(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Replay what was said to another browser."""
    return signed({**claims, "nonce": "of-another-browser"}, key)


def long_ago(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Say what was true an hour ago."""
    then = int(time.time()) - 3600
    return signed({**claims, "iat": then - 60, "exp": then}, key)


def another_program(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Say it to another program of the company."""
    return signed({**claims, "aud": "payroll"}, key)


def somebody_else(provider: IdentityProvider, claims: dict[str, Any], key: jwt.PyJWK) -> str:
    """Name somebody else than the userinfo page does."""
    return signed({**claims, "sub": "employee-18"}, key)


LIES = [by_a_strangers_key, not_at_all, another_sign_in, long_ago, another_program, somebody_else]


@pytest.fixture(scope="module")
def identity_provider() -> Iterator[IdentityProvider]:
    """Start a provider for one file of tests."""
    with pytest.MonkeyPatch.context() as patch, IdentityProvider() as provider:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # it speaks plain HTTP, to this machine alone
        yield provider
