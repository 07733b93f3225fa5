import type { JobSelector } from '../uri/job-selector.ts';
import type { ResourceType } from '../uri/target.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { CompletionSource, ListedJob } from './completion-source.ts';

export interface RememberingOptions {
  /** Called only if nothing is remembered. */
  readonly open: () => Promise<CompletionSource>;
  readonly cache: AnswerCache;
  /** Who asks whom: the instance's address and the user's name. */
  readonly identity: readonly string[];
  /** How long to wait for an answer. */
  readonly limitMs: number;
  /** Gets the answer in the background, for the next time; absent in the background itself. */
  readonly askLater: (() => void) | undefined;
}

/** Wraps a slow source: caches its answers, and waits for them no longer than a limit. */
export class RememberingSource implements CompletionSource {
  readonly kind = 'server';
  private readonly options: RememberingOptions;

  constructor(options: RememberingOptions) {
    this.options = options;
  }

  projects(): Promise<readonly string[]> {
    return this.ask(['projects'], (source) => source.projects());
  }

  jobs(project: string, prefix: string, removed: boolean): Promise<readonly ListedJob[]> {
    return this.ask(['jobs', project, String(removed)], (source) => source.jobs(project, prefix, removed));
  }

  tables(project: string, job: JobSelector): Promise<readonly string[]> {
    return this.ask(['tables', project, JSON.stringify(job)], (source) => source.tables(project, job));
  }

  columns(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const question = ['columns', project, JSON.stringify(job), table];
    return this.ask(question, (source) => source.columns(project, job, table));
  }

  innerNames(project: string, job: JobSelector, table: string): Promise<readonly string[]> {
    const question = ['inner names', project, JSON.stringify(job), table];
    return this.ask(question, (source) => source.innerNames(project, job, table));
  }

  metrics(project: string): Promise<readonly string[]> {
    return this.ask(['metrics', project], (source) => source.metrics(project));
  }

  packages(project: string, type: ResourceType): Promise<readonly string[]> {
    return this.ask([type, project], (source) => source.packages(project, type));
  }

  versions(project: string, type: ResourceType, name: string): Promise<readonly string[]> {
    return this.ask([type, project, name], (source) => source.versions(project, type, name));
  }

  handlers(project: string, model: string): Promise<readonly string[]> {
    return this.ask(['handlers', project, model], (source) => source.handlers(project, model));
  }

  private async ask<T>(
    words: readonly string[],
    load: (source: CompletionSource) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const { open, cache, identity, limitMs, askLater } = this.options;
    const question = [...identity, ...words];
    const remembered = cache.recall(question);
    if (remembered === 'asked') {
      if (askLater !== undefined) return [];
    } else if (remembered !== null) {
      // Only this program writes the files; anything but strings is dropped when candidates are made.
      return Array.isArray(remembered.answer) ? (remembered.answer as T[]) : [];
    }
    const source = await open();
    // A failure is cached, too: the next key should not ask again.
    const answer = await within(
      load(source).catch((): readonly T[] => []),
      limitMs,
    );
    if (answer !== null) {
      cache.keep(question, answer);
      return answer;
    }
    if (askLater === undefined) return [];
    cache.noteAsked(question);
    askLater();
    return [];
  }
}

/** The result, or null if it takes too long; the promise must not fail. */
async function within<T>(result: Promise<T>, limitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limitMs, null);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
