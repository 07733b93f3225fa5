import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectCleanExit } from '../attacks/expect-clean-exit.ts';
import { JOB, writeStore } from '../cli/written-store.ts';
import { storeEnv, swjob } from '../support/cli.ts';

// The real client writes while swjob reads hundreds of times. The client renames its manifest into place if its temporary
// folder is on the store's file system; otherwise it is copied, half of it at a time.

const environment = fileURLToPath(new URL('../../.python/', import.meta.url));
const made = existsSync(join(environment, 'complete')) ? join(environment, 'bin/python') : undefined;
const python = process.env['SWJOB_PYTHON'] || made;
const KEYS = 40;
/** A busy machine gets more time, until both have done some work. */
const [READ_FOR_MS, READ_AT_MOST_MS] = [2000, 30_000];

if (python === undefined) {
  const message = "the writer's test needs the real client: run scripts/python-env.sh, or set SWJOB_PYTHON";
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

interface Row {
  readonly id: number;
  readonly generation: number;
  readonly text: string;
}

/** The generation of the rows; fails if there are none, or a mixture. */
function generationOf(rows: readonly Row[]): number {
  const generation = rows[0]?.generation ?? Number.NaN;
  const keys = Array.from({ length: KEYS }, (_, key) => key).filter((key) => key !== generation % KEYS);
  expect(rows).toEqual(keys.map((id) => ({ id, generation, text: `${generation}-${id}`.repeat(3) })));
  return generation;
}

describe.skipIf(python === undefined)('while the Python client writes, updates and deletes', () => {
  it.each<[string | undefined, string]>([
    ['/dev/shm', 'keep'],
    [undefined, 'keep'],
    [undefined, 'gc'],
  ])(
    'every answer is a state that existed (its temporary folder: %s, old states: %s)',
    async (temporary, garbage) => {
      const { root } = await writeStore({});
      const env = storeEnv(root);
      const folder = temporary !== undefined && existsSync(temporary) ? temporary : undefined;
      const writer = spawn(
        python ?? '',
        [fileURLToPath(new URL('write_loop.py', import.meta.url)), root, JOB, garbage],
        {
          env: { ...process.env, ...(folder !== undefined && { TMPDIR: folder }) },
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      const lines = createInterface({ input: writer.stdout });
      expect(await once(lines, 'line')).toEqual(['started']);

      let reads = 0;
      const ask = async (...args: string[]) => {
        reads++;
        const ended = await swjob(args, { env });
        expectCleanExit(ended);
        expect({ args, status: ended.status, stderr: ended.stderr }).toEqual({ args, status: 0, stderr: '' });
        return ended.stdout;
      };
      const seen: number[] = [];
      const started = performance.now();
      const isEnough = () => reads > 30 && new Set(seen).size > 5;
      const hasTime = (ms: number) => performance.now() - started < ms;
      while (hasTime(READ_FOR_MS) || (!isEnough() && hasTime(READ_AT_MOST_MS))) {
        const whole = await ask('rows', JOB, 't', '-o', 'jsonl');
        seen.push(
          generationOf(
            whole
              .split('\n')
              .filter(Boolean)
              .map((line) => JSON.parse(line) as Row),
          ),
        );
        seen.push(generationOf(JSON.parse(await ask('rows', JOB, 't', '--json', '--where', 'id >= 0')) as Row[]));
        const [header, ...cells] = (await ask('rows', JOB, 't', '-o', 'csv', '--columns', 'id,generation'))
          .trim()
          .split('\n');
        expect(header).toBe('id,generation');
        expect(new Set(cells.map((line) => line.split(',')[1])).size).toBe(1);
        expect(cells).toHaveLength(KEYS - 1);
        const tail = JSON.parse(await ask('rows', JOB, 't', '--json', '--tail', '20')) as Row[];
        expect([tail.length, new Set(tail.map(({ generation }) => generation)).size]).toEqual([20, 1]);
        expect(JSON.parse(await ask('tables', JOB, '--count', '--json'))).toMatchObject([{ rows: KEYS - 1 }]);
      }
      writer.stdin.end();
      const [generations] = (await once(lines, 'line')) as [string];
      // Generations never go back, and both have done some work.
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(new Set(seen).size).toBeGreaterThan(5);
      expect(reads).toBeGreaterThan(30);
      expect(Number(generations)).toBeGreaterThan(10);
      process.stderr.write(`the Python client wrote ${generations} states, which were read ${reads} times\n`);
    },
    120_000,
  );
});
