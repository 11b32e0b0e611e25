"""The web service as docs/deploy runs it: a port that outlives gunicorn, nginx in front."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.clock import SystemClock
from tests.integration.served_edge import WAIT_SECONDS, a_port_of_systemd, served_edge

NGINX = shutil.which("nginx")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
CONFIGURATION = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"


@pytest.fixture
def port_of_systemd() -> Iterator[socket.socket]:
    with closing(a_port_of_systemd()) as listening:
        yield listening


def test_events_that_come_while_gunicorn_is_away_wait_for_the_next_one(
    tmp_path: Path, port_of_systemd: socket.socket
) -> None:
    address = port_of_systemd.getsockname()
    with ThreadPoolExecutor(1) as sender:
        early = sender.submit(send, address, b"early")

        with served_edge(tmp_path, workers=1, listening=port_of_systemd) as edge:
            answered = early.result(timeout=WAIT_SECONDS)
    with socket.create_connection(address, timeout=1):
        late_is_let_in = True

    assert (answered, edge.accepted(), late_is_let_in) == (200, [b"early"], True)


def send(address: tuple[str, int], body: bytes) -> int:
    with closing(HTTPConnection(*address, timeout=WAIT_SECONDS)) as connection:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/bitrix/events", body, headers)
        return connection.getresponse().status


@pytest.mark.skipif(NGINX is None, reason="no nginx here")
def test_nginx_reads_its_configuration(tmp_path: Path) -> None:
    write_certificate(tmp_path)
    text = CONFIGURATION.read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/cortex", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "cortex.conf").write_text(text, encoding="utf-8")
    # Where the program was built to keep them, only root may look.
    elsewhere = "".join(f"{kind}_temp_path {tmp_path};" for kind in TEMPORARY)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ {elsewhere} include {tmp_path}/cortex.conf; }}",
        encoding="utf-8",
    )

    checked = subprocess.run(  # noqa: S603 - our own words
        [str(NGINX), "-t", "-q", "-e", "stderr", "-p", str(tmp_path), "-c", "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, re.findall("warn|emerg", checked.stderr)) == (0, [])


def write_certificate(folder: Path) -> None:
    """Write a certificate of nobody, which expires at once, and its key."""
    now = SystemClock().now()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cortex.example.com")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(moment(now))
        .not_valid_after(moment(now + 60))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(encoding))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
