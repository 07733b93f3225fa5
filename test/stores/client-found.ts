import { expect } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import type { Instance } from '../../src/job/instance.ts';
import { given, jobUri } from '../support/agreement.ts';
import type { Attempt, Failure, JobAnswers, ManifestAnswer, ResolvedAnswer } from '../support/answers.ts';

const NO_INFO = { error: 'AttributeError', message: "'Job' object has no attribute 'info'" };

/** The exception with which the client refuses a job. */
export function errorOf(answers: JobAnswers | Failure): string | undefined {
  return answers.error === undefined ? answers.status.error : answers.error;
}

export const CLIENT_FINDS = {
  'a job': (found: string) => found !== 'ambiguous' && found !== 'not-found',
  nothing: (found: string) => found === 'not-found',
  several: (found: string) => found === 'ambiguous',
};

/** The client 0.5.12 has no `info`, but lists the same manifests. */
export function withManifest(
  answers: JobAnswers | Failure,
  listed: Attempt<readonly ManifestAnswer[]>,
): JobAnswers | Failure {
  if (answers.error !== undefined || answers.info.error !== NO_INFO.error) return answers;
  expect(answers.info).toEqual(NO_INFO);
  const manifest = given(listed).find(({ version }) => answers.uri.endsWith(version));
  if (manifest === undefined) throw new Error(`${answers.uri} is not listed`);
  // A field of later clients.
  return { ...answers, info: { ok: { manifest: { ...manifest, finetune_validation_datasets: null } } } };
}

/** What the client found, in the form of `idOrError`. It finds a job without a manifest, but cannot show it. */
export function clientFound(answer: Attempt<ResolvedAnswer>, withoutManifest: readonly string[]): string {
  if (answer.error !== undefined) {
    // The client 0.5.12 also says so if a model's version has this prefix.
    if (answer.error === 'NotFoundError' || answer.message.startsWith('type mismatch: ')) return 'not-found';
    expect(answer.error).toBe('MultipleMatchException');
    return 'ambiguous';
  }
  const { version, info_version } = answer.ok;
  if (info_version.error === NO_INFO.error) return version;
  return info_version.ok ?? (withoutManifest.includes(version) ? version : 'not-found');
}

/** The id of the job that a URI names, or the kind of the error. */
export async function idOrError(instance: Instance, uri: string): Promise<string> {
  const { project, id } = jobUri(uri);
  try {
    return (await instance.findJob(project, id, 'active')).id;
  } catch (error) {
    if (isSwjobError(error)) return error.code;
    throw error;
  }
}
