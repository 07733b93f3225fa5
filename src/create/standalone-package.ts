import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, own } from '../datastore/schema.ts';
import { damaged, messageOf, notFound, SwjobError } from '../errors.ts';
import { isMissing, unreadable } from '../standalone/file-errors.ts';
import { checkProject } from '../standalone/job-folders.ts';
import { parseManifestYaml } from '../standalone/manifest-yaml.ts';
import { readTextFile } from '../standalone/regular-file.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { ResourceTarget, ResourceType } from '../uri/target.ts';
import { type Handler, handlersOf } from './handlers.ts';

/** A model or dataset in a store: `<root>/<project>/<type>/<name>/<version[:2]>/<version>.<extension>`. */
export interface StandalonePackage {
  readonly type: ResourceType;
  readonly project: string;
  readonly name: string;
  /** In full. */
  readonly version: string;
  readonly path: string;
}

const EXTENSIONS: Readonly<Record<ResourceType, string>> = { model: '.swmp', dataset: '.swds', runtime: '.swrt' };
const VERSION = /^[A-Za-z0-9_-]+$/;
const LATEST = 'latest';
const MAX_MANIFEST_BYTES = 1 << 20;
const MAX_JOBS_YAML_BYTES = 1 << 24;

/** Finds the package that a URI names: by name with a tag, version or abbreviated version, or by the latter alone. */
export async function findPackage(root: string, target: ResourceTarget): Promise<StandalonePackage> {
  const { project, type, name, version, nameMayBeVersion } = target;
  checkProject(root, project);
  const names = folderNames(join(root, project, type)).filter((each) => !each.startsWith('.'));
  if (name !== null && names.includes(name)) return versionOf(root, target, name, version ?? LATEST);
  const prefix = name === null ? version : nameMayBeVersion ? name : null;
  if (prefix !== null) {
    const fitting = names.flatMap((each) => versionsOf(root, project, type, each, prefix));
    const [found, other] = fitting;
    if (found !== undefined && other === undefined) return found;
    if (other !== undefined) throw ambiguous(prefix, fitting);
  }
  const wanted = name ?? version ?? '';
  throw notFound(
    `the project ${project} has no ${type} ${show(wanted)}`,
    names.length > 0
      ? meantAndKnown(wanted, `Its ${type}s`, names)
      : `It has no ${type}s yet: build one with swcli ${type} build.`,
  );
}

async function versionOf(
  root: string,
  { project, type }: ResourceTarget,
  name: string,
  wanted: string,
): Promise<StandalonePackage> {
  const tags = await tagsOf(join(root, project, type, name, '_manifest.yaml'));
  const tagged = tags.get(wanted);
  const all = versionsOf(root, project, type, name, '');
  if (tagged !== undefined) {
    const found = all.find(({ version }) => version === tagged);
    if (found !== undefined) return found;
    throw damaged(`the ${type} ${name} has the tag ${show(wanted)}, but its version ${show(tagged)} is missing`);
  }
  const exact = all.find(({ version }) => version === wanted);
  if (exact !== undefined) return exact;
  const fitting = wanted === LATEST ? all : all.filter(({ version }) => version.startsWith(wanted));
  const [found, other] = fitting;
  if (found !== undefined && other === undefined) return found;
  if (found !== undefined && wanted !== LATEST) throw ambiguous(wanted, fitting);
  const known = [...tags.keys(), ...all.map(({ version }) => version)];
  throw notFound(`the ${type} ${name} has no version ${show(wanted)}`, meantAndKnown(wanted, 'It has', known));
}

function versionsOf(
  root: string,
  project: string,
  type: ResourceType,
  name: string,
  prefix: string,
): StandalonePackage[] {
  const extension = EXTENSIONS[type];
  const parent = join(root, project, type, name);
  return folderNames(parent).flatMap((shelf) => {
    if (shelf.length > 2 || !VERSION.test(shelf)) return [];
    return folderNames(join(parent, shelf)).flatMap((folder) => {
      const version = folder.endsWith(extension) ? folder.slice(0, -extension.length) : '';
      if (!VERSION.test(version) || !version.startsWith(shelf) || !version.startsWith(prefix)) return [];
      return [{ type, project, name, version, path: join(parent, shelf, folder) }];
    });
  });
}

/** The versions by tag, from the package's manifest. */
async function tagsOf(path: string): Promise<ReadonlyMap<string, string>> {
  const manifest = await readYaml(path, MAX_MANIFEST_BYTES);
  const tags = isObject(manifest) ? own(manifest, 'tags') : null;
  return new Map(
    Object.entries(isObject(tags) ? tags : {}).flatMap(([tag, version]) =>
      typeof version === 'string' && VERSION.test(version) ? [[tag, version] as const] : [],
    ),
  );
}

/** The handlers of a model, from its `src/.starwhale/jobs.yaml`. */
export async function handlersOfModel(model: StandalonePackage): Promise<readonly Handler[]> {
  const path = join(model.path, 'src', '.starwhale', 'jobs.yaml');
  const jobs = await readYaml(path, MAX_JOBS_YAML_BYTES);
  if (isObject(jobs)) return handlersOf(Object.entries(jobs));
  throw damaged(`${path}: ${jobs === null ? 'missing' : "not a mapping of the model's handlers"}`, {
    hint: 'Rebuild the model with swcli model build.',
  });
}

/** The content of a YAML file; null if it is missing or empty. */
async function readYaml(path: string, maxBytes: number): Promise<unknown> {
  const text = readTextFile(path, maxBytes);
  if (text === null) return null;
  try {
    return (await parseManifestYaml(text)) ?? null;
  } catch (error) {
    const reason = messageOf(error).split('\n')[0];
    throw damaged(`${path}: not readable as YAML: ${reason}`, { cause: error });
  }
}

function folderNames(path: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(path, error);
  }
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function ambiguous(prefix: string, fitting: readonly StandalonePackage[]): SwjobError {
  const shown = fitting.slice(0, 10).map(({ name, version }) => `  ${name}/version/${version}`);
  const more = fitting.length > shown.length ? [`  … and ${fitting.length - shown.length} more`] : [];
  return new SwjobError('ambiguous', `${show(prefix)} matches ${fitting.length} versions`, {
    hint: ['Give more letters of one of:', ...shown, ...more].join('\n'),
  });
}
