import type { ResourceType } from './target.ts';

/** The words for types in the paths of URIs; `evaluation` is the client's older word for a job. */
const TYPE_WORDS: ReadonlyMap<string, ResourceType | 'job'> = new Map([
  ...(['job', 'jobs', 'evaluation', 'evaluations', 'fine-tune-evals'] as const).map((word) => [word, 'job'] as const),
  ...(['model', 'dataset', 'runtime'] as const).flatMap((type) => [[type, type] as const, [`${type}s`, type] as const]),
]);

/** The type that a word of a URI stands for. */
export function typeOf(word: string | undefined): ResourceType | 'job' | undefined {
  return word === undefined ? undefined : TYPE_WORDS.get(word);
}
