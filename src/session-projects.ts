import type { ProjectRecord } from './job/project-record.ts';
import type { Session } from './session.ts';
import { projectNames } from './standalone/job-folders.ts';
import { formatProjectUri } from './uri/format.ts';
import { resolveInstance } from './uri/resolve.ts';

/** The projects of an instance; '' means the current one. */
export async function projectsOf(session: Session, instance: string): Promise<readonly ProjectRecord[]> {
  const config = await session.config();
  const target = resolveInstance(instance, { config });
  if (target.kind === 'standalone') {
    const current = config.instances.get(target.alias)?.currentProject;
    return projectNames(target.root).map((name) => ({
      uri: formatProjectUri(target, name),
      instance: target.alias,
      id: name,
      name,
      owner: null,
      current: name === current,
    }));
  }
  const { withHttp } = await import('./server/open.ts');
  const { listProjects } = await import('./server/account.ts');
  const projects = await withHttp(target, session.options, listProjects);
  return projects.map(({ id, name, owner }) => ({
    uri: formatProjectUri(target, id),
    instance: target.alias ?? target.address,
    id,
    name,
    owner: owner?.name ?? null,
    current: [id, name, `${owner?.name}:${name}`].includes(target.currentProject ?? ''),
  }));
}
