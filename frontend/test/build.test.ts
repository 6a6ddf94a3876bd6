import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const HERE = join(import.meta.dirname, "..");
const HASHES = "shared/static/shared/built/hashes.txt";
const folders: string[] = [];

after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Build in a folder of its own; every file that came out, by its name. */
function build(): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "somewhere-"));
  folders.push(folder);
  for (const name of ["src", "build.mjs", "package.json"]) cpSync(join(HERE, name), join(folder, name), { recursive: true });
  symlinkSync(join(HERE, "node_modules"), join(folder, "node_modules"));
  const out = join(folder, "out");
  execFileSync(process.execPath, ["build.mjs", out], { cwd: folder });
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(out.length + 1), readFileSync(path)]));
}

test("built twice, in two places, the scripts are the same to the byte", () => {
  const [once, again] = [build(), build()];
  assert.ok(once.size > 5);
  assert.deepEqual(once, again);
});

test("the list of hashes names every file that is handed out, and no place of this machine", () => {
  const files = build();
  const listed = String(files.get(HASHES));
  files.delete(HASHES);
  const expected = [...files].map(([path, content]) => {
    const hash = createHash("sha256").update(content).digest("hex");
    return `${hash}  ${path.replace(/^.*\/static\//, "")}`;
  });
  assert.deepEqual(listed.trim().split("\n").sort(), expected.sort());
});
