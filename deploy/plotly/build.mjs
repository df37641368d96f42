// Makes assets/plotly/ of the npm package plotly.js: the same bytes each time from the same package-lock.json.
// README.md beside this file says what for. `node build.mjs [folder]` writes into another folder.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
const SOURCE = join(MODULES, "plotly.js", "src");
const PARTS = JSON.parse(readFileSync(join(HERE, "parts.json"), "utf8"));
const VERSION = JSON.parse(readFileSync(join(MODULES, "plotly.js", "package.json"), "utf8")).version;
const TARGET = resolve(process.argv[2] || join(HERE, "..", "..", "assets", "plotly"));
// Where scripts that are loaded later find the modules of the first one.
const SHARED = "window.PlotlyParts";
// Addresses of other hosts in texts and defaults; nothing here may lead there. Names of XML are no addresses.
const FOREIGN = /https?:\/\/(?!www\.w3\.org)[A-Za-z0-9][^\s'"`)]*/g;
const BANNER = `/*! plotly.js ${VERSION}, in part. Copyright Plotly, Inc. MIT license; see LICENSES.txt beside this file. */`;

const named = (file) => relative(MODULES, file).split("\\").join("/");
const required = (kind, names) => names.map((name) => `require("plotly.js/src/${kind}/${name}")`).join(", ");

// What plotly.js/src/core.js does, with the components of parts.json only, and no figure ever sent to another host.
function coreEntry(shared) {
  return `
require("plotly.js/build/plotcss");
var Registry = require("plotly.js/src/registry"), api = require("plotly.js/src/plot_api");
var Plotly = { version: "${VERSION}", register: Registry.register };
Object.keys(api).forEach(function (name) {
  if (name.charAt(0) !== "_") { Plotly[name] = api[name]; }
  Registry.register({ moduleType: "apiMethod", name: name, fn: api[name] });
});
Registry.register([${required("traces", PARTS.core.traces)}]);
Registry.register([${required("components", PARTS.core.components)}]);
Registry.register([require("plotly.js/src/locale-en"), require("plotly.js/src/locale-en-us")]);
var Plots = require("plotly.js/src/plots/plots"), Fx = require("plotly.js/src/components/fx");
Plotly.Plots = { resize: Plots.resize, graphJson: Plots.graphJson };
Plotly.Fx = { hover: Fx.hover, unhover: Fx.unhover };
Plotly.Icons = {};
Plotly.setPlotConfig({ showSendToCloud: false, plotlyServerURL: "", displaylogo: false });
${SHARED} = { ${shared.map((name) => `${JSON.stringify(name)}: require(${JSON.stringify(name)})`).join(",\n")} };
window.Plotly = Plotly;
`;
}

const geoEntry = `window.Plotly.register([${required("traces", PARTS.geo.traces)}]);`;

// Descriptions of attributes are for the reference of plotly.js and are never read in a page.
function withoutDescriptions(text) {
  const found = [];
  (function look(node) {
    if (Array.isArray(node)) { node.forEach(look); return; }
    if (!node || typeof node.type !== "string") { return; }
    const key = node.type === "Property" && !node.computed && !node.method && !node.shorthand && (node.key.name || node.key.value);
    if (key === "description" || key === "hrName") { found.push(node.value); return; }
    Object.values(node).forEach(look);
  })(parse(text, { ecmaVersion: "latest", sourceType: "script", allowReturnOutsideFunction: true }).body);
  return found.reverse().reduce((kept, { start, end }) => kept.slice(0, start) + '""' + kept.slice(end), text);
}

const lean = {
  name: "lean",
  setup(made) {
    made.onResolve({ filter: /^culori$/ }, () => ({ path: join(HERE, "colours.mjs") }));
    made.onLoad({ namespace: "file", filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, ({ path }) => ({
      contents: withoutDescriptions(readFileSync(path, "utf8")).replace(FOREIGN, ""),
    }));
  },
};

// Modules of the first script stand in the second one as a look at SHARED.
function taken(shared) {
  return {
    name: "taken",
    setup(made) {
      made.onResolve({ filter: /.*/ }, async (asked) => {
        if (asked.pluginData === "inner") { return null; }
        const { importer, kind, resolveDir } = asked;
        const found = await made.resolve(asked.path, { importer, kind, resolveDir, pluginData: "inner" });
        return shared.has(named(found.path)) ? { path: named(found.path), namespace: "shared" } : found;
      });
      made.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
        contents: `module.exports = ${SHARED}[${JSON.stringify(path)}];`,
      }));
    },
  };
}

function bundled(contents, plugins = []) {
  return build({
    stdin: { contents, resolveDir: HERE, sourcefile: "entry.js" },
    absWorkingDir: HERE,
    banner: { js: BANNER },
    bundle: true,
    define: { global: "window", "define.amd": "false", "process.env.NODE_DEBUG": "false" },
    format: "iife",
    legalComments: "none",
    loader: { ".css": "empty" },
    logLevel: "error",
    metafile: true,
    minify: true,
    plugins: [lean, ...plugins],
    target: "es2020",
    write: false,
  });
}

const inputs = (made) => Object.keys(made.metafile.inputs).filter((name) => name !== "entry.js");

// Names of the modules of the first script that the second one asks for.
async function sharedModules() {
  const [core, geo] = await Promise.all([bundled(coreEntry([])), bundled(geoEntry)]);
  const held = new Set(inputs(core)), wanted = new Set();
  for (const [name, { imports }] of Object.entries(geo.metafile.inputs)) {
    if (!held.has(name)) { imports.forEach(({ path }) => held.has(path) && wanted.add(path)); }
  }
  return [...wanted].map((name) => name.replace("node_modules/", "")).sort();
}

// The licence of every package that went in, each text once.
function licences(names) {
  const owners = new Map();
  for (const name of names.filter((one) => one.startsWith("node_modules/"))) {
    const parts = name.replace("node_modules/", "").split("/");
    const owner = parts.slice(0, parts[0].startsWith("@") ? 2 : 1).join("/");
    const { version, license } = JSON.parse(readFileSync(join(MODULES, owner, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "LICENSE-MIT.txt"].map((one) => join(MODULES, owner, one)).find(existsSync);
    owners.set(owner, `${owner} ${version} (${license})\n\n${file ? readFileSync(file, "utf8").trim() : "The package holds no text of its licence."}\n`);
  }
  return [...owners.keys()].sort().map((owner) => owners.get(owner)).join(`\n${"-".repeat(80)}\n\n`);
}

const shared = await sharedModules();
const core = await bundled(coreEntry(shared));
const geo = await bundled(geoEntry, [taken(new Set(shared))]);
mkdirSync(TARGET, { recursive: true });
writeFileSync(join(TARGET, "plotly-core.js"), core.outputFiles[0].contents);
writeFileSync(join(TARGET, "plotly-geo.js"), geo.outputFiles[0].contents);
writeFileSync(join(TARGET, "LICENSES.txt"), licences([...new Set([...inputs(core), ...inputs(geo)])]));
