"""Who somebody is, as an OpenID Connect provider says: by a code that only this app can use, and a signed token."""

from dataclasses import dataclass
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from access.outside import Vouched, identity_outside
from access.provider_answers import ALGORITHMS, Provider, ProviderFault, answer, provider, timeout
from access.secret import sealed
from settings import read_settings

DONE = "/sign-in/provider/done"
"""Where the provider sends people back to; it has to be told this address."""
CLOCKS_DIFFER_SECONDS = 60


@dataclass(frozen=True)
class Attempt:
    """One sign-in at the provider. Everything that proves it comes from one random word that stands in no address; who
    reads the cookie with the word knows none of the proofs."""

    word: str

    @property
    def state(self) -> str:
        """Comes back with the browser: proof that it was sent from here."""
        return sealed("state of a provider", self.word)

    @property
    def nonce(self) -> str:
        """Comes back in the token: proof that it was made for this sign-in."""
        return sealed("nonce of a provider", self.word)

    @property
    def verifier(self) -> str:
        """Shown with the code: proof that whoever brings it asked for it."""
        return sealed("verifier of a provider", self.word)


def is_there_a_provider() -> bool:
    """Whether people can sign in at a provider."""
    return bool(read_settings().oidc_issuer)


def way_to_provider(attempt: Attempt) -> str:
    """Where to send somebody who wants to sign in. ProviderFault."""
    asked = provider()
    with _session(asked) as session:
        address, _state = session.create_authorization_url(
            asked.authorization, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce
        )
    return address


def person_of(attempt: Attempt, code: str) -> Vouched:
    """The person for whom the provider gave a code. ProviderFault where anything about the answer is not as it must
    be."""
    asked = provider()
    token = _token(asked, attempt, code)
    claims = _claims(asked, attempt, token)
    settings = read_settings()
    if _claim(claims, settings.oidc_groups_claim) is None and asked.person and token.get("access_token"):
        more = answer(asked.person, token["access_token"])
        if more.get("sub") != claims["sub"]:
            raise ProviderFault("the provider tells of another person than the one who signed in")
        claims = more | claims
    email = claims.get("email") if claims.get("email_verified") is not False else None
    names = (_claim(claims, settings.oidc_name_claim), email, claims["sub"])
    return Vouched(
        external_id=identity_outside("oidc", claims["sub"]),
        names=tuple(name for name in names if isinstance(name, str)),
        groups=_groups(_claim(claims, settings.oidc_groups_claim)),
        via="oidc",
        shown_name=claims["name"] if isinstance(claims.get("name"), str) else "",
    )


def way_out_of_provider() -> str:
    """Where somebody ends the session at the provider as well; "" where it offers none. ProviderFault."""
    asked, settings = provider(), read_settings()
    told = {"client_id": settings.oidc_client_id, "post_logout_redirect_uri": f"{settings.reached_at}/sign-in"}
    sign = "&" if "?" in asked.end_session else "?"
    return f"{asked.end_session}{sign}{urlencode(told)}" if asked.end_session else ""


def _session(asked: Provider) -> OAuth2Session:
    """A client of the provider that is told by the settings only: what a provider says of itself sets nothing else."""
    settings = read_settings()
    secret = settings.oidc_client_secret
    return OAuth2Session(
        settings.oidc_client_id,
        secret.get_secret_value() if secret else None,
        token_endpoint_auth_method=asked.how_to_show_secret,
        scope=" ".join(dict.fromkeys(("openid", *settings.oidc_scopes.split()))),
        redirect_uri=f"{settings.reached_at}{DONE}",
        code_challenge_method="S256",
        default_timeout=timeout(),
    )


def _token(asked: Provider, attempt: Attempt, code: str) -> dict:
    """The tokens that a code is exchanged for."""
    try:
        with _session(asked) as session:
            token = session.fetch_token(
                asked.token,
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.verifier,
                allow_redirects=False,
            )
    except (requests.RequestException, AuthlibBaseError, ValueError) as error:
        raise ProviderFault(f"the provider gives no token for a code: {_short(error)}") from None
    if not isinstance(token.get("id_token"), str):
        raise ProviderFault("the provider gives no ID token")
    return token


def _claims(asked: Provider, attempt: Attempt, token: dict) -> dict:
    """What the ID token says, once signature, issuer, audience, times and nonce are as they must be."""
    settings = read_settings()
    wanted = {
        "iss": {"essential": True, "value": asked.issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True, "value": attempt.nonce},
    }
    told = {"nonce": attempt.nonce, "client_id": settings.oidc_client_id, "access_token": token.get("access_token")}
    try:
        decoded = jwt.decode(token["id_token"], KeySet.import_key_set(answer(asked.keys)), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(decoded.claims, decoded.header, wanted, told)
        claims.validate(leeway=CLOCKS_DIFFER_SECONDS)
    except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFault(f"the ID token cannot be trusted: {_short(error)}") from None
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise ProviderFault("the ID token names nobody")
    return dict(claims)


def _claim(claims: dict, name: str) -> object:
    """A claim by its name, or by the way to it within others; None where it is not told."""
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _groups(told: object) -> frozenset[str]:
    """Groups as providers tell them: a list of texts, or one text."""
    listed = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    return frozenset(one for one in listed if isinstance(one, str) and one)


def _short(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:200]
