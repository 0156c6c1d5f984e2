// In: pages as texts, by address. Out: a server that speaks what `offprint serve` speaks, with the
// project's own client, so that the client is tested without a site.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";

const CLIENT = new URL("../../../src/serve/client/", import.meta.url);
const POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'";
const TYPES = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8", svg: "image/svg+xml" };
const CLEAN = { generation: 1, complete: true, found: true, moved: null, paper: null, problems: [], elsewhere: { errors: 0, warnings: 0, hints: 0 } };

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** The client's files by name. */
export const clientFiles = () => readdirSync(CLIENT).filter((name) => /\.(js|css)$/.test(name));

/** Starts a server; `port` 0 takes a free one. */
export async function openMock({ port = 0 } = {}) {
  const mock = {
    /** Address → HTML, or, for other files, { body, type }. */
    pages: new Map(),
    states: new Map(),
    places: new Map(),
    moved: new Map(),
    opened: [],
    openAnswer: [204, ""],
    requests: [],
    generation: 1,
    token: randomUUID(),
    run: randomUUID(),
    delays: new Map(),
    streams: new Set(),
  };
  const server = createServer((request, response) => answer(mock, request, response).catch((error) => response.destroy(error)));
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  mock.port = server.address().port;
  mock.url = `http://127.0.0.1:${mock.port}`;
  mock.send = (event, data) => mock.streams.forEach((stream) => stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  mock.change = (more = {}) => mock.send("change", { generation: ++mock.generation, moved: {}, edited: null, follow: false, ...more });
  mock.edit = (path, html, more) => {
    mock.pages.set(path, html);
    mock.change(more);
  };
  mock.stop = () => {
    mock.streams.forEach((stream) => stream.destroy());
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return mock;
}

async function answer(mock, request, response) {
  const url = new URL(request.url, mock.url);
  const path = decodeURIComponent(url.pathname);
  mock.requests.push(path);
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Cache-Control", "no-cache");
  await new Promise((resolve) => setTimeout(resolve, mock.delays.get(path) ?? 0));
  if (path.startsWith("/_offprint/")) return own(mock, request, response, path.slice("/_offprint/".length), url);
  if (mock.moved.has(path)) return response.writeHead(307, { Location: mock.moved.get(path) }).end();
  const page = mock.pages.get(path);
  if (page?.type) return response.writeHead(200, { "Content-Type": page.type }).end(page.body);
  const body = page ?? "<!doctype html><title>Not found</title><p>No such page.</p>";
  const etag = hash(body);
  response.setHeader("ETag", `"${etag}"`);
  if (page !== undefined && request.headers["if-none-match"] === `"${etag}"`) return response.writeHead(304).end();
  response.writeHead(page === undefined ? 404 : 200, { "Content-Type": TYPES.html }).end(withClient(body, mock.token, etag));
}

/** Puts the client before the last `</body>`, else at the end. */
export function withClient(html, token, etag) {
  const script = `<script type="module" src="/_offprint/preview.js" data-token="${token}" data-etag="${etag}"></script>`;
  const at = html.lastIndexOf("</body>");
  return at < 0 ? html + script : html.slice(0, at) + script + html.slice(at);
}

async function own(mock, request, response, name, url) {
  const json = (value) => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  const page = url.searchParams.get("page");
  if (name === "events") return openStream(mock, response);
  if (name === "state") return json({ ...CLEAN, generation: mock.generation, found: mock.pages.has(page), moved: mock.moved.get(page) ?? null, ...mock.states.get(page) });
  if (name === "places") return json(mock.places.get(page) ?? []);
  if (name === "open") return open(mock, request, response);
  if (!clientFiles().includes(name)) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[name.split(".").pop()] }).end(readFileSync(new URL(name, CLIENT)));
}

function openStream(mock, response) {
  if (mock.refuses) return response.writeHead(503).end("too many");
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write(`retry: 500\nevent: hello\ndata: ${JSON.stringify({ generation: mock.generation, run: mock.run })}\n\n`);
  mock.streams.add(response);
  response.on("close", () => mock.streams.delete(response));
}

async function open(mock, request, response) {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.headers["x-offprint-token"] !== mock.token) return response.writeHead(403).end("wrong token");
  const [status, words] = mock.openAnswer;
  if (status === 204) mock.opened.push(JSON.parse(body));
  response.writeHead(status, { "Content-Type": "text/plain" }).end(words);
}
