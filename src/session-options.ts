import type { Surroundings } from './config/surroundings.ts';

export interface SessionOptions extends Surroundings {
  /** The process that asks; it and its ancestors are not taken for jobs that run. */
  readonly pid: number;
  readonly configFile?: string | undefined;
  /** How instances on servers are talked to. */
  readonly http?: HttpOptions;
  /** Collects the tokens in use, so that nothing that is printed holds one. */
  readonly secrets?: Set<string> | undefined;
}

interface HttpOptions {
  readonly requestTimeoutMs?: number | undefined;
  readonly insecure?: boolean | undefined;
  /** Is told of every request, without credentials. */
  readonly log?: ((line: string) => void) | undefined;
  /** Is told what the user should know, of an insecure connection say. */
  readonly warn?: ((text: string) => void) | undefined;
}
