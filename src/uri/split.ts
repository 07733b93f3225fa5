import { usageError } from '../errors.ts';
import { parseAddress } from './address.ts';
import { FORMS } from './forms.ts';
import { quoted } from './quoted.ts';
import { typeOf } from './type-words.ts';

export type UriKind = keyof typeof FORMS;

/** How a URI names its instance. */
export type InstanceReference =
  | { readonly kind: 'current' }
  /** `cloud://srv/…` */
  | { readonly kind: 'alias'; readonly alias: string }
  /** What precedes `/project/`: an alias, or the host of an instance in the config. */
  | { readonly kind: 'name'; readonly name: string }
  /** `https://host[:port]`, then the path below which the instance is reached. */
  | { readonly kind: 'address'; readonly address: string };

/** The parts that all kinds of URIs have in common. */
export interface SplitUri {
  readonly instance: InstanceReference;
  readonly project: string | null;
  /** What follows the project, or everything if no project is named. */
  readonly rest: readonly string[];
  /** True for paths of the web console, which continue after the id with the page that was open. */
  readonly console: boolean;
}

/** Longer than any URI, even one from the web console with filters in its query. */
const MAX_LENGTH = 64 * 1024;

/** Splits a URI into instance, project and the rest; a usage error names the part that is wrong. */
export function splitUri(text: string, kind: UriKind): SplitUri {
  const uri = text.trim();
  if (uri.length > MAX_LENGTH) throw usageError(`the ${kind} URI is longer than ${MAX_LENGTH} characters`, FORMS[kind]);
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(uri)) {
    throw usageError(`the ${kind} URI ${quoted(uri)} contains control characters`, FORMS[kind]);
  }
  const schemeEnd = uri.indexOf('://');
  const scheme = schemeEnd === -1 ? null : uri.slice(0, schemeEnd).toLowerCase();
  if (scheme === null || !/^[a-z][a-z0-9+.-]*$/.test(scheme)) return splitBare(uri, kind);
  const rest = uri.slice(schemeEnd + 3);
  if (scheme === 'http' || scheme === 'https') return splitAddress(scheme, rest, kind);
  if (scheme !== 'cloud') {
    throw usageError(
      `${quoted(`${scheme}://`)} is not a scheme of ${kind} URIs: use cloud, http or https`,
      FORMS[kind],
    );
  }
  // By default, swcli uses an instance's whole address as its alias.
  return /^https?:\/\//i.test(rest) ? splitUri(rest, kind) : splitCloud(rest, kind);
}

function splitAddress(scheme: 'http' | 'https', text: string, kind: UriKind): SplitUri {
  const uri = text.replace(/[?#].*$/s, '');
  const slash = uri.indexOf('/');
  const segments = slash === -1 ? [] : segmentsOf(uri.slice(slash + 1), kind);
  const below = segments.slice(0, lengthOfPath(segments, kind));
  const address = parseAddress(scheme, slash === -1 ? uri : uri.slice(0, slash), below);
  const path = segments.slice(below.length).map((segment) => decode(segment, kind));
  return takeProject({ kind: 'address', address }, path, kind);
}

/** How many segments belong to the instance's address: those before `project` or a type. */
function lengthOfPath(segments: readonly string[], kind: UriKind): number {
  const project = segments.findIndex(isProjectWord);
  if (project !== -1) return project;
  if (kind === 'instance') return segments.length;
  return Math.max(
    0,
    segments.findIndex((segment) => typeOf(segment) !== undefined),
  );
}

function splitCloud(text: string, kind: UriKind): SplitUri {
  const [alias, ...path] = segmentsOf(text, kind);
  if (alias === undefined) throw usageError('the instance is missing after cloud://', FORMS[kind]);
  return takeProject({ kind: 'alias', alias }, path, kind);
}

function splitBare(text: string, kind: UriKind): SplitUri {
  const segments = segmentsOf(text, kind);
  const [first, second] = segments;
  if (first !== undefined && isProjectWord(second) && segments.length >= 3) {
    return takeProject({ kind: 'name', name: first }, segments.slice(1), kind);
  }
  // `project/self`, `project/self/job/x`; three parts are `<project named project>/job/x`.
  const leads = kind === 'project' ? segments.length === 2 : segments.length >= 4;
  if (first === 'project' && leads) return takeProject({ kind: 'current' }, segments, kind);
  return { instance: { kind: 'current' }, project: null, rest: segments, console: false };
}

function takeProject(instance: InstanceReference, path: readonly string[], kind: UriKind): SplitUri {
  if (!isProjectWord(path[0])) return { instance, project: null, rest: path, console: false };
  const project = path[1];
  if (project === undefined) throw usageError(`the project is missing after ${quoted(`${path[0]}/`)}`, FORMS[kind]);
  // The console has some pages within a space of the project; ids do not depend on it.
  const rest = path.slice(path[0] === 'projects' && path[2] === 'spaces' ? 4 : 2);
  return { instance, project, rest, console: path[0] === 'projects' };
}

function isProjectWord(segment: string | undefined): boolean {
  return segment === 'project' || segment === 'projects';
}

function segmentsOf(path: string, kind: UriKind): string[] {
  const segments = path.split('/');
  while (segments.at(-1) === '') segments.pop();
  if (!segments.includes('')) return segments;
  throw usageError(`the ${kind} URI has an empty part: '//' in ${quoted(path)}`, FORMS[kind]);
}

function decode(segment: string, kind: UriKind): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw usageError(`${quoted(segment)} is not valid percent-encoding`, FORMS[kind]);
  }
}
