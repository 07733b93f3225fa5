import { usageError } from '../errors.ts';
import { JOB_STATUSES, type JobStatus } from '../job/record.ts';
import { didYouMean, meantAndKnown } from '../text/suggest.ts';
import { FORMS } from './forms.ts';
import { checkJobId } from './names.ts';
import { quoted } from './quoted.ts';

/** Which job of a project: by its id (on Standalone also a prefix of it), or the newest, perhaps of one status. */
export type JobSelector =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'latest'; readonly status?: JobStatus };

/** Words that the store, or other spellings of English, have for the SDK's. */
const OTHER_WORDS: ReadonlyMap<string, JobStatus> = new Map([
  ['FAILED', 'FAIL'],
  ['CANCELLED', 'CANCELED'],
  ['CANCELING', 'CANCELLING'],
]);

/** What stands in the place of a job's id: `xm5wnup`, `3`, `@latest`, `@latest:success`. */
export function parseJobSelector(text: string): JobSelector {
  if (!text.startsWith('@')) return { kind: 'id', id: checkJobId(text) };
  if (text === '@latest') return { kind: 'latest' };
  if (text.startsWith('@latest:')) return { kind: 'latest', status: parseStatusWord(text.slice('@latest:'.length)) };
  const suggestion = didYouMean(text.replace(/:.*/s, ''), ['@latest']);
  throw usageError(`${quoted(text)} does not select a job: use @latest or @latest:STATUS`, suggestion ?? FORMS.job);
}

/** A status in the SDK's words, whatever case it is written in, or `failed`; any other word is a usage error. */
export function parseStatusWord(word: string): JobStatus {
  const upper = word.toUpperCase();
  const status = JOB_STATUSES.find((known) => known === upper) ?? OTHER_WORDS.get(upper);
  if (status !== undefined) return status;
  const known = meantAndKnown(word, 'The statuses are', JOB_STATUSES);
  throw usageError(`unknown job status ${quoted(word)}`, `${known}.`);
}
