"""Publishes small built sites with the real program, to a folder and to a server that speaks S3 (moto), and looks at what is there.

Usage: run.py PROGRAM [--long]. In: the program, built with the feature `object-storage`; without it, only the folder's part runs, and
says so. Out: a line for each case; exit 1 at the first that fails. Never: a look at the clock to decide whether a case passed.
"""

import contextlib
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.request import Request, urlopen

PROGRAM = Path(sys.argv[1]).resolve()
KILLS = 60 if "--long" in sys.argv else 8
MARKER = "offprint wrote this folder and replaces it whole at each build\nformat 1\n"
OWN = ".offprint-published"
BUCKET = "papers"
LARGE, MOST = 32_000_000, 200_000_000
REDIRECT = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>P1</title>
<meta http-equiv="refresh" content="0; url=/papers/p1/">
</head>
<body>
<p><a href="/papers/p1/">P1</a></p>
</body>
</html>
"""
random.seed(int(os.environ.get("SEED", "6")))


def site(folder, edition, papers=30):
    """A built site whose pages name what they load, and whose lists name their pages."""
    shutil.rmtree(folder, ignore_errors=True)
    sheet = f"assets/site.{edition:08x}.css"
    files = {".offprint": MARKER, "robots.txt": "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n"}
    files[sheet] = f"/* {edition} */" + "p { margin: 0 }\n" * 60
    names = [f"p{number}" for number in range(edition, edition + papers)]
    for name in names:
        data = f"papers/{name}/data.csv"
        files[data] = f"a,b\n{name},1\n" * 80
        files[f"papers/{name}/index.html"] = f"<p>{name}, edition {edition if name.endswith('5') else 0}</p><!-- needs {sheet} {data} -->\n" * 20
    files["index.html"] = "".join(f"<!-- needs {sheet} papers/{name}/index.html -->\n" for name in names)
    files["feed.atom"] = "".join(f"<!-- needs papers/{name}/index.html -->" for name in names)
    files["feed.json"] = "{}"
    files["papers/ä b/cite.bib"] = "@techreport{x}"
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return {path: text.encode() for path, text in files.items() if path != ".offprint"}


def command(built, destination, *options):
    return [PROGRAM, "publish", destination, "--no-build", "--out", built, *options]


def publish(built, destination, *options, code=0):
    done = subprocess.run(command(built, destination, *options), capture_output=True, text=True, env=environment())
    assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def environment():
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "us-east-1"}
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **keys, "AZURE_STORAGE_USE_EMULATOR": "true"}


def own(files):
    """The files of a site: not offprint's own, not others'."""
    return {path: body for path, body in files.items() if not path.startswith((".offprint", "theirs"))}


def whole(files):
    """Every page that is there finds what it loads and leads to."""
    for path, body in files.items():
        for needs in set(re.findall(r"needs ([^>]*?) -->", body.decode())):
            for need in needs.split(" "):
                assert need in files, f"{path} needs {need}, which is not there"


class Folder:
    name = "folder"

    def __init__(self, root):
        self.root, self.destination, self.options = root / "www", str(root / "www"), ()

    def files(self):
        found = {}
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and not name.startswith(".offprint-publishing"):
                found[name] = path.read_bytes()
        return found

    def put(self, path, body):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(body)

    def killed(self, built, count):
        """Runs until about `count` files are written, then kills."""
        process = subprocess.Popen(command(built, self.destination), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = (self.root / OWN).stat().st_mtime_ns
        while process.poll() is None and (self.root / OWN).stat().st_mtime_ns == begun:
            time.sleep(0.0005)
        time.sleep(random.random() * 0.02)
        process.kill()
        process.wait()


class Bucket:
    name = "s3"

    def __init__(self, server):
        self.server = server
        self.destination, self.options = f"s3://{BUCKET}/site", ("--endpoint", server.origin)
        server.empty()

    def files(self):
        return self.server.objects("site/")

    def put(self, path, body):
        self.server.put("site/" + path, body)

    def killed(self, built, count):
        self.server.kill_after = count
        self.server.victim = process = subprocess.Popen(
            command(built, self.destination, *self.options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        )
        process.wait()
        self.server.victim = None


class Server:
    """moto's S3 behind a counter of requests that can kill the one who makes them, or refuse some."""

    def __init__(self):
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            protocol_version = "HTTP/1.1"

            def log(self, *_):
                pass

        self.inner = DomainDispatcherApplication(create_backend_app)
        self.requests, self.lock = [], threading.Lock()
        self.kill_after, self.victim, self.refuse, self.condition = 0, None, 0, None
        server = make_server("127.0.0.1", 0, self.answer, threaded=True, request_handler=Quiet)
        self.origin = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.call("PUT", "")

    def answer(self, environ, start):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode()
        program = environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4")
        if program:
            with self.lock:
                self.requests.append((method, path.removeprefix(f"/{BUCKET}/site/")))
                writes = sum(method in ("PUT", "POST") for method, _ in self.requests)
                if self.refuse and method == "PUT":
                    self.refuse -= 1
                    start("503 Slow Down", [("Content-Length", "0")])
                    return [b""]
                if self.condition and (environ.get("HTTP_IF_MATCH") or environ.get("HTTP_IF_NONE_MATCH")):
                    status, code = self.condition
                    body = f"<Error><Code>{code}</Code></Error>".encode()
                    start(status, [("Content-Length", str(len(body)))])
                    return [body]
                if self.victim and writes >= self.kill_after:
                    # It may have ended by itself meanwhile.
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(self.victim.pid, signal.SIGKILL)
        return self.inner(environ, start)

    def call(self, method, path, body=None, headers=()):
        with urlopen(Request(f"{self.origin}/{BUCKET}{path}", data=body, method=method, headers=dict(headers))) as response:
            return response.read(), response.headers

    def client(self):
        import boto3

        return boto3.client("s3", endpoint_url=self.origin, aws_access_key_id="y", aws_secret_access_key="y", region_name="us-east-1")

    def backend(self):
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends

        return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[BUCKET].keys

    def objects(self, prefix):
        # What a killed program had begun to send may still be put in its place.
        for _ in range(100):
            try:
                return self.objects_now(prefix)
            except (ValueError, RuntimeError):
                time.sleep(0.05)
        return self.objects_now(prefix)

    def objects_now(self, prefix):
        return {key.removeprefix(prefix): value.value for key, value in self.backend().items() if key.startswith(prefix)}

    def put(self, key, body):
        self.call("PUT", f"/{key}", body, {"Content-Type": "text/plain"}.items())

    def empty(self):
        self.backend().clear()
        self.requests.clear()

    def taken(self):
        with self.lock:
            requests, self.requests = self.requests, []
        return requests


