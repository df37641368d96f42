"""How gunicorn serves the app; `make serve` starts it, docs/operations.md says how to run it behind nginx.

Workers do not share what was loaded before they began: DuckDB and the connections of the ledger do not survive a fork,
and a reload has to bring the new program. A worker makes the first pages before it takes requests. On HUP the old
workers go on until the youngest new one is ready, so that nobody waits for its start."""

import mmap
import os
import signal
import struct
import sys
import time
from pathlib import Path

import gunicorn.http.wsgi
from gunicorn.workers.gthread import ThreadWorker

ROOT = Path(__file__).resolve().parents[1]
WAIT_SECONDS = 60
"""How long a worker that is to leave waits at most for the new ones."""
AGES = struct.Struct("QQ")
"""Ages of the youngest worker that was begun, and of the youngest that is ready; gunicorn counts them up."""


class Relieved(ThreadWorker):
    """A worker that, told to leave, goes on until the youngest worker is ready."""

    leaves_by = 0.0

    def handle_exit(self, sig, frame) -> None:
        """Leaves now where a new worker is ready, or none has begun since."""
        begun, ready = AGES.unpack_from(self.ages)
        if self.leaves_by or self.age >= begun or ready >= begun:
            super().handle_exit(sig, frame)
        else:
            self.leaves_by = time.monotonic() + WAIT_SECONDS

    def notify(self) -> None:
        """Called each second: leaves when the new ones are there."""
        super().notify()
        begun, ready = AGES.unpack_from(self.ages)
        if self.leaves_by and (ready >= begun or time.monotonic() > self.leaves_by):
            super().handle_exit(signal.SIGTERM, None)


def on_starting(server) -> None:
    """Makes the place where workers say that they are ready."""
    server.ages = mmap.mmap(-1, AGES.size)


def pre_fork(server, worker) -> None:
    """Notes that a worker begins."""
    _begun, ready = AGES.unpack_from(server.ages)
    AGES.pack_into(server.ages, 0, worker.age, ready)


def post_fork(server, worker) -> None:
    """Tells a worker the place."""
    worker.ages = server.ages


def post_worker_init(worker) -> None:
    """Makes the first pages, then says that the worker is ready."""
    from serving import warm

    warm(worker.wsgi)
    begun, ready = AGES.unpack_from(worker.ages)
    AGES.pack_into(worker.ages, 0, begun, max(ready, worker.age))


sys.path.insert(0, str(ROOT))
gunicorn.http.wsgi.SERVER = "lagebild"  # nobody need know what serves it
chdir = str(ROOT)
wsgi_app = "serving:server_of_worker()"
worker_class = Relieved
preload_app = False
threads = 16  # a download to a slow reader holds one of them
timeout = 120
graceful_timeout = 60
keepalive = 75  # longer than a proxy keeps its connections, so that it is the proxy who closes them
backlog = 1024
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
forwarded_allow_ips = "127.0.0.1,::1"
forwarder_headers = ""
accesslog = None  # the log of the app has a line per request, without names and addresses
loglevel = "error"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  a heartbeat must not wait for a disk
