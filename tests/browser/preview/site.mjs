// In: the program and a site's files. Out: that site, served by the program from a folder of its own,
// with hands to write, rename and remove its files and to start the program anew.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ADDRESS = /http:\/\/[^\s/]+:(\d+)\/\S*/;
const PATIENCE = 20_000;

/** Writes `files` (path → text) and serves them. */
export async function serveSite(program, files, options = []) {
  const scratch = mkdtempSync(join(tmpdir(), "preview-"));
  const folder = join(scratch, "site");
  const opened = join(scratch, "opened");
  const editor = join(scratch, "editor");
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${opened}'\n`);
  chmodSync(editor, 0o755);
  const running = { child: null, port: 0, printed: "" };

  const site = {
    folder,
    write(file, text) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    read: (file) => readFileSync(join(folder, file), "utf8"),
    edit: (file, change) => site.write(file, change(site.read(file))),
    rename: (from, to) => renameSync(join(folder, from), join(folder, to)),
    remove: (file) => rmSync(join(folder, file), { recursive: true }),
    /** What the editor was started with, a line each time. */
    opened: () => (existsSync(opened) ? readFileSync(opened, "utf8").trim().split("\n") : []),
    /** What the program printed. */
    printed: () => running.printed,
    stop: () => end(running),
    /** Starts the program again, at the same port. */
    start: () => start(running, program, [...options, folder], { OFFPRINT_EDITOR: `${editor} {file} {line} {column}` }),
    async close() {
      await end(running);
      rmSync(scratch, { recursive: true });
    },
  };
  for (const [file, text] of Object.entries(files)) site.write(file, text);
  site.url = await site.start();
  return site;
}

function start(running, program, args, variables) {
  const child = spawn(program, ["serve", "--port", String(running.port), ...args], { env: { ...process.env, ...variables, NO_COLOR: "1" } });
  running.child = child;
  running.printed = "";
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no address within ${PATIENCE / 1000} s: ${running.printed}`)), PATIENCE);
    const read = (bytes) => {
      running.printed += bytes;
      const found = ADDRESS.exec(running.printed);
      if (!found) return;
      clearTimeout(late);
      running.port = Number(found[1]);
      resolve(found[0].replace(/\/$/, ""));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}: ${running.printed}`)));
  });
}

function end({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
}
