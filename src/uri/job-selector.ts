import { usageError } from '../errors.ts';
import { JOB_STATUSES, type JobStatus } from '../job/record.ts';
import { didYouMean, meantAndKnown } from '../text/suggest.ts';
import { FORMS } from './forms.ts';
import { checkJobId } from './names.ts';
import { quoted } from './quoted.ts';

/**
 * Which job of a project: by its id (on Standalone also a prefix of it), the newest or one before it, or the best by a
 * metric. `status` limits the last two to jobs with that status.
 */
export type JobSelector =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'latest'; readonly status?: JobStatus; readonly before?: number }
  | { readonly kind: 'best'; readonly metric: string; readonly status?: JobStatus };

/** Other words for the SDK's statuses: those of the store, and other spellings of English. */
const OTHER_WORDS: ReadonlyMap<string, JobStatus> = new Map([
  ['FAILED', 'FAIL'],
  ['CANCELLED', 'CANCELED'],
  ['CANCELING', 'CANCELLING'],
]);

/**
 * Parses a job's id, or a selector in its place: `xm5wnup`, `3`, `@latest`, `@latest:success`, `@latest~1`,
 * `@best:accuracy`.
 */
export function parseJobSelector(text: string): JobSelector {
  if (!text.startsWith('@')) return { kind: 'id', id: checkJobId(text) };
  if (text.startsWith('@best')) return parseBest(text);
  const [, status, before] = /^@latest(?::([^~]*))?(?:~(\d{1,6}))?$/.exec(text) ?? [];
  if (status !== undefined || before !== undefined || text === '@latest') {
    return {
      kind: 'latest',
      ...(status !== undefined && { status: parseStatusWord(status) }),
      ...(before !== undefined && Number(before) > 0 && { before: Number(before) }),
    };
  }
  const suggestion = didYouMean(text.replace(/[:~].*/s, ''), ['@latest', '@best:METRIC']);
  throw usageError(
    `${quoted(text)} does not select a job: use @latest, @latest:STATUS, @latest~N or @best:METRIC`,
    suggestion ?? FORMS.job,
  );
}

/** Parses `@best:METRIC`, or `@best:METRIC:STATUS` if a status follows the last colon. */
function parseBest(text: string): JobSelector {
  const name = text.slice('@best:'.length);
  if (!text.startsWith('@best:') || name === '') {
    throw usageError(
      `${quoted(text)} does not name a metric`,
      'Write it as in @best:accuracy or @best:accuracy:success.',
    );
  }
  const [, metric = name, word = ''] = /^(.+):([a-z]+)$/i.exec(name) ?? [];
  const status = word === '' ? undefined : statusOf(word);
  return status === undefined ? { kind: 'best', metric: name } : { kind: 'best', metric, status };
}

/** Parses a status in any case, including words such as `failed`; other words are a usage error. */
export function parseStatusWord(word: string): JobStatus {
  const status = statusOf(word);
  if (status !== undefined) return status;
  const known = meantAndKnown(word, 'The statuses are', JOB_STATUSES);
  throw usageError(`unknown job status ${quoted(word)}`, `${known}.`);
}

function statusOf(word: string): JobStatus | undefined {
  const upper = word.toUpperCase();
  return JOB_STATUSES.find((known) => known === upper) ?? OTHER_WORDS.get(upper);
}
