import { usageError } from '../errors.ts';
import { JOB_STATUSES, type JobStatus } from '../job/record.ts';
import { didYouMean, meantAndKnown } from '../text/suggest.ts';
import { FORMS } from './forms.ts';
import { checkJobId } from './names.ts';
import { quoted } from './quoted.ts';

/**
 * Which job of a project: by its id (on Standalone also a prefix of it), the newest or one before it, or the one with
 * the best value of a metric; the last two perhaps of one status only.
 */
export type JobSelector =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'latest'; readonly status?: JobStatus; readonly before?: number }
  | { readonly kind: 'best'; readonly metric: string; readonly status?: JobStatus };

/** Words that the store, or other spellings of English, have for the SDK's. */
const OTHER_WORDS: ReadonlyMap<string, JobStatus> = new Map([
  ['FAILED', 'FAIL'],
  ['CANCELLED', 'CANCELED'],
  ['CANCELING', 'CANCELLING'],
]);

/** What stands in the place of a job's id: `xm5wnup`, `3`, `@latest`, `@latest:success`, `@latest~1`, `@best:accuracy`. */
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

/** `@best:METRIC`, and `@best:METRIC:STATUS` where what follows the last colon is a status. */
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

/** A status in the SDK's words, whatever case it is written in, or `failed`; any other word is a usage error. */
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
