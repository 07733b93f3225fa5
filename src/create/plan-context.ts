import type { Config } from '../config/config.ts';
import type { SessionOptions } from '../session-options.ts';

/** What the planning of a job works with, beside the request. */
export interface PlanContext {
  readonly config: Config;
  readonly options: SessionOptions;
  /** Is told of parameters that have no effect. */
  readonly warn: (text: string) => void;
}
