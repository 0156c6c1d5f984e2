"""Serves a published site with nginx and Caddy, under the configurations that `offprint recipe` prints, and looks at the answers.

Usage: servers.py PROGRAM. In: the program, which makes the site. Out: a line for each server, and
what a browser says of its pages; exit 1 at the first fault. Never: a port that is known before, or a server that outlives the run.
"""

import gzip
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote

PROGRAM = Path(sys.argv[1]).resolve()
HERE = Path(__file__).resolve().parent
FOREVER, ASK_FIRST = "public, max-age=31536000, immutable", "public, max-age=0, must-revalidate"
# Files of the author's below assets/: only a name with a fingerprint is kept, whoever gave it.
OWN = {"logo.svg": ASK_FIRST, "logo.4C65E825.svg": ASK_FIRST, "deep/logo.4c65e82.svg": ASK_FIRST, "a.4c65e825.b/logo.svg": ASK_FIRST, "deep/logo.4c65e825.svg": FOREVER}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def offprint(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx(folder, port, recipe):
    (folder / "offprint.conf").write_text(recipe)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; worker_processes 1;\nevents {{}}\nhttp {{\n  access_log off;\n"
        + "".join(f"  {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"  server {{\n    listen 127.0.0.1:{port};\n    root {folder}/www;\n    include {folder}/offprint.conf;\n  }}\n}}\n"
    )
    user = ["-g", "user root;"] if os.getuid() == 0 else []
    return ["nginx", "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf", *user]


def caddy(folder, port, recipe):
    (folder / "offprint.caddy").write_text(recipe)
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\troot * {folder}/www\n\timport {folder}/offprint.caddy\n}}\n"
    )
    return ["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


def get(port, path, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def same(found, expected, what):
    assert found == expected, f"{what}: {found!r}, and not {expected!r}"


def look(port, base, root):
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    asset = next(path for path in files if path.startswith("assets/") and path.endswith(".css"))
    kept = {path for path in files if path.startswith("assets/") and re.search(r"\.[0-9a-f]{8}\.\w+$", path) and not path.endswith((".gz", ".br"))}
    assert len(kept) > 20, kept
    for path, cache in ({path: FOREVER for path in kept} | {f"assets/{path}": cache for path, cache in OWN.items()}).items():
        status, headers, _ = get(port, f"{base}/{path}")
        same((status, headers.get_all("Cache-Control")), (200, [cache]), f"the caching of {path}")
    picture = next(path for path in files if path.endswith((".png", ".jpg")))
    for path, kind, cache in [
        ("index.html", "text/html; charset=utf-8", ASK_FIRST),
        (asset, "text/css; charset=utf-8", FOREVER),
        (next(path for path in files if path.endswith(".woff2")), "font/woff2", FOREVER),
        (next(path for path in files if path.endswith(".csv")), "text/csv; charset=utf-8", ASK_FIRST),
        (next(path for path in files if path.endswith(".bib")), "application/x-bibtex; charset=utf-8", ASK_FIRST),
        ("feed.atom", "application/atom+xml; charset=utf-8", ASK_FIRST),
        (picture, "image/png" if picture.endswith("png") else "image/jpeg", ASK_FIRST),
    ]:
        address = f"{base}/{path}".removesuffix("index.html")
        status, headers, body = get(port, address)
        same(status, 200, address)
        same(body, files[path], f"the bytes of {address}")
        same(headers["Content-Type"].lower(), kind, f"the type of {address}")
        same(headers.get_all("Cache-Control"), [cache], f"the caching of {address}")
        for name, value in HEADERS.items():
            same(headers.get_all(name), [value], f"{name} of {address}")
        status, _, body = get(port, address, If_None_Match=headers["ETag"])
        same((status, body), (304, b""), f"{address}, asked for again")
    for path in ["index.html", asset]:
        status, headers, body = get(port, f"{base}/{path}".removesuffix("index.html"), Accept_Encoding="gzip")
        same((status, headers["Content-Encoding"]), (200, "gzip"), path)
        same(body, files[path + ".gz"], f"the compressed bytes of {path}")
        same(gzip.decompress(body), files[path], f"the bytes of {path}")
        assert "accept-encoding" in headers["Vary"].lower(), path
    for path in ["nowhere/", "papers/nothing.csv", ".offprint-published", "assets/nothing.css", "assets/site.00000000.css"]:
        address = f"{base}/{path}"
        status, headers, body = get(port, address)
        same((status, body), (404, files["404.html"]), address)
        same(headers["Content-Type"].lower(), "text/html; charset=utf-8", f"the type of {address}")
        same(headers["Content-Security-Policy"], HEADERS["Content-Security-Policy"], f"the policy of {address}")
        # What is missing during a deployment must be asked for again after it.
        same(headers.get_all("Cache-Control"), [ASK_FIRST], f"the caching of {address}, which is not there")
    status, headers, body = get(port, f"{base}/{picture}", Range="bytes=5-14")
    same((status, body), (206, files[picture][5:15]), "a range")
    # A site at the root has no address without its slash.
    for address in [address for address in (base, f"{base}/papers") if address]:
        status, headers, _ = get(port, address)
        assert status in (301, 302, 308) and headers["Location"].endswith(f"{address}/"), (address, status, headers["Location"])
    return files


def redirects(port, base, listed):
    lines = [line.split(" ") for line in listed.splitlines()]
    assert lines, "the site has no old address to try"
    assert any("#" in new for _, new, _ in lines), "none leads to a place on a page"
    for old, new, code in lines:
        for address in {old, old.removesuffix("/")}:
            status, headers, _ = get(port, address)
            same(status, int(code), f"the old address {address}")
            assert headers["Location"].endswith(new), (address, headers["Location"])


def serve(start, folder, site, base, listed, root):
    name, port = start.__name__, free_port()
    log = (folder / f"{name}.log").open("w+")
    server = subprocess.Popen(start(folder, port, offprint("recipe", name, site)), stdout=log, stderr=log)
    try:
        while True:
            assert server.poll() is None, (folder / f"{name}.log").read_text() + (folder / "error.log").read_text()
            try:
                get(port, "/")
                break
            except OSError:
                time.sleep(0.1)
        files = look(port, base, root)
        redirects(port, base, listed)
        pages = sorted(path.removesuffix("index.html") for path in files if path.endswith("index.html"))[::4]
        subprocess.run(["node", HERE / "pages.mjs", *(f"http://127.0.0.1:{port}{base}/{page}" for page in pages)], check=True)
        print(f"{name}: no fault in headers, caching, types, encodings, ranges, redirects, the page for what is missing, and {len(pages)} pages in a browser")
    finally:
        server.terminate()
        server.wait()


def new_site(folder, base):
    """The site that everybody starts from, below a path, with a paper that had other addresses."""
    offprint("new", folder)
    edit(folder / "content/site.toml", lambda text: re.sub(r'(?m)^base_url = .*$', f'base_url = "https://example.org{base}/"', text))
    paper = folder / "content/papers/first-paper/index.md"
    edit(paper, lambda text: text.replace('aliases = [', 'aliases = ["/papers/old/", "/stare/zażółć/", ', 1))
    for path in OWN:
        own = folder / "content/static/assets" / path
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>Logo</title></svg>\n')
    (folder / "content/papers/single.md").write_text('+++\ntitle = "Single"\ndate = 2026-01-02\npages = "single"\n+++\n\n## Costs {alias=charges}\n\nWords.\n')


def edit(path, change):
    before = path.read_text()
    after = change(before)
    assert after != before, f"{path} has nothing to change"
    path.write_text(after)


def main():
    for base in ["/publications", ""]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.chmod(0o755)
            site, root = folder / "site", folder / f"www{base}"
            new_site(site, base)
            root.parent.mkdir(parents=True, exist_ok=True)
            print(offprint("publish", root, site, "--compress", "gzip,br"), end="")
            listed = offprint("recipe", "redirects", site)
            for start in (nginx, caddy):
                serve(start, folder, site, base, listed, root)


main()
