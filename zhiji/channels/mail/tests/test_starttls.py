"""Mail comes in encrypted from whoever can, with a real certificate and a real client."""

import datetime
import os
import smtplib
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.mail.certificate import BadCertificate, Certificate
from zhiji.channels.mail.tests.conftest import Listening
from zhiji.channels.mail.tests.samples import plain, usual

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime.now(datetime.UTC)
TO, FROM = ["support@crm.example"], "lilei@lantian.example"


def write_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Make a certificate that vouches for itself, and its key, as two PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(days=1))
        .not_valid_after(NOW + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain, private


@pytest.fixture
def files(tmp_path):
    return write_certificate(tmp_path, "localhost")


@pytest.fixture
def encrypting(line, files):
    running = Listening(certificate=Certificate(*files))
    yield running
    running.stop()


def trusting(chain: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(chain))


def test_a_client_that_can_encrypt_does_and_checks_who_we_are(encrypting, files):
    raw = plain(b"secret\r\n" + b"x" * 300_000 + b"\r\n")
    with smtplib.SMTP("localhost", encrypting.port, timeout=30) as smtp:
        smtp.ehlo()
        assert smtp.has_extn("starttls")
        smtp.starttls(context=trusting(files[0]))
        smtp.ehlo()
        assert not smtp.has_extn("starttls")
        assert not smtp.has_extn("auth")
        smtp.sendmail(FROM, TO, raw)
    item = InboxItem.objects.get()
    assert item.meta["encrypted"] is True
    assert item.file.size == len(raw)


def test_a_client_that_can_not_may_send_all_the_same(encrypting):
    with smtplib.SMTP("127.0.0.1", encrypting.port, timeout=30) as smtp:
        smtp.sendmail(FROM, TO, bytes(usual()))
    assert "encrypted" not in InboxItem.objects.get().meta


def test_what_was_said_before_encryption_is_forgotten(encrypting, files):
    with smtplib.SMTP("localhost", encrypting.port, timeout=30) as smtp:
        smtp.ehlo()
        smtp.mail(FROM)
        smtp.rcpt(TO[0])
        smtp.starttls(context=trusting(files[0]))
        assert smtp.docmd("DATA")[0] == 503


def test_a_renewed_certificate_is_taken_up_and_a_broken_one_is_not(encrypting, files, tmp_path):
    (tmp_path / "new").mkdir()
    renewed = write_certificate(tmp_path / "new", "localhost")
    for old, new in zip(files, renewed, strict=True):
        old.write_bytes(new.read_bytes())
        os.utime(old, (1, 1))
    for content in (None, b"rubbish"):
        if content:
            files[1].write_bytes(content)
        with smtplib.SMTP("localhost", encrypting.port, timeout=30) as smtp:
            smtp.starttls(context=trusting(renewed[0]))
            assert smtp.noop()[0] == 250


def test_a_certificate_that_can_not_be_used_is_told_in_a_sentence(tmp_path, files):
    files[1].write_text("rubbish")
    with pytest.raises(BadCertificate, match="ZHIJI_SMTP_TLS_CERT"):
        Certificate(*files)
