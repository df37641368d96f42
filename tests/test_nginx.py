"""deploy/nginx.conf as it stands, but for names, ports and folders: TLS, HTTP/2, packed answers, tags, limits."""

import shutil
import subprocess
import threading
import time

import pytest
from werkzeug.serving import make_server

from access import reading_as
from app import create_app
from queries.cache import forget_everything
from queries.stores import close_builds
from tests.conftest import ROOT, SIGNED_IN, free_port, sign_in, use_home
from tests.queries.small_build import write_build

HOST = "lagebild.example.org"
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; user {user};
events {{ worker_connections 128; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


@pytest.fixture
def behind_nginx(tmp_path, monkeypatch):
    """The app behind nginx; gives what asks it by curl."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if not (program and shutil.which("openssl") and shutil.which("curl")):
        pytest.skip("no nginx, openssl or curl here: `sudo apt install nginx openssl curl`")
    home = use_home(tmp_path / "home", monkeypatch, public_url=f"https://{HOST}")
    write_build(home, "20260101-000000-00000a", {})
    sign_in()
    with reading_as(None):
        app = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    ports = free_port(), free_port()
    configure(tmp_path, (app.server_port, *ports))
    nginx = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        yield lambda path, *told: curl(ports[1], path, told)
    finally:
        nginx.terminate()
        nginx.wait(20)
        app.shutdown()
        forget_everything()
        close_builds()


def configure(folder, ports: tuple[int, int, int]) -> None:
    """Writes the site with a certificate of its own. ports: of the app, of http, of https."""
    name = ["-subj", f"/CN={HOST}", "-days", "2", "-newkey", "rsa:2048", "-nodes"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", "req", "-x509", *name, *files], check=True, capture_output=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    site = "\n".join(line for line in site.splitlines() if "listen [::]" not in line)
    changes = {
        "127.0.0.1:8050": f"127.0.0.1:{ports[0]}",
        "listen 80;": f"listen 127.0.0.1:{ports[1]};",
        "listen 443 ": f"listen 127.0.0.1:{ports[2]} ",
        "/etc/ssl/lagebild": str(folder),
        "/var/cache/nginx/lagebild": str(folder / "cache"),
    }
    for there, here in changes.items():
        assert there in site
        site = site.replace(there, here)
    (folder / "site.conf").write_text(site)
    import getpass

    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=getpass.getuser()))


def curl(port: int, path: str, told: tuple[str, ...]) -> tuple[str, dict[str, str], bytes]:
    """Status line, headers and body of an answer over HTTP/2."""
    how = [
        "curl",
        "-sk",
        "-i",
        "--http2",
        "--resolve",
        f"{HOST}:{port}:127.0.0.1",
        "-H",
        f"Cookie: {SIGNED_IN['Cookie']}",
    ]
    for _ in range(100):
        found = subprocess.run([*how, *told, f"https://{HOST}:{port}{path}"], capture_output=True, check=False)
        if found.returncode == 0:
            break
        time.sleep(0.1)
    head, _end, body = found.stdout.partition(b"\r\n\r\n")
    line, *headers = head.decode().splitlines()
    return line, {name.lower(): value for name, value in (one.split(": ", 1) for one in headers)}, body


def test_the_app_is_reached_through_it(behind_nginx):
    line, headers, body = behind_nginx("/supply", "-H", "Accept-Encoding: br")
    assert line.startswith("HTTP/2 200")
    assert headers["content-encoding"] == "br" and headers["cache-control"] == "private, no-cache"
    assert "max-age" in headers["strict-transport-security"] and headers["server"] == "nginx"
    line, again, nothing = behind_nginx(
        "/supply", "-H", "Accept-Encoding: br", "-H", f"If-None-Match: {headers['etag']}"
    )
    assert line.startswith("HTTP/2 304") and not nothing and body
    plain = behind_nginx("/supply")[2].decode()
    static = plain.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    for encoding in ("br", "gzip", "br"):
        line, headers, _body = behind_nginx(static, "-H", f"Accept-Encoding: {encoding}")
        assert line.startswith("HTTP/2 200") and headers["content-encoding"] == encoding
        assert "immutable" in headers["cache-control"]
    assert behind_nginx("/nowhere")[0].startswith("HTTP/2 404")
