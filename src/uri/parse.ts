import { type SwjobError, usageError } from '../errors.ts';
import { FORMS } from './forms.ts';
import { type JobSelector, parseJobSelector } from './job-selector.ts';
import { checkName } from './names.ts';
import { quoted } from './quoted.ts';
import { type InstanceReference, type SplitUri, splitUri, type UriKind } from './split.ts';
import type { ResourceType } from './target.ts';
import { typeOf } from './type-words.ts';

/** A project as a URI names it; `project` null means the instance's current one. */
export interface ProjectReference {
  readonly instance: InstanceReference;
  readonly project: string | null;
}

export interface JobReference extends ProjectReference {
  readonly job: JobSelector;
}

export interface ResourceReference extends ProjectReference {
  readonly type: ResourceType;
  readonly name: string | null;
  readonly version: string | null;
  readonly nameMayBeVersion: boolean;
}

/** The name of a metric may contain slashes, so it extends to the end of the URI. */
const BEST = /^((?:[^@]*\/)?)(@best:.*)$/s;

/** Parses a job URI, without the config. */
export function parseJob(text: string): JobReference {
  const [, before, best] = BEST.exec(text) ?? [];
  if (before !== undefined && best !== undefined)
    return { ...parseJob(`${before}@latest`), job: parseJobSelector(best.trim()) };
  const uri = takeLeadingProject(splitUri(text, 'job'), 'job');
  const [first, second] = uri.rest;
  const typed = first !== undefined && typeOf(first) === 'job';
  const id = typed ? second : first;
  if (id === undefined || (!typed && uri.rest.length === 2 && typeOf(second) === 'job')) throw missing('job', text);
  if (!typed) refuseOtherType(uri, 'job', text);
  if (!typed && namesInstanceOnly(uri)) throw notUnderstood('job', id, text, "expected 'project' or 'job'");
  const extra = uri.rest[typed ? 2 : 1];
  if (extra !== undefined && !uri.console) throw notUnderstood('job', extra, text);
  return { instance: uri.instance, project: uri.project, job: parseJobSelector(id) };
}

/** Parses a project URI, without the config; '' is the current project of the current instance. */
export function parseProject(text: string): ProjectReference {
  const uri = splitUri(text, 'project');
  const [first, second] = uri.rest;
  if (uri.project !== null) {
    // Any page of the project in the web console may name it.
    if (first !== undefined && !uri.console)
      throw notUnderstood('project', first, text, 'it goes on after the project');
    return { instance: uri.instance, project: uri.project };
  }
  if (first !== undefined && namesInstanceOnly(uri)) {
    throw notUnderstood('project', first, text, "expected 'project'");
  }
  if (second !== undefined) throw notUnderstood('project', second, text);
  return { instance: uri.instance, project: first ?? null };
}

/** Parses the URI of a model, dataset or runtime, without the config. */
export function parseResource(text: string, type: ResourceType): ResourceReference {
  const uri = takeLeadingProject(splitUri(text, 'resource'), type);
  const [first] = uri.rest;
  const explicit = uri.instance.kind !== 'current' || uri.project !== null;
  const typed = first !== undefined && typeOf(first) === type && (uri.rest.length > 1 || explicit);
  if (!typed) refuseOtherType(uri, type, text);
  const path = typed ? uri.rest.slice(1) : uri.rest;
  const [name] = path;
  if (name === undefined) throw missing(type, text);
  if (!typed && namesInstanceOnly(uri)) {
    throw notUnderstood('resource', name, text, `expected 'project' or '${type}'`);
  }
  const parts = uri.console ? consoleName(path) : nameAndVersion(path, text);
  if (parts.name !== null) checkName(parts.name, type);
  if (parts.version !== null) checkName(parts.version, 'version');
  const nameMayBeVersion = path.length === 1 && !uri.console;
  return { instance: uri.instance, project: uri.project, type, ...parts, nameMayBeVersion };
}

interface NameAndVersion {
  readonly name: string | null;
  readonly version: string | null;
}

/** `name`, `name/v0`, `name/version/v0`, `version/v0`. */
function nameAndVersion(path: readonly string[], text: string): NameAndVersion {
  const [first = null, second, third, fourth] = path;
  if (second === undefined) return { name: first, version: null };
  if (first === 'version' && third === undefined) return { name: null, version: second };
  const keyword = second === 'version' || second === 'versions';
  const extra = keyword ? fourth : third;
  if (extra !== undefined) throw notUnderstood('resource', extra, text);
  if (!keyword) return { name: first, version: second };
  if (third === undefined) throw usageError(`the version is missing at the end of ${quoted(text)}`, FORMS.resource);
  return { name: first, version: third };
}

/** `5`, `5/versions/2/files`; other pages of a model show no version. */
function consoleName(path: readonly string[]): NameAndVersion {
  return { name: path[0] ?? null, version: path[1] === 'versions' ? (path[2] ?? null) : null };
}

/** In `self/job/x`, the part before the type is a project of the current instance. */
function takeLeadingProject(uri: SplitUri, type: ResourceType | 'job'): SplitUri {
  const [first, second] = uri.rest;
  if (uri.instance.kind !== 'current' || uri.project !== null || uri.rest.length < 3 || first === undefined) return uri;
  if (typeOf(second) === undefined || (type !== 'job' && typeOf(first) === type)) return uri;
  return { ...uri, project: first, rest: uri.rest.slice(1) };
}

/** True for `https://host/x` and `cloud://srv/x`, where x must be `project` or a type. */
function namesInstanceOnly(uri: SplitUri): boolean {
  return uri.instance.kind !== 'current' && uri.project === null;
}

function refuseOtherType(uri: SplitUri, wanted: ResourceType | 'job', text: string): void {
  const found = typeOf(uri.rest[0]);
  if (found === undefined || found === wanted || uri.rest.length < 2) return;
  throw usageError(`${quoted(text)} names a ${found}, not a ${wanted}`, FORMS[formsOf(wanted)]);
}

function missing(type: ResourceType | 'job', text: string): SwjobError {
  const part = type === 'job' ? "the job's id" : `the ${type}'s name`;
  const where = text.trim() === '' ? 'the URI is empty' : `at the end of ${quoted(text)}`;
  return usageError(`${part} is missing: ${where}`, FORMS[formsOf(type)]);
}

function notUnderstood(kind: UriKind, part: string, text: string, reason?: string): SwjobError {
  const why = reason === undefined ? '' : `: ${reason}`;
  return usageError(`cannot understand ${quoted(part)} in the ${kind} URI ${quoted(text)}${why}`, FORMS[kind]);
}

function formsOf(type: ResourceType | 'job'): UriKind {
  return type === 'job' ? 'job' : 'resource';
}