def said(place, case):
    print(f"ok {place.name}: {case}", flush=True)


def sends_once(place, built):
    files = site(built, 1)
    out = publish(built, place.destination, *place.options)
    assert f"sent {len(files)} of {len(files)} files" in out, out
    assert own(place.files()) == files
    said(place, "a first run sends all")
    if place.name == "s3":
        place.server.taken()
    out = publish(built, place.destination, *place.options)
    assert "nothing was sent" in out or "sent 0 of" in out, out
    if place.name == "s3":
        writes = [request for request in place.server.taken() if request[0] not in ("GET", "HEAD")]
        assert not writes, writes
    said(place, "a second run sends nothing")


def sends_changes(place, built):
    place.put("theirs.txt", b"theirs")
    place.put("papers/p1/theirs.txt", b"theirs")
    files = site(built, 2)
    if place.name == "s3":
        place.server.taken()
    publish(built, place.destination, *place.options)
    assert own({path: body for path, body in place.files().items() if not path.endswith("theirs.txt")}) == files
    assert place.files()["theirs.txt"] == b"theirs" and place.files()["papers/p1/theirs.txt"] == b"theirs"
    if place.name == "s3":
        order = [(method, path) for method, path in place.server.taken() if method in ("PUT", "POST") and path != OWN]
        puts = [path for method, path in order if method == "PUT"]
        assert [method for method, _ in order] == ["PUT"] * len(puts) + ["POST"] * (len(order) - len(puts)), order
        rank = lambda path: 0 if path.startswith("assets/") else 3 if path.startswith("feed") else 2 if path.endswith(".html") else 1
        assert [rank(path) for path in puts] == sorted(map(rank, puts)), puts
        assert len(order) > len(puts), "nothing was deleted, which S3 does for many objects in one POST"
        # Those pages whose words differ; one new; the sheet, which all name; lists.
        assert "papers/p31/index.html" in puts and "papers/ä b/cite.bib" not in puts, puts
    said(place, "a change sends what changed, in order, deletes last, and leaves others' files")


