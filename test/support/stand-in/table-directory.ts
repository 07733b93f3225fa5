import { compareText } from '../../../src/datastore/keys.ts';
import type { TypedValue } from '../../../src/datastore/typed-value.ts';
import { internalError } from './answer.ts';
import type { ServedTable } from './served-table.ts';
import type { StandInState } from './state.ts';
import { summaryTable } from './summary.ts';

/** `project/{number}/…` on a server, `project/{name}/…` in the store. */
const NAME = /^project\/([^/]+)\/(.*)$/s;
const SUMMARY = 'eval/summary';

/** A recorded server's answer to every scan of a table that it can write but not read. */
export const BROKEN_TABLE_REASON =
  'Character N is neither a decimal digit number, decimal point, nor "e" notation exponential mark.';

/** The tables of all projects by their names on the server. */
export class TableDirectory {
  /** Reasons why scans fail with status 500, by the tables' full names. */
  readonly broken = new Map<string, string>();
  private readonly state: StandInState;

  constructor(state: StandInState) {
    this.state = state;
  }

  async names(prefixes: readonly string[]): Promise<readonly string[]> {
    const stored = (await this.state.tables.names()).flatMap((name) => this.serverName(name) ?? []);
    const summaries = this.state.projects.map(({ id }) => `project/${id}/${SUMMARY}`);
    const names = new Set([...stored, ...summaries, ...this.broken.keys()]);
    return [...names].filter((name) => prefixes.some((prefix) => name.startsWith(prefix))).sort(compareText);
  }

  /** Null for an unknown table; a broken one fails with its reason. */
  async read(name: string, revision: bigint | undefined): Promise<ServedTable | null> {
    const reason = this.broken.get(name);
    if (reason !== undefined) throw internalError(reason);
    const [, id, rest = ''] = NAME.exec(name) ?? [];
    const project = this.state.projects.find((one) => one.id === id);
    if (project === undefined) return null;
    const [, jobOfTable] = /^eval\/[^/]*\/([^/]+)\//.exec(rest) ?? [];
    const serverUri = (object: string, key: TypedValue): string => {
      const job = jobOfTable ?? String(key.value);
      return `starwhale/controller/project/${project.id}/common-eval/${job}/${object.slice(0, 2)}/${object}`;
    };
    const stored = await this.state.tables.read(`project/${project.name}/${rest}`, revision, serverUri);
    if (rest !== SUMMARY) return stored;
    return summaryTable(
      stored,
      project,
      this.state.jobs.filter((job) => job.project === project.name),
    );
  }

  private serverName(stored: string): string | null {
    const [, name, rest] = NAME.exec(stored) ?? [];
    const project = this.state.projects.find((one) => one.name === name);
    return project === undefined ? null : `project/${project.id}/${rest}`;
  }
}
