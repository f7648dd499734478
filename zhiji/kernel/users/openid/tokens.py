"""Reads what the provider says about a person, and believes only what it has signed, for us, now."""

from typing import Any

import jwt

# Signatures that nobody without the provider's private key can make; never "none", never a shared secret.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SECONDS_OF_LEEWAY = 30


class Unbelievable(Exception):
    """What the provider sent can't be trusted; the message says why, in English, for the log."""


def read_id_token(
    token: str, keys: dict[str, Any], *, issuer: str, audience: str, nonce: str
) -> dict[str, Any]:
    """Reads who signed in out of the provider's ID token.

    token is the compact form as it came, keys the provider's JSON Web Key Set. Raises Unbelievable when the
    signature, issuer, audience, time or nonce is wrong. Source: OpenID Connect Core 1.0, section 3.1.3.7.
    """
    fault = "the provider has published no key for this ID token"
    try:
        for key in _keys_for(token, keys):
            try:
                claims = _decode(token, key, issuer, audience)
            except jwt.InvalidSignatureError as error:
                fault = f"ID token: {error}"
            else:
                return _meant_for_us(claims, audience, nonce)
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise Unbelievable(f"ID token: {error}") from error
    raise Unbelievable(fault)


def _keys_for(token: str, keys: dict[str, Any]) -> list[jwt.PyJWK]:
    """Lists the keys that may have signed: the one named in the token, or all where it names none."""
    named = jwt.get_unverified_header(token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    return [key for key in known if named is None or key.key_id == named]


def _decode(token: str, key: jwt.PyJWK, issuer: str, audience: str) -> dict[str, Any]:
    return jwt.decode(
        token,
        key,
        algorithms=SIGNATURES,
        issuer=issuer,
        audience=audience,
        leeway=SECONDS_OF_LEEWAY,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )


def _meant_for_us(claims: dict[str, Any], audience: str, nonce: str) -> dict[str, Any]:
    if claims.get("azp", audience) != audience:
        raise Unbelievable("the ID token was made for another program")
    if not nonce or claims.get("nonce") != nonce:
        raise Unbelievable("the ID token belongs to another sign-in: its nonce is not ours")
    return claims


def joined(claims: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Adds what the provider's userinfo page says to what its ID token says of the same person.

    Raises Unbelievable when the two speak of different people (OpenID Connect Core 1.0, section 5.3.2).
    """
    if more and more.get("sub") != claims["sub"]:
        raise Unbelievable("userinfo speaks of somebody else than the ID token")
    # Some providers write "true", and "false" would count as true.
    said = {**claims, **more}
    return {**said, "email_verified": str(said.get("email_verified", "")).lower() == "true"}
