// In: a site. Out: a server on the loopback that answers as a static host would, below the site's
// base path, with a content security policy that allows nothing inline and no other host.
import { createServer } from "node:http";
import { createReadStream } from "node:fs";
import { extname, join } from "node:path";
import { fileAt } from "./site.mjs";

export const POLICY = [
  "default-src 'none'", "img-src 'self'", "style-src 'self'", "font-src 'self'", "script-src 'self'", "manifest-src 'self'",
  "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join("; ");

export const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif",
  ".ico": "image/x-icon", ".woff2": "font/woff2", ".json": "application/json", ".atom": "application/atom+xml",
  ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
  ".webmanifest": "application/manifest+json", ".pdf": "application/pdf",
};

/** Starts serving under a policy; the result has `origin`, `addressOf(file)` and `close()`. */
export async function serve(site, policy = POLICY) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, site.base.origin);
    const file = url.pathname.startsWith(site.base.pathname) ? fileAt(site, url) : undefined;
    const headers = { "Content-Type": TYPES[extname(file ?? "")] ?? "application/octet-stream", "Content-Security-Policy": policy };
    response.writeHead(file ? 200 : 404, headers);
    if (file) createReadStream(join(site.root, file)).pipe(response);
    else response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    addressOf: (file) => `${origin}${site.base.pathname}${file.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/")}`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
