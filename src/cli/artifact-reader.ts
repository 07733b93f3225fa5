import type { ArtifactReader, JobSource } from '../job/instance.ts';
import type { Run } from './run.ts';

/** What reads the artifacts of a job; with `--follow-links` also those that lie on the web. */
export async function artifactReader(
  { artifacts }: JobSource,
  { followLinks, session }: Pick<Run, 'followLinks' | 'session'>,
): Promise<ArtifactReader> {
  if (!followLinks) return artifacts;
  const { followWebLinks } = await import('../server/web-links.ts');
  return followWebLinks(artifacts, session.options);
}
