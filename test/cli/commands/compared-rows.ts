import { expect } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';

/** Runs `diff` on a store, or on a copy of one; on a terminal if it has columns. */
export async function diff(args: readonly string[], columns?: number, store: StoreName = 'vision', root?: string) {
  const env = { ...storeEnv(root ?? (await unpackStore(store))), NO_COLOR: '1' };
  return swjob(['diff', ...args], { env, ...(columns !== undefined && { tty: { columns, rows: 10_000 } }) });
}

/** What `diff --json` prints. */
export interface Compared {
  readonly base: { readonly id: string };
  readonly job: { readonly id: string };
  readonly counts: Readonly<Record<string, number>>;
  readonly outcome: Readonly<Record<string, number>> | null;
  readonly columns: Readonly<Record<string, { readonly changed: number }>>;
  readonly rows: readonly {
    readonly key: unknown;
    readonly change: string;
    readonly outcome: string | null;
    readonly columns: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
  }[];
}

export async function compared(...args: readonly string[]): Promise<Compared> {
  const { status, stdout } = await diff([...args, '--json']);
  expect(status).toBe(0);
  return JSON.parse(stdout) as Compared;
}
