// Loads routes, reports and recipes with Kaoto's own code and saves them, without a browser. Writes what Kaoto saves to
// src/test/resources/kaoto: saved/ is a save without a change; edited/ is a save after a change in the form of each step.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const sources = {
  routes: join(here, '../../main/resources/routes'),
  recipes: join(here, '../../../docs/recipes'),
};
const target = join(here, '../resources/kaoto');
const catalogs = join(here, 'node_modules/@kaoto/camel-catalog/dist/camel-catalog');

/** Kaoto's models import some of its user interface, which needs a browser. They use nothing of it to load and save. */
const noUserInterface = {
  name: 'no-user-interface',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(react|@patternfly|mobx)/ }, ({ path }) => ({ path, namespace: 'ui' }));
    esbuild.onLoad({ filter: /.*/, namespace: 'ui' }, () => ({
      contents: `const nothing = new Proxy(function () {}, {
        get: (target, key) => (key === 'prototype' ? target.prototype : key === '__esModule' ? false : nothing),
        getPrototypeOf: () => nothing, apply: () => nothing, construct: () => nothing });
        module.exports = nothing;`,
    }));
  },
};

async function kaoto() {
  const lib = join(here, 'node_modules/@kaoto/kaoto/lib/models');
  const outfile = join(here, 'node_modules/.kaoto.cjs');
  await build({
    stdin: {
      resolveDir: lib,
      contents: `export { CamelResourceFactory } from './camel/camel-resource-factory';
        export { CamelCatalogService } from './visualization/flows/camel-catalog.service';
        export { CatalogKind } from './catalog-kind';`,
    },
    plugins: [noUserInterface],
    loader: { '.svg': 'empty', '.png': 'empty', '.scss': 'empty', '.css': 'empty' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    outfile,
  });
  globalThis.DOMParser = globalThis.XMLSerializer = class {}; // for routes in XML
  return createRequire(import.meta.url)(outfile);
}

const { CamelCatalogService, CamelResourceFactory, CatalogKind } = await kaoto();

const json = async (file) => JSON.parse(await readFile(join(catalogs, file), 'utf8'));

/** Loads the catalog of Camel 4.18, as Kaoto does when a user chooses this version. */
async function loadCatalog() {
  const camel = (await json('index.json')).definitions.find(({ name }) => /^Camel Main 4\.18\.\d+$/.test(name));
  const { catalogs: parts } = await json(camel.fileName);
  for (const [kind, part] of [
    [CatalogKind.Component, parts.components],
    [CatalogKind.Processor, parts.models],
    [CatalogKind.Pattern, parts.patterns],
    [CatalogKind.Entity, parts.entities],
    [CatalogKind.Language, parts.languages],
    [CatalogKind.Dataformat, parts.dataformats],
  ]) {
    CamelCatalogService.setCatalogKey(kind, await json(join(dirname(camel.fileName), part.file)));
  }
}

/** Does what the form of a step does after each change: it reads the definition of the step, and writes it back. */
function edit(node) {
  if (!node.data.isPlaceholder) {
    node.updateModel(node.getNodeDefinition());
  }
  (node.getChildren() ?? []).forEach(edit);
}

async function write(path, resource) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await resource.toSourceCode());
}

async function save(folder, file) {
  const text = await readFile(join(sources[folder], file), 'utf8');
  const resource = CamelResourceFactory.createCamelResource(text, { path: file });
  await resource.initialize();
  await write(join(target, 'saved', folder, file), resource);
  for (const entity of resource.getVisualEntities()) {
    edit(await entity.toVizNode());
  }
  await write(join(target, 'edited', folder, file), resource);
}

await loadCatalog();
await rm(target, { recursive: true, force: true });
for (const [folder, source] of Object.entries(sources)) {
  const files = await readdir(source, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.camel.yaml')).sort()) {
    await save(folder, file);
  }
}
