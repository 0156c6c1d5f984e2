// In: a site. Out: a server on the loopback that answers as a good host does: compressed, with files that carry a
// fingerprint kept for a year; it counts what it sends and may hold back what a test names. Never writes.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { TYPES } from "./serve.mjs";
import { fileAt } from "./site.mjs";

const COMPRESSED = new Set([".html", ".css", ".js", ".svg", ".json", ".atom", ".xml", ".txt", ".csv"]);
const FINGERPRINT = /\.[0-9a-f]{8}\.[a-z0-9]+$/;

/**
 * Starts serving. `delayOf(file)` gives the milliseconds by which an answer is late.
 * The result has `origin`, `addressOf(file)`, `sent` (what went out: file, kind, bytes) and `close()`.
 */
export async function host(site, delayOf = () => 0) {
  const sent = [];
  const compressed = new Map();
  const bodyOf = (file, accepts) => {
    const isSmaller = accepts && COMPRESSED.has(extname(file));
    const bytes = readFileSync(join(site.root, file));
    if (!isSmaller) return { bytes };
    if (!compressed.has(file)) compressed.set(file, brotliCompressSync(bytes));
    return { bytes: compressed.get(file), encoding: "br" };
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url, site.base.origin);
    const file = url.pathname.startsWith(site.base.pathname) ? fileAt(site, url) : undefined;
    if (!file) return response.writeHead(404).end();
    const { bytes, encoding } = bodyOf(file, /\bbr\b/.test(request.headers["accept-encoding"] ?? ""));
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Security-Policy": "default-src 'self'",
      "Cache-Control": FINGERPRINT.test(file) ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate",
      ...(encoding && { "Content-Encoding": encoding, Vary: "Accept-Encoding" }),
    };
    sent.push({ file, kind: extname(file).slice(1), bytes: bytes.length });
    setTimeout(() => response.writeHead(200, headers).end(bytes), delayOf(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    sent,
    addressOf: (file) => `${origin}${site.base.pathname}${file.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/")}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
