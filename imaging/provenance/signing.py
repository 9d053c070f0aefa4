"""What files are signed with: the operator's certificate, or an authority of the studio's own.

Both are one PEM file: a private key, its certificate, then the issuers' certificates.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from imaging.writing import made_once

NAME = "Catalog image studio"
# Files carry no time stamp of a third party, so they prove their origin as long as this.
LASTS = timedelta(days=30 * 365)
KEY = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.+?-----END \1PRIVATE KEY-----", re.DOTALL)
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Signer:
    """A private key and its certificates, PEM, the key's own first. `algorithm` is C2PA's name."""

    chain: bytes = field(repr=False)
    key: bytes = field(repr=False)
    algorithm: str

    @property
    def serial(self) -> str:
        """The serial number of the key's certificate, in decimals."""
        return str(x509.load_pem_x509_certificates(self.chain)[0].serial_number)


def own_signer(path: Path) -> Signer:
    """The studio's own, made at `path` on first use; safe when two processes start at once."""
    made_once(path, made)
    return signer_read(path)


def signer_read(path: Path) -> Signer:
    """The signer in the PEM file at `path`. Raises OSError, ValueError for what is none."""
    content = path.read_bytes()
    key = KEY.search(content)
    if key is None:
        raise ValueError(f"{path} has no private key")
    certificates = x509.load_pem_x509_certificates(content)
    if len(certificates) < 2:
        raise ValueError(f"{path} needs a certificate and that of its issuer: C2PA refuses less")
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
    return Signer(chain, key[0] + b"\n", algorithm_of(key[0]))


def issuers(signer: Signer) -> str:
    """The certificates of those who vouch for `signer`, PEM."""
    chain = x509.load_pem_x509_certificates(signer.chain)[1:]
    return b"".join(one.public_bytes(Encoding.PEM) for one in chain).decode()


def algorithm_of(key: bytes) -> str:
    """C2PA's name for how `key` signs. Raises ValueError for a kind that it does not allow."""
    found = load_pem_private_key(key, password=None)
    if isinstance(found, ec.EllipticCurvePrivateKey) and found.curve.name in CURVES:
        return CURVES[found.curve.name]
    if isinstance(found, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(found, rsa.RSAPrivateKey):
        return "ps256"
    raise ValueError(f"C2PA does not sign with {type(found).__name__}")


def made() -> bytes:
    """A new key with its certificate, and that of an authority which vouched for nothing else.

    The authority's own key is forgotten: whoever steals the file cannot let it vouch for others.
    """
    authority, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    root = certificate("authority", authority, authority)
    leaf = certificate("pictures", key, authority)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """The certificate of `key` by `issuer`, itself for an authority: as C2PA 2.2, 14.5.1 asks."""
    is_authority, now = key is issuer, datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + LASTS)
    )
    for extension, is_critical in extensions(key, issuer, is_authority=is_authority):
        builder = builder.add_extension(extension, critical=is_critical)
    return builder.sign(issuer, hashes.SHA256())


def named(name: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, NAME)
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME}: {name}")])


def extensions(
    key: ec.EllipticCurvePrivateKey, issuer: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> list[tuple[x509.ExtensionType, bool]]:
    """What the certificate may be used for, and whether who does not understand must refuse it."""
    usage = dict.fromkeys(
        (
            "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    may = x509.KeyUsage(digital_signature=not is_authority, key_cert_sign=is_authority, **usage)
    found: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), True),
        (may, True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), False),
    ]
    if not is_authority:
        found.append((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False))
    return found
