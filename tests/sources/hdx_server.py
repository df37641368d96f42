"""A server on loopback that answers as HDX does: package_show for data sets, and the files themselves."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@contextmanager
def hdx_server(data_sets: dict[str, list[dict]], files: dict[str, str]):
    """Gives the base address. data_sets: id -> resources as CKAN lists them; files: path -> content."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            if parts.path == "/api/3/action/package_show":
                found = data_sets.get(parse_qs(parts.query)["id"][0])
                result = {"success": True, "result": {"resources": found}}
                missing = {"success": False, "error": {"message": "Not found"}}
                self._send(404 if found is None else 200, json.dumps(missing if found is None else result))
            else:
                self._send(200 if parts.path in files else 404, files.get(parts.path, ""))

        def _send(self, status: int, body: str) -> None:
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Keeps the test output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
