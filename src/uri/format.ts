import type { InstanceTarget } from './target.ts';

/** The canonical URI of a job: `local/project/self/job/<version>`, `https://host/project/1/job/3`. */
export function formatJobUri(instance: InstanceTarget, project: string, id: string): string {
  return `${formatProjectUri(instance, project)}/job/${instance.kind === 'server' ? encode(id) : id}`;
}

/** The canonical URI of a project: `local/project/self`, `https://host/project/owner:name`. */
export function formatProjectUri(instance: InstanceTarget, project: string): string {
  if (instance.kind === 'server') return `${instance.address}/project/${encode(project)}`;
  // Some aliases cannot be written in a URI. `local` works as well: all Standalone aliases name the same store.
  const alias = /[/:\s\p{C}]/u.test(instance.alias) || instance.alias === '' ? 'local' : instance.alias;
  return `${alias}/project/${project}`;
}

/** Percent-encodes a part of a path, except the colon of `owner:project`, to keep it readable. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('%3A', ':');
}
