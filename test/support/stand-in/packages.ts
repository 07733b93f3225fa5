import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { isObject, type JsonObject, objectOf } from './answer.ts';

export type PackageKind = 'model' | 'dataset' | 'runtime';

const PACKAGE_KINDS: readonly PackageKind[] = ['model', 'dataset', 'runtime'];
const EXTENSIONS: Readonly<Record<PackageKind, string>> = { model: '.swmp', dataset: '.swds', runtime: '.swrt' };

export interface StandInPackage {
  readonly kind: PackageKind;
  readonly project: string;
  readonly id: string;
  readonly name: string;
  /** Oldest first. */
  readonly versions: PackageVersion[];
}

export interface PackageVersion {
  readonly id: string;
  readonly name: string;
  /** `v1`, `v2`, …: a server's own count. */
  readonly alias: string;
  readonly tags: readonly string[];
  /** Epoch milliseconds. */
  readonly createdTime: number;
  /** The version's manifest in the store, as YAML text. */
  readonly meta: string;
  /** Of a model only. */
  readonly stepSpecs: readonly StepSpec[];
}

/** A step of a handler, by the names of the server's answers. */
export interface StepSpec {
  readonly name: string;
  readonly job_name: string;
  readonly replicas: number;
  readonly [field: string]: unknown;
}

/** The models, datasets and runtimes of a store, numbered like a server's. */
export class Packages {
  private readonly root: string;
  private readonly all: StandInPackage[] = [];

  constructor(root: string, projects: readonly string[]) {
    this.root = root;
    for (const project of projects) for (const kind of PACKAGE_KINDS) this.load(project, kind);
  }

  of(project: string, kind: PackageKind): readonly StandInPackage[] {
    return this.all.filter((one) => one.project === project && one.kind === kind);
  }

  /** By name or number. */
  find(project: string, kind: PackageKind, name: string): StandInPackage | undefined {
    return this.of(project, kind).find((one) => one.name === name || one.id === name);
  }

  /** The package that owns the version with this number. */
  byVersionId(kind: PackageKind, id: string): { one: StandInPackage; version: PackageVersion } | null {
    for (const one of this.all) {
      const version = one.kind === kind ? one.versions.find((each) => each.id === id) : undefined;
      if (version !== undefined) return { one, version };
    }
    return null;
  }

  /** What a job of the store used. A server has the packages of all its jobs, so missing ones are made up. */
  used(
    project: string,
    kind: PackageKind,
    name: string,
    wanted: string,
  ): { one: StandInPackage; version: PackageVersion } {
    const one = this.find(project, kind, name) ?? this.add(project, kind, name);
    const version =
      findVersion(one, wanted) ?? this.addVersion(one, wanted === 'latest' ? madeUp(name) : wanted, '', []);
    return { one, version };
  }

  private load(project: string, kind: PackageKind): void {
    const folder = join(this.root, project, kind);
    for (const name of foldersOf(folder)) {
      const one = this.add(project, kind, name);
      const tags = objectOf(objectOf(yamlFile(join(folder, name, '_manifest.yaml')))['tags']);
      const versions = foldersOf(join(folder, name)).flatMap((shelf) =>
        foldersOf(join(folder, name, shelf))
          .filter((entry) => entry.endsWith(EXTENSIONS[kind]))
          .map((entry) => ({
            version: entry.slice(0, -EXTENSIONS[kind].length),
            path: join(folder, name, shelf, entry),
          })),
      );
      const read = versions.map(({ version, path }) => ({
        version,
        path,
        meta: textFile(join(path, '_manifest.yaml')),
      }));
      for (const { version, path, meta } of read.toSorted((a, b) => createdTime(a.meta) - createdTime(b.meta))) {
        const own = Object.keys(tags).filter((tag) => tags[tag] === version && !/^(latest|v\d+)$/.test(tag));
        this.addVersion(one, version, meta, own, kind === 'model' ? stepSpecsOf(path) : []);
      }
    }
  }

  private add(project: string, kind: PackageKind, name: string): StandInPackage {
    const id = String(1 + this.all.filter((one) => one.kind === kind).length);
    const one = { kind, project, id, name, versions: [] };
    this.all.push(one);
    return one;
  }

  private addVersion(
    one: StandInPackage,
    name: string,
    meta: string,
    tags: readonly string[],
    stepSpecs: readonly StepSpec[] = [],
  ): PackageVersion {
    const before = this.all
      .filter(({ kind }) => kind === one.kind)
      .reduce((sum, each) => sum + each.versions.length, 0);
    const alias = `v${one.versions.length + 1}`;
    const version = { id: String(before + 1), name, alias, tags, createdTime: createdTime(meta), meta, stepSpecs };
    one.versions.push(version);
    return version;
  }
}

/** By number, full name, alias, tag or `latest`; a server does not accept prefixes. */
export function findVersion(one: StandInPackage, wanted: string): PackageVersion | undefined {
  if (wanted === 'latest') return one.versions.at(-1);
  return one.versions.find(({ id, name, alias, tags }) => [id, name, alias, ...tags].includes(wanted));
}

/** `src/.starwhale/jobs.yaml` of a model: the steps of each handler, as one list. */
function stepSpecsOf(path: string): StepSpec[] {
  const handlers = objectOf(yamlFile(join(path, 'src', '.starwhale', 'jobs.yaml')));
  return Object.entries(handlers).flatMap(([handler, steps]) =>
    (Array.isArray(steps) ? steps.filter(isObject) : []).map((step) => stepSpec(handler, step)),
  );
}

function stepSpec(handler: string, step: JsonObject): StepSpec {
  return {
    name: String(step['name']),
    concurrency: step['concurrency'] ?? 1,
    replicas: Number(step['replicas'] ?? 1),
    needs: step['needs'] ?? [],
    resources: step['resources'] ?? [],
    expose: step['expose'] ?? 0,
    job_name: handler,
    show_name: step['show_name'] ?? null,
    require_dataset: step['require_dataset'] ?? false,
  };
}

function createdTime(meta: string): number {
  const created = /^created_at: (\S+) (\S+) UTC$/m.exec(meta);
  return created === null ? 0 : Date.parse(`${created[1]}T${created[2]}Z`);
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function madeUp(name: string): string {
  return Array.from(createHash('sha512').update(name).digest().subarray(0, 40), (byte) => BASE32[byte & 31]).join('');
}

function foldersOf(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function textFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function yamlFile(path: string): unknown {
  return load(textFile(path));
}
