import { type Ended, storeEnv, swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { type StoreName, unpackStore } from '../support/stores.ts';

/** One store, read directly and through a server. */
export interface BothSides {
  readonly server: StandInServer;
  /** Runs a command line on each side. `JOB` in it stands for the job, `JOB=ID` for another one, by ids that both sides know. */
  run(
    args: readonly string[],
    project: string,
    job?: string,
    /** The file that `FILE` stands for on each side. */
    files?: readonly string[],
  ): Promise<readonly [direct: Ended, remote: Ended]>;
}

export async function bothSides(store: StoreName): Promise<BothSides> {
  const root = await unpackStore(store);
  const server = await startStandIn({ root });
  const direct = storeEnv(root);
  const remote = await loggedIn(server, { project: null });
  return {
    server,
    async run(args, project, job = '', files = []) {
      const on = (side: string) =>
        args.map((word) => {
          if (word.startsWith('JOB=')) return `${side}/project/${project}/job/${word.slice(4)}`;
          if (word === 'FILE') return files[side === 'local' ? 0 : 1] ?? '';
          if (word === 'JOB') return `${side}/project/${project}/job/${job}`;
          return word === 'PROJECT' ? `${side}/project/${project}` : word;
        });
      return [await swjob(on('local'), { env: direct }), await swjob(on('srv'), { env: remote })];
    },
  };
}

/**
 * Normalises JSON text, so that it is equal if both sides say the same: keys in one order, with every digit of numbers. Only
 * what a server changes is evened out:
 * - columns, attributes and the entries of a MAP are unordered in a server's answers (a MAP whose keys are not strings is a
 *   list of pairs in plain JSON);
 * - FLOAT16 becomes FLOAT32: a server refuses FLOAT16 on write, so it never has any;
 * - an artifact's link leads to the server's storage instead of the store, with the same hash at its end;
 * - a server has times with milliseconds.
 */
export function evened(json: string): unknown {
  const quoted = json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(`number ${token}`),
  );
  return even(JSON.parse(quoted));
}

function even(value: unknown): unknown {
  if (typeof value === 'string') return evenText(value);
  if (Array.isArray(value)) {
    const items = value.map(even);
    return items.every((item) => Array.isArray(item) && item.length === 2) ? items.sort(byText) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, even(item)]);
  const record = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (record['type'] === 'FLOAT16') record['type'] = 'FLOAT32';
  if (record['type'] === 'MAP' && Array.isArray(record['value'])) record['value'].sort(byText);
  return record;
}

function evenText(text: string): string {
  return text.replace(/^starwhale\/controller\/.*\/([0-9a-f]{64})$/, '$1');
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