def survives_kills(place, built):
    edition, kills = 2, 0
    for _ in range(KILLS):
        edition += 3
        files = site(built, edition)
        for _ in range(random.randint(1, 2)):
            place.killed(built, random.randint(1, 70))
            whole({path: body for path, body in own(place.files()).items() if not path.endswith("theirs.txt")})
            kills += 1
        found = place.files()
        missing = sum(found.get(path) != body for path, body in files.items())
        if place.name == "s3":
            place.server.taken()
        out = publish(built, place.destination, *place.options)
        there = {path: body for path, body in own(place.files()).items() if not path.endswith("theirs.txt")}
        assert there == files, set(there) ^ set(files)
        sent = int(re.search(r"sent (\d+) of|()up to date", out).group(1) or 0)
        assert sent <= missing, f"{missing} were missing, {sent} were sent"
        out = publish(built, place.destination, *place.options)
        assert "nothing was sent" in out or "sent 0 of" in out, out
    said(place, f"{kills} kills: a whole site after each, and the next run sends the rest alone")


def headers(server, built):
    place = Bucket(server)
    files = site(built, 1)
    # A page at an old address, which is not what its name says.
    (built / "old").mkdir()
    (built / "old/report.pdf").write_text(REDIRECT)
    files["old/report.pdf"] = REDIRECT.encode()
    publish(built, place.destination, *place.options, "--compress", "gzip")
    for path, kind, cache, coded in [
        ("index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate", True),
        ("assets/site.00000001.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable", True),
        ("feed.atom", "application/atom+xml; charset=utf-8", "public, max-age=0, must-revalidate", True),
        ("feed.json", "application/feed+json", "public, max-age=0, must-revalidate", False),
        ("papers/p1/data.csv", "text/csv; charset=utf-8", "public, max-age=0, must-revalidate", True),
        ("old/report.pdf", "text/html; charset=utf-8", "public, max-age=0, must-revalidate", False),
    ]:
        got = server.client().get_object(Bucket=BUCKET, Key=f"site/{path}")
        body = got["Body"].read()
        found = {"Content-Type": got["ContentType"], "Cache-Control": got["CacheControl"], "Content-Encoding": got.get("ContentEncoding")}
        assert found["Content-Type"] == kind, (path, found["Content-Type"])
        assert found["Cache-Control"] == cache, (path, found["Cache-Control"])
        assert found["Content-Encoding"] == ("gzip" if coded else None), (path, found["Content-Encoding"])
        if not os.environ.get("STUBBED"):
            assert (gzip.decompress(body) if coded else body) == files[path], path
    out = publish(built, place.destination, *place.options, "--compress", "none", "--dry-run")
    assert "index.html" in out and "nothing was sent" in out or os.environ.get("STUBBED"), out
    said(place, "types, caching and encodings are as they should be")


