// Holds every manifest against the schemas of Kubernetes, Istio, KEDA and the Prometheus operator: as literals of their
// TypeScript types, which refuse unknown fields, and by their validators, which refuse wrong values. Then spoils one
// of each kind in both ways and sees that it is refused. With kustomize on the PATH (or in KUSTOMIZE) the built
// overlays are held against them, else the files as they stand.
// Strimzi's kinds are held against Strimzi's own classes by the tests in acceptance/; for MongoDBCommunity no schema
// was to be had.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const kustomize = process.env.KUSTOMIZE ?? "kustomize";
const elsewhere = ["kafka.strimzi.io", "mongodbcommunity.mongodb.com"];
const packages = {
  "networking.istio.io": "@kubernetes-models/istio",
  "security.istio.io": "@kubernetes-models/istio",
  "keda.sh": "@kubernetes-models/keda",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
};

function manifests() {
  if (spawnSync(kustomize, ["version"]).status === 0) {
    return ["local", "production"].flatMap((overlay) =>
      documents(execFileSync(kustomize, ["build", join(root, "overlays", overlay)], { maxBuffer: 1 << 26 }).toString())
        .map((manifest) => ({ from: overlay, manifest })));
  }
  return [...files("overlays/local"), ...files("overlays/production")];
}

// What a kustomization takes in, without its patches.
function files(folder) {
  const { resources = [], components = [] } = documents(read(folder, "kustomization.yaml"))[0];
  return [...resources, ...components].flatMap((entry) =>
    entry.endsWith(".yaml")
      ? documents(read(folder, entry)).map((manifest) => ({ from: join(folder, entry), manifest }))
      : files(join(folder, entry)));
}

function read(...path) {
  return readFileSync(join(root, ...path), "utf8");
}

function documents(text) {
  return parseAllDocuments(text).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS();
  });
}

function group(manifest) {
  return manifest.apiVersion.includes("/") ? manifest.apiVersion.split("/")[0] : "v1";
}

function schemaOf(manifest) {
  return packages[group(manifest)] ?? "kubernetes-models";
}

const all = manifests().filter(({ manifest }) => !elsewhere.includes(group(manifest)));

const modules = new Map();
for (const path of new Set(all.map(({ manifest }) => pathOf(manifest)))) {
  modules.set(path, await import(path));
}

function pathOf(manifest) {
  return `${schemaOf(manifest)}/${manifest.apiVersion}`;
}

function validate(manifest) {
  const model = modules.get(pathOf(manifest))[manifest.kind];
  assert.ok(model, `No schema for ${pathOf(manifest)} ${manifest.kind}`);
  new model(manifest).validate();
}

// What the compiler says of each manifest as a literal of its type.
function compile(manifests) {
  const sources = new Map(manifests.map((manifest, i) => [
    join(here, `manifest-${i}.ts`),
    `import type { I${manifest.kind} } from "${pathOf(manifest)}";\n` +
      `export const manifest: Omit<I${manifest.kind}, "apiVersion" | "kind"> = ${JSON.stringify(withoutType(manifest))};\n`,
  ]));
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) =>
    sources.has(name) ? ts.createSourceFile(name, sources.get(name), ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")));
}

function withoutType({ apiVersion, kind, ...rest }) {
  return rest;
}

test("every manifest is valid", () => {
  const counts = {};
  compile(all.map(({ manifest }) => manifest)).forEach((faults, i) => {
    const { from, manifest } = all[i];
    assert.deepEqual(faults, [], `${from}: ${manifest.kind} ${manifest.metadata.name}`);
    assert.doesNotThrow(() => validate(manifest), `${from}: ${manifest.kind} ${manifest.metadata.name}`);
    counts[schemaOf(manifest)] = (counts[schemaOf(manifest)] ?? 0) + 1;
  });
  console.log("valid, by schema:", counts);
  assert.ok(all.length > 60);
});

test("a wrong field is refused in every kind", () => {
  const kinds = [...new Map(all.map(({ manifest }) => [`${manifest.apiVersion} ${manifest.kind}`, manifest])).values()];
  const spoilt = kinds.map((manifest) => {
    const copy = structuredClone(manifest);
    (copy.spec ?? copy).replicsa = 3;
    return copy;
  });
  compile(spoilt).forEach((faults, i) =>
    assert.ok(faults.some((fault) => fault.includes("replicsa")), `${spoilt[i].kind} takes an unknown field`));
  console.log("a wrong field is refused in", kinds.length, "kinds:", kinds.map(({ kind }) => kind).join(", "));
});

test("the rules stand twice and say the same", () => {
  const plain = documents(read("components/observe/rules.yml"))[0];
  const manifest = documents(read("components/observe/prometheus-rule.yaml"))[0];
  assert.deepEqual(manifest.spec.groups, plain.groups);
});

test("a wrong value is refused", () => {
  const deployment = structuredClone(all.find(({ manifest }) => manifest.kind === "Deployment").manifest);
  deployment.spec.replicas = "three";
  assert.throws(() => validate(deployment), /must be integer/);
});
