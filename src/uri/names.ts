import { usageError } from '../errors.ts';
import { FORMS } from './forms.ts';
import { quoted } from './quoted.ts';

/** A Server's number or uuid, a Standalone version or its beginning. */
const JOB_ID = /^[A-Za-z0-9_-]{1,255}$/;

/** What no folder of a store is called: separators, control and invisible characters, and what Windows forbids. */
const NOT_IN_NAMES = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\<>"|?*]/u;

/** The id itself; any other text is a usage error, because ids become folder names and parts of addresses. */
export function checkJobId(id: string): string {
  if (JOB_ID.test(id)) return id;
  throw usageError(`${quoted(id)} is not a valid job id: only A-Z, a-z, 0-9, '-' and '_' are allowed`, FORMS.job);
}

/** The project itself; a text that can be no project of that kind of instance is a usage error. */
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

/** The name itself; a text that would leave its folder or hide in a terminal is a usage error. */
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
