"""A Redis of our own that tests stop and start."""

import shutil
import subprocess
import time
from pathlib import Path


class Redis:
    """A server of one test. folder: what it may write into."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port, self.process = folder, port, None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        told = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        program = [shutil.which("redis-server"), *told]
        self.process = subprocess.Popen(program, stdout=subprocess.DEVNULL)
        import redis

        client = redis.Redis.from_url(self.url)
        for _ in range(200):
            try:
                return client.ping()
            except redis.RedisError:
                time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