def refusals(server, built):
    place = Bucket(server)
    site(built, 1)
    server.put("site/index.html", b"another site")
    out = publish(built, place.destination, *place.options, code=2)
    assert "did not send" in out and "index.html" in out, out
    assert set(place.files()) == {"index.html"}
    server.refuse = 5
    publish(built, place.destination, *place.options, "--take-over")
    said(place, "a file in the way is refused unless it is taken over; a busy server is asked again")
    out = publish(built, f"s3://nowhere/x", *place.options, code=2)
    assert "there is no `s3://nowhere`" in out, out
    # Without its manifest, what is there is known by its own marks.
    server.backend().pop(f"site/{OWN}")
    server.taken()
    publish(built, place.destination, *place.options)
    writes = [path for method, path in server.taken() if method == "PUT"]
    assert writes == [OWN], writes
    said(place, "a lost manifest costs no second sending")


def conditions(server, built):
    """The manifest is written on a condition, unless the service says that it knows none."""
    place = Bucket(server)
    site(built, 1)
    server.condition = ("400 Bad Request", "InvalidArgument")
    publish(built, place.destination, *place.options)
    kept = place.files()[OWN]
    site(built, 2)
    server.condition = ("400 Bad Request", "ExpiredToken")
    out = publish(built, place.destination, *place.options, code=2)
    assert f"can't write `{OWN}`" in out and "ExpiredToken" in out, out
    assert place.files()[OWN] == kept
    server.condition = None
    said(place, "no error but a service without conditions has the manifest written unasked")


def large(place, built):
    """Files that are longer than a part, sent by a program that never holds them."""
    shutil.rmtree(built, ignore_errors=True)
    files = site(built, 1, papers=2)
    for number in range(8):
        files[f"large-{number}.bin"] = random.randbytes(1_000_003) * (LARGE // 1_000_003) + b"end"
        (built / f"large-{number}.bin").write_bytes(files[f"large-{number}.bin"])
    arguments = command(built, place.destination, *place.options, "--take-over")
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, env=environment())
    most = 0
    # Asked of the process itself: what is said of a child that has ended counts the memory of its parent, too.
    while process.poll() is None:
        with contextlib.suppress(OSError):
            peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
            most = max(most, int(peak[1]) * 1024 if peak else 0)
        time.sleep(0.002)
    assert process.returncode == 0, process.returncode
    assert 0 < most < MOST, most
    there = own(place.files())
    assert all(there[path] == body for path, body in files.items())
    out = publish(built, place.destination, *place.options)
    assert "nothing was sent" in out, out
    said(place, f"eight files of {LARGE // 1_000_000} MB, within {most // 1_000_000} MB of memory")


def takes_places(place, built):
    """A file becomes a folder, and a folder a file."""
    shutil.rmtree(built, ignore_errors=True)
    site(built, 1, papers=2)
    (built / "report").write_text("a file")
    (built / "data").mkdir()
    (built / "data/a.csv").write_text("a,b")
    publish(built, place.destination, *place.options)
    (built / "report").unlink()
    (built / "report").mkdir()
    (built / "report/index.html").write_text("a page")
    shutil.rmtree(built / "data")
    (built / "data").write_text("a file")
    out = publish(built, place.destination, *place.options)
    assert "sent 2 of" in out and "deleted 2" in out, out
    there = place.files()
    assert there["report/index.html"] == b"a page" and there["data"] == b"a file", sorted(there)
    assert "report" not in there and "data/a.csv" not in there, sorted(there)
    out = publish(built, place.destination, *place.options)
    assert "nothing was sent" in out, out
    said(place, "files and folders take each other's place")


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        built = root / "public"
        site(built, 1)
        bucket = speaks_s3(built)
        places = [Folder(root)]
        if bucket:
            places.append(Bucket(Server()))
        else:
            print("passed over: s3, since this program was built without object storage")
        for place in places:
            sends_once(place, built)
            sends_changes(place, built)
            survives_kills(place, built)
            takes_places(place, built)
            large(place, built)
        if bucket:
            headers(places[1].server, built)
            refusals(places[1].server, built)
            conditions(places[1].server, built)
    print("no fault in publishing")


def speaks_s3(built):
    """Either way the command is refused, before anything is asked of a network."""
    return "without object storage" not in publish(built, "gs://x", "--endpoint", "http://127.0.0.1:9", code=2)


if __name__ == "__main__":
    main()
