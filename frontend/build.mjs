/**
 * Bundle the scripts of the doors, and the visitor's style, into the static folders of their pages; then list their
 * hashes. Twice from the same sources gives the same bytes.
 *
 * node build.mjs [FOLDER]
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const WEB = process.argv[2] ?? "../src/zichtbaar/helpline/web";
const HASHES = "shared/static/shared/built/hashes.txt";
const ENTRIES = {
  // Names that tell nothing: browsers note the addresses of scripts, also of those that they may not keep.
  "visitor/static/visitor/built/first": "src/visitor/visitor.ts",
  // What needs keys: fetched when the first view is there.
  "visitor/static/visitor/built/second": "src/visitor/talking.ts",
  // What a return code needs: fetched when somebody wants one.
  "visitor/static/visitor/built/third": "src/visitor/codes.ts",
  // Work that is asked for in a flood: fetched only then.
  "visitor/static/visitor/built/fourth": "src/visitor/proof.ts",
  // What is asked of few: what would be told to somebody else, and whether it may.
  "visitor/static/visitor/built/fifth": "src/visitor/consent.ts",
  // Sending a photo: fetched when somebody wants to, where the helpline takes them.
  "visitor/static/visitor/built/sixth": "src/visitor/sending.ts",
  // Built too, because every byte of this page is waited for on a bad network.
  "visitor/static/visitor/built/style": "src/visitor/visitor.css",
  "desk/static/desk/built/desk": "src/desk/desk.ts",
  // Files for receivers without an account: fetched when one is made.
  "desk/static/desk/built/age": "src/desk/handing/age.ts",
  "partner/static/partner/built/partner": "src/partner/partner.ts",
  "office/static/office/built/sign_in": "src/office/sign_in.ts",
  "account/static/account/built/sign_in": "src/account/sign_in.ts",
  "account/static/account/built/join": "src/account/join.ts",
  "account/static/account/built/account": "src/account/account.ts",
  "office/static/office/built/recovery": "src/office/recovery.ts",
  "office/static/office/built/waiting": "src/office/waiting.ts",
  "office/static/office/built/sheets": "src/office/sheets.ts",
};

const { metafile } = await build({
  entryPoints: ENTRIES,
  outdir: WEB,
  bundle: true,
  minify: true,
  format: "esm",
  charset: "utf8",
  legalComments: "none",
  target: ["chrome80", "safari14", "firefox78"],
  // esbuild avoids both for one rare form each that these browsers get wrong; nobody here writes those forms:
  // `f?.(...list)` in Chrome before 91, and destructuring into a parenthesised name in Safari 14.0.
  supported: { destructuring: true, "optional-chain": true },
  logLevel: "warning",
  metafile: true,
});

const lines = Object.keys(metafile.outputs).sort().map(async (path) => {
  const hash = createHash("sha256").update(await readFile(path)).digest("hex");
  return `${hash}  ${path.replace(/^.*\/static\//, "")}\n`;
});
await mkdir(dirname(join(WEB, HASHES)), { recursive: true });
await writeFile(join(WEB, HASHES), (await Promise.all(lines)).join(""));
