import type { InstanceTarget } from './target.ts';

/** The canonical URI of a job: `local/project/self/job/<version>`, `https://host/project/1/job/3`. */
export function formatJobUri(instance: InstanceTarget, project: string, id: string): string {
  return `${formatProjectUri(instance, project)}/job/${instance.kind === 'server' ? encode(id) : id}`;
}

/** The canonical URI of a project: `local/project/self`, `https://host/project/owner:name`. */
export function formatProjectUri(instance: InstanceTarget, project: string): string {
  if (instance.kind === 'server') return `${instance.address}/project/${encode(project)}`;
  // An alias that is no single part cannot be written; every Standalone alias stands for the same store.
  const alias = /[/:\s\p{C}]/u.test(instance.alias) || instance.alias === '' ? 'local' : instance.alias;
  return `${alias}/project/${project}`;
}

/** Percent-encodes a part of a path, but leaves the colon of `owner:project` readable. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('%3A', ':');
}
