import { type Config, loadConfig } from '../config/config.ts';
import { resolveInstance, resolveJob, resolveProject } from '../uri/resolve.ts';
import type { InstanceTarget, JobTarget, ProjectTarget } from '../uri/target.ts';
import type { CompletionSource } from './completion-source.ts';
import type { CompletionContext } from './context.ts';
import { StandaloneSource } from './standalone-source.ts';

export interface SourceOptions {
  readonly context: CompletionContext;
  /** Replaces the user's own. */
  readonly configFile: string | undefined;
  /** How long to wait for a server. */
  readonly limitMs: number;
  /** Completes the same command line in the background; absent in the background itself. */
  readonly askLater: (() => void) | undefined;
}

/** Resolves what is typed to the instance that has the candidates. */
export class CompletionSources {
  private readonly options: SourceOptions;
  private loadedConfig: Promise<Config> | undefined;
  private readonly opened = new Map<string, Promise<CompletionSource>>();
  private readonly closing: (() => Promise<void>)[] = [];

  constructor(options: SourceOptions) {
    this.options = options;
  }

  config(): Promise<Config> {
    this.loadedConfig ??= loadConfig(this.options.context, this.options.configFile);
    return this.loadedConfig;
  }

  /** '' means the current project; throws if the URI names none. */
  async project(uri: string): Promise<ProjectTarget> {
    return resolveProject(uri, { config: await this.config() });
  }

  async job(uri: string): Promise<JobTarget> {
    return resolveJob(uri, { config: await this.config() });
  }

  /** '' means the current instance. */
  async instance(name: string): Promise<InstanceTarget> {
    return resolveInstance(name, { config: await this.config() });
  }

  source(target: InstanceTarget): Promise<CompletionSource> {
    const key = target.kind === 'standalone' ? target.root : target.address;
    let source = this.opened.get(key);
    if (source === undefined) {
      source = this.open(target);
      this.opened.set(key, source);
    }
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.closing.map((close) => close()));
  }

  private async open(target: InstanceTarget): Promise<CompletionSource> {
    const { context, limitMs, askLater } = this.options;
    const config = await this.config();
    if (target.kind === 'standalone') return new StandaloneSource(target, config, context);
    const { openServerSource } = await import('./open-server-source.ts');
    const { summaryTable } = config;
    const { source, close } = openServerSource({ target, context, summaryTable, limitMs, askLater });
    this.closing.push(close);
    return source;
  }
}
