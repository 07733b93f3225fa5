import { type ErrorCode, isSwjobError } from '../../errors.ts';
import type { ArtifactLink, ArtifactReader } from '../instance.ts';
import { type ContentPair, sameBytes } from './same-value.ts';

/** Failures that concern one content only. */
const OF_ONE_CONTENT: ReadonlySet<ErrorCode> = new Set(['damaged', 'not-found', 'not-allowed', 'operation-failed']);

/** Compares artifacts of two jobs by their contents. */
export class Contents {
  readonly #base: ArtifactReader;
  readonly #job: ArtifactReader;
  /** How many pairs were compared by their links because a content could not be read. */
  unread = 0;

  constructor(base: ArtifactReader, job: ArtifactReader) {
    this.#base = base;
    this.#job = job;
  }

  async areSame(pairs: readonly ContentPair[]): Promise<boolean> {
    for (const [base, job] of pairs) if (!(await this.#isSame(base, job))) return false;
    return true;
  }

  async #isSame(base: ArtifactLink, job: ArtifactLink): Promise<boolean> {
    if (isKnown(base.size) && isKnown(job.size) && base.size !== job.size) return false;
    try {
      const [a, b] = await Promise.all([this.#base.read(base), this.#job.read(job)]);
      return sameBytes(a, b);
    } catch (error) {
      if (!isSwjobError(error) || !OF_ONE_CONTENT.has(error.code)) throw error;
      this.unread++;
      return base.uri === job.uri && base.offset === job.offset && base.size === job.size;
    }
  }
}

function isKnown(size: number | undefined): size is number {
  return size !== undefined && size >= 0;
}
