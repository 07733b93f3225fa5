import type { Context } from '../cli/context.ts';
import type { Config } from '../config/config.ts';
import type { Session } from '../session.ts';
import { resolveInstance, resolveJob, resolveProject } from '../uri/resolve.ts';
import type { InstanceTarget, JobTarget, ProjectTarget } from '../uri/target.ts';
import type { LiveSource } from './live-source.ts';

export interface LiveOptions {
  readonly context: Context;
  readonly session: Session;
  /** How long a server is waited for. */
  readonly limitMs: number;
  /** Has the same command line completed in the background; absent where this is the background. */
  readonly askLater: (() => void) | undefined;
}

/** The way from what is typed to the instance that knows how it may go on. */
export class LiveValues {
  private readonly options: LiveOptions;
  private readonly opened = new Map<string, Promise<LiveSource>>();
  private readonly closing: (() => Promise<void>)[] = [];

  constructor(options: LiveOptions) {
    this.options = options;
  }

  config(): Promise<Config> {
    return this.options.session.config();
  }

  /** For '' the current project; a URI that names none is an error. */
  async project(uri: string): Promise<ProjectTarget> {
    return resolveProject(uri, { config: await this.config() });
  }

  async job(uri: string): Promise<JobTarget> {
    return resolveJob(uri, { config: await this.config() });
  }

  /** For '' the current instance. */
  async instance(name: string): Promise<InstanceTarget> {
    return resolveInstance(name, { config: await this.config() });
  }

  source(target: InstanceTarget): Promise<LiveSource> {
    const key = target.kind === 'standalone' ? target.root : target.origin;
    let source = this.opened.get(key);
    if (source === undefined) {
      source = this.open(target);
      this.opened.set(key, source);
    }
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.closing.map((close) => close()));
    await this.options.session.close();
  }

  private async open(target: InstanceTarget): Promise<LiveSource> {
    const { context, session, limitMs, askLater } = this.options;
    if (target.kind === 'standalone') {
      const { StandaloneSource } = await import('./standalone-source.ts');
      return new StandaloneSource(target, session);
    }
    const { openServerSource } = await import('./open-server-source.ts');
    const { summaryTable } = await this.config();
    const { source, close } = openServerSource({ target, context, summaryTable, limitMs, askLater });
    this.closing.push(close);
    return source;
  }
}
