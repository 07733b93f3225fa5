import { usageError } from '../errors.ts';
import { FORMS } from './forms.ts';
import { quoted } from './quoted.ts';

/** A Server's number or uuid, or a Standalone version or its beginning. */
const JOB_ID = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Characters that folder names in a store never have: separators, control and invisible ones, and those that Windows
 * forbids.
 */
const NOT_IN_NAMES = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\<>"|?*]/u;

/** Returns a valid id, or throws a usage error: ids become folder names and parts of URLs. */
export function checkJobId(id: string): string {
  if (JOB_ID.test(id)) return id;
  throw usageError(`${quoted(id)} is not a valid job id: only A-Z, a-z, 0-9, '-' and '_' are allowed`, FORMS.job);
}

/** Returns a valid project for this kind of instance, or throws a usage error. */
export function checkProject(project: string, kind: 'standalone' | 'server'): string {
  const parts = project.split(':');
  if (parts.length > 1 && kind === 'standalone') {
    throw usageError(
      `${quoted(project)} cannot be a Standalone project: owner:project is a Server's form`,
      FORMS.project,
    );
  }
  if (parts.length > 2) throw usageError(`${quoted(project)} is not a valid project: it has two colons`, FORMS.project);
  for (const part of parts) checkName(part, 'project');
  return project;
}

/**
 * Returns a valid name, or throws a usage error: a name must not lead out of its folder, or hide characters in a
 * terminal.
 */
export function checkName(name: string, what: 'project' | 'model' | 'dataset' | 'runtime' | 'version'): string {
  const reason = whyNoName(name);
  if (reason === null) return name;
  throw usageError(
    `${quoted(name)} cannot be a ${what}: ${reason}`,
    what === 'project' ? FORMS.project : FORMS.resource,
  );
}

function whyNoName(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.length > 255) return 'it is too long';
  // The store's own folders (`.datastore`, `.recover`) start with a dot.
  if (name.startsWith('.') || name.includes('..')) return "it must not start with '.' or contain '..'";
  if (name.trim() !== name) return 'it starts or ends with a space';
  const match = NOT_IN_NAMES.exec(name);
  return match === null ? null : `it must not contain ${quoted(match[0])}`;
}
