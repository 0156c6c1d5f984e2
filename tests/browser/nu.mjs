#!/usr/bin/env node
// nu.mjs FOLDER
// The Nu HTML checker over every page, style sheet and drawing of a folder, in one Java process.
// Errors fail; warnings are printed.
import { spawnSync } from "node:child_process";
import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { report } from "./lib/site.mjs";

const JAR = fileURLToPath(new URL("node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

// Properties of CSS that browsers have and the checker's validator does not know yet; their values go unchecked.
const NEWER = ["animation-timeline", "animation-range", "container-type"];
// The same of rules; what stands in them goes unchecked.
const NEWER_RULES = ["@container"];
const isNewer = ({ message }) =>
  NEWER.some((property) => message === `CSS: “${property}”: Property “${property}” doesn't exist.`) ||
  NEWER_RULES.some((rule) => message === `CSS: Unrecognized at-rule “${rule}”`);

/** The checker's messages as faults and warnings. Throws when the checker itself does not run. */
export function checkMarkup(root) {
  const options = ["--skip-non-html", "--also-check-css", "--also-check-svg", "--format", "json", "--stdout", "--exit-zero-always"];
  const run = spawnSync("java", ["-Xss1m", "-Xmx1g", "-jar", JAR, ...options, resolve(root)], { encoding: "utf8", maxBuffer: 1 << 29 });
  if (run.status !== 0) throw new Error(`the Nu checker did not run: ${run.error?.message ?? run.stderr}`);
  const { messages } = JSON.parse(run.stdout);
  const found = messages.filter((message) => !isNewer(message)).map((message) => ({
    isError: message.type !== "info",
    file: message.url ? relative(resolve(root), fileURLToPath(message.url)) : ".",
    what: `${message.lastLine ?? 0}:${message.firstColumn ?? message.lastColumn ?? 0}: ${message.message}`,
  }));
  return { faults: found.filter((m) => m.isError), warnings: found.filter((m) => !m.isError) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { faults, warnings } = checkMarkup(process.argv[2]);
  for (const { file, what } of warnings) console.log(`${file}: warning: ${what}`);
  process.exitCode = report("Nu HTML checker", faults, `${warnings.length} warning(s)`) ? 0 : 1;
}
