"""Secrets and signatures of webhooks, as the Standard Webhooks specification has them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32  # the specification: 24 to 64


def secret_new() -> str:
    """A new secret as people copy it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature_heads(
    keys: Iterable[str], *, message: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """The heads of one try: the message's id, when it was sent (Unix seconds), and for each secret
    a signature of id, time and body."""
    signed = f"{message}.{timestamp}.".encode() + body
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, signed) for key in keys),
    }


def signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
