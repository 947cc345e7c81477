// Bundles static/src into static/dist under names that carry a hash of the content, and writes the list of them: manifest.json.
//
//   static/src/*.js        an entry each: bundled by esbuild (modules of an entry live in sub-folders)
//   static/src/*.scss      a style sheet each: compiled by sass (a name that starts with _ is a part of another)
//   static/src/assets/*    copied as they are: our own icons and images
//
// Beside each file lies what is sent of it, compressed as much as it can be: .br and .gz (cop/web/built.py).
//
// Of nhsuk-frontend's own images only the icons that a style sheet draws with are copied: no logo, no NHS favicon.
//
// node static/build.mjs [--watch]

import { createHash } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = join(ROOT, "static", "src");
const TARGET = join(ROOT, "static", "dist");
const ICONS = join(ROOT, "node_modules", "nhsuk-frontend", "dist", "nhsuk", "assets", "images");
const WORTH_IT = 512; // bytes: below that what is saved is not worth another file
const APART = ["passkeys.js"]; // share nothing: bundled with others, esbuild's own helpers would be one more file for every page
const ICON_URL = /url\("?\/assets\/images\/(nhsuk-icon-[a-z-]+\.svg)"?\)/g;

async function build() {
  const files = new Map([...(await scripts()), ...(await styles()), ...(await assets())].map((file) => [file.name, file]));
  const manifest = {};
  for (const { entry, name } of files.values()) {
    if (entry) manifest[entry] = name;
  }
  await store(new Map([...files, ...compressed(files)]), manifest);
  console.log(`static/dist: ${Object.values(manifest).join(" ") || "nothing to build yet"}`);
}

async function scripts() {
  const entryPoints = await sources(SOURCE, (name) => name.endsWith(".js"));
  const isApart = (path) => APART.includes(basename(path));
  const bundles = [entryPoints.filter((path) => !isApart(path)), entryPoints.filter(isApart)];
  return (await Promise.all(bundles.map(bundled))).flat();
}

async function bundled(entryPoints) {
  if (entryPoints.length === 0) return [];
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    bundle: true,
    chunkNames: "chunk-[hash]",
    entryNames: "[name]-[hash]",
    entryPoints,
    format: "esm",
    legalComments: "eof",
    metafile: true,
    minify: true,
    outdir: TARGET,
    splitting: true,
    target: "es2020",
    write: false,
  });
  const entries = Object.entries(metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([path, output]) => [basename(path), basename(output.entryPoint)]);
  const entryOf = new Map(entries);
  return outputFiles.map(({ path, contents }) => ({ name: basename(path), entry: entryOf.get(basename(path)), contents }));
}

async function styles() {
  const sheets = await sources(SOURCE, (name) => name.endsWith(".scss") && !name.startsWith("_"));
  const files = [];
  for (const path of sheets) {
    const { css } = sass.compile(path, {
      importers: [new sass.NodePackageImporter(ROOT)],
      loadPaths: [join(ROOT, "node_modules")],
      quietDeps: true,
      style: "compressed",
    });
    const icons = await iconsOf(css);
    const drawn = css.replace(ICON_URL, (_, icon) => `url("${icons.get(icon).name}")`);
    files.push(...icons.values(), hashed(`${basename(path, ".scss")}.css`, Buffer.from(drawn)));
  }
  return files;
}

async function iconsOf(css) {
  const icons = new Set([...css.matchAll(ICON_URL)].map(([, icon]) => icon));
  const files = [...icons].map(async (icon) => [icon, hashed(icon, await readFile(join(ICONS, icon)))]);
  return new Map(await Promise.all(files));
}

async function assets() {
  const paths = await sources(join(SOURCE, "assets"), (name) => !name.startsWith("."));
  return Promise.all(paths.map(async (path) => hashed(basename(path), await readFile(path))));
}

function compressed(files) {
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return [...files.values()]
    .filter(({ contents }) => contents.length > WORTH_IT)
    .flatMap(({ name, contents }) => [
      { name: `${name}.br`, contents: brotliCompressSync(contents, brotli) },
      { name: `${name}.gz`, contents: gzipSync(contents, { level: 9 }) },
    ])
    .map((file) => [file.name, file]);
}

async function sources(folder, isWanted) {
  if (!existsSync(folder)) return [];
  const items = await readdir(folder, { withFileTypes: true });
  return items
    .filter((item) => item.isFile() && isWanted(item.name))
    .map((item) => join(folder, item.name))
    .sort();
}

function hashed(entry, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
  const extension = extname(entry);
  return { name: `${basename(entry, extension)}-${hash}${extension}`, entry, contents };
}

// What the old manifest names stays until the new one is in place: a server that is running finds its files at any moment.
async function store(files, manifest) {
  await mkdir(TARGET, { recursive: true });
  for (const { name, contents } of files.values()) {
    await writeFile(join(TARGET, name), contents);
  }
  const draft = join(TARGET, "manifest.json.new");
  await writeFile(draft, JSON.stringify(manifest, null, 2) + "\n");
  await rename(draft, join(TARGET, "manifest.json"));
  for (const name of await readdir(TARGET)) {
    if (name !== "manifest.json" && !files.has(name)) await rm(join(TARGET, name), { recursive: true });
  }
}

function complain(error) {
  if (!error.errors) console.error(error.message); // esbuild has printed its own
}

async function rebuildOnChange() {
  let waiting;
  watch(SOURCE, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch(complain), 100);
  });
}

try {
  await build();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
if (process.argv.includes("--watch")) await rebuildOnChange();
