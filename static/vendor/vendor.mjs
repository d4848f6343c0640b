// Re-creates every third-party front-end file from its npm package.
//
//   node static/vendor/vendor.mjs            fetch the versions below, write the files and vendor.lock.json
//   node static/vendor/vendor.mjs --check    no network: compare the committed files with vendor.lock.json
//
// A fresh machine needs no Node: the files are committed. This script runs only to change a version.
// Source-map comments are removed because the maps are not shipped and the manifest storage
// refuses a file that points at a missing one.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const lockPath = join(here, "vendor.lock.json");

const packages = [
  { name: "@tabler/core", version: "1.6.1", files: { "dist/css/tabler.min.css": "static/vendor/tabler/tabler.min.css" } },
  { name: "@tabler/icons", version: "3.48.0", files: { LICENSE: "static/vendor/tabler/LICENSE" }, sprite: "static/img/icons.svg" },
  {
    name: "echarts", version: "6.1.0",
    files: { "dist/echarts.min.js": "static/vendor/echarts/echarts.min.js", LICENSE: "static/vendor/echarts/LICENSE", NOTICE: "static/vendor/echarts/NOTICE" },
  },
  {
    name: "tom-select", version: "2.6.2",
    files: {
      "dist/js/tom-select.popular.min.js": "static/vendor/tom-select/tom-select.min.js",
      "dist/css/tom-select.bootstrap5.min.css": "static/vendor/tom-select/tom-select.min.css",
      LICENSE: "static/vendor/tom-select/LICENSE",
    },
  },
  { name: "axe-core", version: "4.14.1", files: { "axe.min.js": "tests/vendor/axe.min.js", LICENSE: "tests/vendor/axe.LICENSE" } },
];

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

function withoutSourceMap(path, data) {
  if (!/\.(js|css)$/.test(path)) return data;
  const text = data.toString("utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "").replace(/\/\*# sourceMappingURL=[^*]*\*\//g, "");
  return Buffer.from(text.trimEnd() + "\n");
}

function unpack(pkg, work) {
  const archive = execFileSync("npm", ["pack", "--silent", `${pkg.name}@${pkg.version}`], { cwd: work, encoding: "utf8" }).trim();
  const folder = join(work, archive.replace(/\.tgz$/, ""));
  mkdirSync(folder);
  execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components=1"], { cwd: work });
  return folder;
}

/** One <symbol> per icon named in icons.txt; colour and size come from the page's CSS. */
function sprite(folder) {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
  const symbols = names.map((name) => {
    const source = readFileSync(join(folder, "icons", "outline", `${name}.svg`), "utf8");
    const shapes = source.match(/<(path|circle|line|rect|polyline)[^>]*\/>/g).filter((shape) => !shape.includes('stroke="none"'));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join("")}</symbol>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

function write(target, data, locked) {
  mkdirSync(dirname(join(root, target)), { recursive: true });
  writeFileSync(join(root, target), data);
  locked[target] = sha256(data);
}

function refuseDanglingUrls(path, data) {
  if (!path.endsWith(".css")) return;
  const dangling = [...data.toString("utf8").matchAll(/url\(["']?(?!data:|#)([^"')]+)/g)].map((match) => match[1]);
  if (dangling.length) throw new Error(`${path} points at files that are not shipped: ${dangling.join(", ")}`);
}

function vendor() {
  const work = mkdtempSync(join(tmpdir(), "vendor-"));
  const lock = packages.map((pkg) => {
    const folder = unpack(pkg, work);
    const files = {};
    for (const [source, target] of Object.entries(pkg.files)) {
      const data = withoutSourceMap(target, readFileSync(join(folder, source)));
      refuseDanglingUrls(target, data);
      write(target, data, files);
    }
    if (pkg.sprite) write(pkg.sprite, sprite(folder), files);
    const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name: pkg.name, version: pkg.version, licence: license, files };
  });
  writeFileSync(lockPath, JSON.stringify(lock, null, 2) + "\n");
  rmSync(work, { recursive: true });
}

function check() {
  const wrong = JSON.parse(readFileSync(lockPath, "utf8"))
    .flatMap(({ files }) => Object.entries(files))
    .filter(([path, hash]) => sha256(readFileSync(join(root, path))) !== hash)
    .map(([path]) => path);
  if (wrong.length) {
    console.error(`changed since they were vendored: ${wrong.join(", ")}`);
    process.exitCode = 1;
  }
}

process.argv.includes("--check") ? check() : vendor();
