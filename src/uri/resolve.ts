import type { Config } from '../config/config.ts';
import { usageError } from '../errors.ts';
import { FORMS } from './forms.ts';
import { type FoundInstance, findInstance } from './instance.ts';
import { checkProject } from './names.ts';
import { type ProjectReference, parseJob, parseProject, parseResource } from './parse.ts';
import { quoted } from './quoted.ts';
import { splitUri } from './split.ts';
import type { InstanceTarget, JobTarget, ProjectTarget, ResourceTarget, ResourceType } from './target.ts';

/** What URIs are resolved against. */
export interface UriScope {
  readonly config: Config;
  /** Used instead of the current instance and project by URIs that name none, for example for `--project`. */
  readonly within?: ProjectTarget | undefined;
}

/** The job that a URI names. It is not looked up, so it may not exist. */
export function resolveJob(text: string, scope: UriScope): JobTarget {
  const reference = parseJob(text);
  return { ...resolveReference(reference, scope), job: reference.job };
}

/** The project that a URI names; '' means the current one. */
export function resolveProject(text: string, scope: UriScope): ProjectTarget {
  return resolveReference(parseProject(text), scope);
}

/** The model, dataset or runtime that a URI names; a URI that names another type is a usage error. */
export function resolveResource(text: string, type: ResourceType, scope: UriScope): ResourceTarget {
  const { name, version, nameMayBeVersion, ...reference } = parseResource(text, type);
  return { ...resolveReference(reference, scope), type, name, version, nameMayBeVersion };
}

/** The instance that an alias, a host in the config or an address names; '' means the current one. */
export function resolveInstance(text: string, scope: UriScope): InstanceTarget {
  const uri = splitUri(text, 'instance');
  const [name, extra] = uri.rest;
  const explicit = uri.instance.kind !== 'current';
  const wrong = uri.project ?? (explicit ? name : extra);
  if (wrong !== undefined && wrong !== null) {
    throw usageError(`${quoted(text)} is not an instance: it continues with ${quoted(wrong)}`, FORMS.instance);
  }
  if (!explicit && name === undefined && scope.within !== undefined) return scope.within.instance;
  return findInstance(explicit || name === undefined ? uri.instance : { kind: 'name', name }, scope.config, false)
    .target;
}

function resolveReference(reference: ProjectReference, scope: UriScope): ProjectTarget {
  const { instance, project } = reference;
  if (instance.kind === 'current' && scope.within !== undefined) {
    const target = scope.within.instance;
    return { instance: target, project: project === null ? scope.within.project : checkProject(project, target.kind) };
  }
  const found = findInstance(instance, scope.config, project === null);
  return { instance: found.target, project: checkProject(project ?? currentProject(found), found.target.kind) };
}

function currentProject({ target, currentProject: project }: FoundInstance): string {
  if (project !== null) return project;
  const alias = target.alias ?? 'ALIAS';
  const address = target.kind === 'server' ? target.address : target.alias;
  throw usageError(
    `the URI has no project, and ${quoted(address ?? alias)} has no current project`,
    `Choose one with swjob project select ${alias}/project/PROJECT, or write ${address}/project/PROJECT/…`,
  );
}
