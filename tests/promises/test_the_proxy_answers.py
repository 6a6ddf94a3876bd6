"""Caddy, as it is set up in `deploy`, between somebody on this machine and a helpline that is there, or is not."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ports import Port
from promises.caddy import needs_caddy
from promises.source_files import ROOT

pytestmark = needs_caddy

NAME = "plein.example.nl"
WITHIN_SECONDS = 60
ON_THIS_MACHINE = "admin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {http}\n\thttps_port {https}\n\t"


class Helpline(BaseHTTPRequestHandler):
    """Stands for a helpline that answers."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"here")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering() -> Iterator[int]:
    """A helpline that answers: its port."""
    server = HTTPServer(("127.0.0.1", 0), Helpline)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def proxy(folder: Path, helpline: int) -> Iterator[tuple[int, int]]:
    """Caddy by the file in `deploy`, with certificates and ports of this machine: those of HTTP and of HTTPS."""
    kept = Port(), Port()
    http_port, https_port = (port.number for port in kept)
    written = (ROOT / "deploy/Caddyfile").read_text("utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{helpline}")
    own = ON_THIS_MACHINE.format(http=http_port, https=https_port)
    (folder / "Caddyfile").write_text(written.replace("auto_https", f"{own}auto_https"), "utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    places = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=places, stderr=log) as caddy:
        try:
            wait_until_ready(https_port, folder / "log", caddy)
            yield http_port, https_port
        finally:
            caddy.terminate()


def wait_until_ready(port: int, log: Path, caddy: subprocess.Popen[bytes]) -> None:
    """Until it has a certificate and shows it."""
    give_up = time.monotonic() + WITHIN_SECONDS
    while True:
        try:
            secure(port).close()
            return
        except OSError:
            assert caddy.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < give_up, log.read_text("utf-8")
            time.sleep(0.1)


def secure(port: int) -> ssl.SSLSocket:
    """A connection to the helpline's name on this machine. Nobody signed its certificate."""
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    return anyone.wrap_socket(socket.create_connection(("127.0.0.1", port), WITHIN_SECONDS), server_hostname=NAME)


def ask(port: int, host: str) -> http.client.HTTPResponse:
    """What is answered to who asks for this host at the helpline's address."""
    with secure(port) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer


def test_who_asks_for_the_helpline_gets_it_and_who_asks_for_another_name_gets_nothing(tmp_path: Path) -> None:
    with answering() as helpline, proxy(tmp_path, helpline) as (_, port):
        answer = ask(port, NAME)
        assert (answer.status, answer.getheader("Server"), answer.getheader("Via")) == (200, None, None)
        with pytest.raises(http.client.RemoteDisconnected):
            ask(port, "other.example")


def test_while_the_helpline_is_down_there_is_a_page_and_no_other_host_sees_it(tmp_path: Path) -> None:
    nobody = Port()
    with proxy(tmp_path, nobody.number) as (_, port):
        answer = ask(port, NAME)
        assert (answer.status, answer.getheader("Server"), answer.getheader("Cache-Control")) == (503, None, "no-store")
        with pytest.raises(http.client.RemoteDisconnected):
            ask(port, "other.example")


def test_who_comes_without_https_is_sent_to_it_and_told_nothing_else(tmp_path: Path) -> None:
    nobody = Port()
    with proxy(tmp_path, nobody.number) as (port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN_SECONDS)
        connection.request("GET", "/a?b=c", headers={"Host": NAME})
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Location")) == (308, f"https://{NAME}/a?b=c")
        assert answer.getheader("Server") is None
        connection.close()
