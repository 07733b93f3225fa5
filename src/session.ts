import { type Config, type ConfigOptions, loadConfig } from './config/config.ts';
import type { Instance } from './job/instance.ts';
import type { SessionOptions } from './session-options.ts';
import type { InstanceTarget, ServerTarget } from './uri/target.ts';

/**
 * What a command or program shares: the config, read once, and its open instances. Code for instances is loaded on demand.
 */
export class Session {
  readonly options: SessionOptions;
  private loadedConfig: Promise<Config> | undefined;
  private readonly instances = new Map<string, Promise<Instance>>();

  constructor(options: SessionOptions) {
    this.options = options;
  }

  config(options?: ConfigOptions): Promise<Config> {
    if (this.loadedConfig !== undefined) return this.loadedConfig;
    const loaded = loadConfig(this.options, this.options.configFile, options);
    this.loadedConfig = loaded;
    // A failure is not kept: while a program runs, someone may fix the file.
    loaded.catch(() => {
      this.loadedConfig = undefined;
    });
    return loaded;
  }

  /** Opens the instance of a target, or returns the one that is already open. */
  instance(target: InstanceTarget): Promise<Instance> {
    const key = target.kind === 'standalone' ? target.root : keyOf(target);
    const known = this.instances.get(key);
    if (known !== undefined) return known;
    const instance = this.open(target);
    this.instances.set(key, instance);
    instance.catch(() => {
      if (this.instances.get(key) === instance) this.instances.delete(key);
    });
    return instance;
  }

  async close(): Promise<void> {
    const opened = [...this.instances.values()];
    this.instances.clear();
    await Promise.all(opened.map(async (instance) => (await instance).close()));
  }

  private async open(target: InstanceTarget): Promise<Instance> {
    const { summaryTable } = await this.config();
    if (target.kind === 'standalone') {
      const { openStandaloneTarget } = await import('./session-standalone.ts');
      return openStandaloneTarget(target, summaryTable, this.options);
    }
    const { openServer } = await import('./server/open.ts');
    return openServer(target, summaryTable, this.options);
  }
}

/** Aliases can name the same Server for different users. */
function keyOf({ address, alias, token }: ServerTarget): string {
  return JSON.stringify([address, alias, token]);
}
