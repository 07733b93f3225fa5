import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { artifact, writeStore } from '../cli/written-store.ts';
import { long, MIB, text } from '../pickle/attack.ts';
import { LARGEST } from '../pickle/memory-bombs.ts';
import { storeEnv } from '../support/cli.ts';
import { writeTable } from '../support/write-table.ts';
import { peakMiB, REPORT_PEAK, runProcess } from './process.ts';

// The largest predictions that are read, printed in every format: memory holds a piece of a cell's text at a time.

const FORMS = [['-o', 'jsonl'], ['-o', 'csv'], ['-o', 'csv', '--unpickle', '--typed'], []];
/** What prints cells as one of those does. */
const LIKE_THOSE = [
  ['-o', 'json'],
  ['-o', 'tsv'],
  ['-o', 'md'],
  ['-o', 'table'],
  ['-o', 'jsonl', '--unpickle', '--typed'],
];

const string = (content: string): Buffer => Buffer.concat([long('X', BigInt(content.length), 4), text(content)]);
const largest = (name: string): Buffer => LARGEST.find((attack) => attack.name === name)?.bytes() ?? Buffer.alloc(0);

const CELLS: Readonly<Record<string, () => Buffer>> = {
  'a million floats': () => largest('a million floats in a list'),
  'an array of a million floats': () => largest('an array of a million floats'),
  'an array of a million times': () => largest('an array of a million times'),
  '10 MB of text in quotes': () => Buffer.concat([string('say "yes" '.repeat(MIB)), text('.')]),
  '150,000 strings': () => {
    const strings = Array.from({ length: 150_000 }, (_, index) => string(`label ${index}`));
    return Buffer.concat([text(']('), ...strings, text('e.')]);
  },
};

/** The peak of printing a table of one row in each of these forms, in MiB. */
async function peaks(pickled: Buffer, forms: readonly string[][] = FORMS): Promise<number[]> {
  const { root, folderOf } = await writeStore({ results: { keyType: 'STRING', blocks: [] } });
  const output = artifact(root, pickled, { auto_convert_to_bytes: 'yes' }, 'Binary');
  const write = { key: 'a', revision: 0n, cells: { output } };
  writeTable(folderOf('results'), { keyType: 'STRING', blocks: [[write]] });
  const found: number[] = [];
  for (const form of forms) {
    const file = join(root, 'printed');
    const options = { env: storeEnv(root), nodeArgs: REPORT_PEAK, redirect: `> ${file}` };
    const ended = await runProcess(['rows', '@latest', 'results', ...form], options);
    expect({ form, ...ended }).toMatchObject({ form, status: 0, stdout: '' });
    expect(ended.stderr).not.toContain('stays bytes');
    // Tables and Markdown are for people, and leave most out.
    const isWhole = !form.includes('md') && !form.includes('table');
    if (pickled.length > MIB && isWhole) expect(statSync(file).size).toBeGreaterThan(MIB);
    found.push(peakMiB(ended));
  }
  return found;
}

it('prints cells of the largest predictions in 64 MiB more memory than those of small ones', async () => {
  const small = Math.min(...(await peaks(text(']K\x01a.'))));
  for (const [name, pickled] of Object.entries(CELLS)) {
    const forms = name === 'a million floats' ? [...FORMS, ...LIKE_THOSE] : FORMS;
    const growth = (await peaks(pickled(), forms)).map((peak) => Math.round(peak - small));
    expect({ name, growth: growth.filter((mebibytes) => mebibytes >= 64) }).toEqual({ name, growth: [] });
  }
});
