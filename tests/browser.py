"""A Chromium, driven over its own protocol: opens pages, clicks, and asks what became of them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import websocket

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --remote-debugging-port=0 --remote-allow-origins=*""".split()
# What a page of others may not reach: no test may need the network.
HERE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


class Browser:
    """One page of a headless Chromium, with a profile of its own."""

    def __init__(self) -> None:
        self.profile = tempfile.mkdtemp(prefix="chromium")
        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--host-resolver-rules={HERE}", f"--user-data-dir={self.profile}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self._port()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        self.socket = websocket.create_connection(pages[0]["webSocketDebuggerUrl"], timeout=60)
        self.numbers = itertools.count(1)
        self.tell("Page.enable")

    def _port(self) -> str:
        path = Path(self.profile) / "DevToolsActivePort"
        latest = time.monotonic() + 60
        while not path.exists() or not path.read_text().strip():
            assert time.monotonic() < latest, "Chromium did not start"
            time.sleep(0.05)
        return path.read_text().split()[0]

    def tell(self, method: str, **parameters: Any) -> dict:
        """Send one order and return its result; a dialogue that opens meanwhile is closed."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("method") == "Page.javascriptDialogOpening":
                order = {
                    "id": 0,
                    "method": "Page.handleJavaScriptDialog",
                    "params": {"accept": True},
                }
                self.socket.send(json.dumps(order))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, address: str, seconds: float = 30.0) -> None:
        """Open a page and wait until it is there, with its formulas if it sets any."""
        self.tell("Page.navigate", url=address)
        latest = time.monotonic() + seconds
        while time.monotonic() < latest:
            if self.ask("location.href != 'about:blank' && document.readyState == 'complete'"):
                break
            time.sleep(0.1)
        time.sleep(0.5)  # what a page does once it is there

    def ask(self, expression: str) -> Any:
        """Value of an expression in the page."""
        done = self.tell(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def picture(self, path: Path) -> None:
        """Save what is to be seen."""
        import base64

        data = self.tell("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        """End the browser and forget its profile."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)
