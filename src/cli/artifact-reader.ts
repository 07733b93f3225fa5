import type { ArtifactReader, JobSource } from '../job/instance.ts';
import type { Run } from './run.ts';

/** The reader of a job's artifacts; with `--follow-links` it also reads those on the web. */
export async function artifactReader(
  { artifacts }: JobSource,
  { followLinks, session }: Pick<Run, 'followLinks' | 'session'>,
): Promise<ArtifactReader> {
  if (!followLinks) return artifacts;
  const { followWebLinks } = await import('../server/web-links.ts');
  return followWebLinks(artifacts, session.options);
}
