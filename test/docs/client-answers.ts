import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { python } from './environment.ts';

const run = promisify(execFile);

interface Ended {
  readonly exit: number;
  readonly output: string;
  readonly error: string;
}

/** The answer to a question, or the Python exception that it raised. */
interface Attempt {
  readonly ok?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Shape {
  readonly commands: Readonly<Record<string, readonly string[]>>;
  readonly run: readonly string[];
  readonly instance: Readonly<Record<string, readonly string[]>>;
  readonly project: readonly string[];
  readonly builds: readonly string[];
  /** Models, datasets, runtimes. */
  readonly sdk_builds: readonly boolean[];
  readonly methods: Readonly<Record<string, readonly string[]>>;
  readonly completes_jobs: readonly boolean[];
}

/** What the client answers to all questions of client_answers.py. */
export interface Answers {
  readonly jobs: Readonly<
    Record<'not_found' | 'wrong_usage' | 'remove' | 'recover' | 'recover_force' | 'broken' | 'force', Ended>
  > &
    Readonly<Record<'removed' | 'failed' | 'other_project' | 'pagination' | 'reference_uri' | 'twins', Attempt>> & {
      readonly shape: Shape;
      readonly page: readonly string[];
      readonly left: readonly string[];
      readonly web: number;
    };
  readonly tables: Readonly<Record<'overlapping' | 'none' | 'no_table' | 'wrong_bound', Attempt>> & {
    readonly info_writes: boolean;
    readonly rows_write: boolean;
  };
  readonly server: Readonly<
    Record<'web' | 'info' | 'info_by_uuid' | 'cancel' | 'remove' | 'recover' | 'not_found' | 'login', Ended>
  > &
    Readonly<Record<'memory_text' | 'broken_table', Attempt>>;
}

/**
 * The real client's answers to some questions about the store at `root`, which is changed. `config` is swcli's config file, and
 * at `address` is a server with a self-signed certificate.
 */
export async function askClient(
  questions: string,
  { root, config, address }: { readonly root: string; readonly config: string; readonly address: string },
): Promise<Partial<Answers>> {
  const script = fileURLToPath(new URL('client_answers.py', import.meta.url));
  const { stdout } = await run(python ?? '', [script, root, questions, address], {
    env: { ...process.env, SW_CLI_CONFIG: config, HOME: root },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as Partial<Answers>;
}
