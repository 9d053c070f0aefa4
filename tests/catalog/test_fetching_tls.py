"""Over TLS: who a host is must be proved though a number is connected to."""

import io
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from catalog.fetching.connection import Limits, fetch
from catalog.fetching.errors import FetchRefused
from tests import fetch_host
from tests.fetch_host import Elsewhere, host_running

LIMITS = Limits(max_bytes=1_000, total_s=2)
CDN = "93.184.216.34"


class Trusting(Elsewhere):
    """A network where the certificate authority of the test is the only one."""

    certificate: bytes

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.certificate.decode())


def signed(name: str) -> tuple[bytes, bytes]:
    """A certificate for a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


@pytest.fixture
def over_tls(tmp_path) -> Iterator[Trusting]:
    certificate, key = signed("cdn.example")
    (tmp_path / "chain.pem").write_bytes(certificate + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "chain.pem")
    with host_running() as host:
        host.socket = context.wrap_socket(host.socket, server_side=True)
        network = Trusting(host, cdn_example=[[CDN]], other_example=[[CDN]])
        network.certificate = certificate
        yield network


def refusal(network: Trusting, address: str) -> str:
    with pytest.raises(FetchRefused) as refused:
        fetch(address, into=io.BytesIO(), limits=LIMITS, network=network)
    return refused.value.code


def test_the_certificate_must_be_for_the_name_though_a_number_is_connected_to(over_tls) -> None:
    over_tls.host.pages["/a.jpg"] = fetch_host.file(b"x")
    into = io.BytesIO()
    fetch("https://cdn.example/a.jpg", into=into, limits=LIMITS, network=over_tls)
    assert into.getvalue() == b"x"
    assert refusal(over_tls, "https://other.example/a.jpg") == "host_certificate"


def test_https_does_not_lead_back_to_http(over_tls) -> None:
    over_tls.host.pages["/a.jpg"] = fetch_host.sent_on("http://cdn.example/a.jpg")
    assert refusal(over_tls, "https://cdn.example/a.jpg") == "redirect_insecure"
