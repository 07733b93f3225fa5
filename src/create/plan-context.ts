import type { Config } from '../config/config.ts';
import type { SessionOptions } from '../session-options.ts';

/** What planning a job needs besides the request. */
export interface PlanContext {
  readonly config: Config;
  readonly options: SessionOptions;
  /** Called for parameters that have no effect. */
  readonly warn: (text: string) => void;
}
