import { expect } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';

/** Runs `plot` on the store `vision`. */
export async function plot(args: readonly string[], tty?: { columns: number; rows: number }) {
  const env = { ...storeEnv(await unpackStore('vision')), NO_COLOR: '1' };
  return swjob(['plot', ...args], { env, ...(tty && { tty }) });
}

/** What `plot --json` prints. */
export interface Plotted {
  readonly charts: readonly {
    readonly kind: string;
    readonly title: string;
    readonly y: string;
    readonly series: readonly {
      readonly name: string;
      readonly points: readonly (readonly [number, number | string])[];
    }[];
  }[];
}

/** The charts in that JSON. */
export async function plotted(args: readonly string[]): Promise<Plotted['charts']> {
  const { status, stdout, stderr } = await plot([...args, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return (JSON.parse(stdout) as Plotted).charts;
}
