import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadWidths } from '../../../src/render/width.ts';
import { storeEnv, swjob } from '../../support/cli.ts';
import { HOSTILE_STEPS, HOSTILE_WORDS, hostileStore } from '../hostile-store.ts';

/** Text that drives a terminal, breaks a line, or reorders and hides text. */
const DRIVES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/u;

const TABLES = [
  ['lines', HOSTILE_STEPS],
  ['bars', HOSTILE_WORDS],
  ['ROC curves', 'roc_auc'],
  ['a matrix', 'confusion_matrix/binarylabel'],
  ['histograms', 'labels'],
] as const;

describe('charts of a store with only hostile names and texts', () => {
  let store: Awaited<ReturnType<typeof hostileStore>>;

  beforeAll(async () => {
    store = await hostileStore();
  });

  const plot = (args: readonly string[], tty?: { columns: number; rows: number }) =>
    swjob(['plot', store.job, ...args], { env: storeEnv(store.root), ...(tty && { tty }) });

  it.each(TABLES)('%s are text on a terminal, and fit', async (_, table) => {
    const widths = await loadWidths();
    for (const columns of [60, 100, 200]) {
      const { status, stdout } = await plot([table], { columns, rows: 30 });
      expect(status).toBe(0);
      // swjob's own colours are removed first; sequences from a name would be visible as text.
      const shown = stdout.replace(/\u001b\[[\d;]*m/g, '');
      expect(shown).not.toMatch(DRIVES);
      expect(stripVTControlCharacters(shown)).toBe(shown);
      for (const line of shown.split('\n')) expect(widths.cells(line)).toBeLessThanOrEqual(columns);
    }
  });

  it.each(TABLES)('%s are plain text in a pipe', async (_, table) => {
    const { status, stdout, stderr } = await plot([table]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toMatch(DRIVES);
  });

  it.each(TABLES)('%s are valid JSON with unchanged names', async (_, table) => {
    const { stdout } = await plot([table, '--json']);
    const { charts } = JSON.parse(stdout);
    expect(charts.length).toBeGreaterThan(0);
    if (table === HOSTILE_STEPS) expect(charts[0].title).toContain(HOSTILE_STEPS);
  });

  it('warns in plain text about what a report cannot read', async () => {
    const { status, stderr } = await swjob(['report', store.job, '--out', '-'], { env: storeEnv(store.root) });
    expect(status).toBe(0);
    expect(stderr).not.toMatch(DRIVES);
  });
});
