"""Serve build/site on this machine, under a sub-path like that of GitHub Pages."""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import io
from pathlib import Path

from autograder import course

SUB_PATH = "/course/"
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".ipynb", ".py"}


@functools.lru_cache(maxsize=1024)
def compressed(path: Path, _changed: int) -> bytes:
    """A file, compressed once for each time that it changes."""
    return gzip.compress(path.read_bytes(), compresslevel=6)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below `SUB_PATH` and nothing else."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory) / "no such file")
        return super().translate_path(path.removeprefix(SUB_PATH[:-1]))

    def send_head(self):
        """Send text compressed, as a web server does; Pyodide's packages are compressed already."""
        path = Path(self.translate_path(self.path.partition("?")[0].partition("#")[0]))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        asks = "gzip" in self.headers.get("Accept-Encoding", "")
        found = path.is_file()
        if not found and not path.is_dir() and self.path.startswith(SUB_PATH):
            path = Path(self.directory) / "404.html"  # as GitHub Pages does
        if not (asks and path.suffix in COMPRESSED and path.is_file()):
            return super().send_head()
        data = compressed(path, path.stat().st_mtime_ns)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)

    def log_message(self, *_) -> None:
        pass


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=course.find_root() / "build" / "site")
    options = parser.parse_args()
    handler = functools.partial(Handler, directory=options.folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", options.port), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}{SUB_PATH}", flush=True)
        server.serve_forever()
