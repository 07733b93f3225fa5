import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeInteger } from '../../src/datastore/scalars.ts';
import { PROGRAM } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';

const ROWS = 100_000;
const TEXT = 'x'.repeat(1500);
const HEAP_MB = 96;

/** A server with one job and one table of many rows, which are made up on request. */
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const data = request.url?.includes('/datastore/') ? page(JSON.parse(body)) : record(request.url ?? '');
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ code: 'success', message: 'Success', data }));
});

function record(url: string): object {
  return url.includes('/job/') ? { id: '1', uuid: 'abcdef', jobStatus: 'SUCCESS' } : { id: '1', name: 'self' };
}

interface Asked {
  readonly start?: string;
  readonly startInclusive?: boolean;
  readonly limit: number;
}

function page({ start, startInclusive, limit }: Asked): object {
  const first = start === undefined ? 0 : Number.parseInt(start, 16) + (startInclusive === false ? 1 : 0);
  const count = Math.max(0, Math.min(limit, ROWS - first));
  const key = (id: number) => encodeInteger('INT64', id);
  return {
    columnHints: { id: { typeHints: ['INT64'] }, text: { typeHints: ['STRING'] } },
    records: Array.from({ length: count }, (_, index) => ({
      id: { type: 'INT64', value: key(first + index) },
      text: { type: 'STRING', value: TEXT },
    })),
    lastKey: count === 0 ? null : key(first + count - 1),
  };
}

describe('a Server table of 100,000 rows', () => {
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env = await loggedIn({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'x' });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([['jsonl'], ['json'], ['csv']])(`streams as %s in ${HEAP_MB} MB of heap`, async (format) => {
    const node = [`--max-old-space-size=${HEAP_MB}`, PROGRAM];
    const child = spawn(process.execPath, [...node, 'rows', '1', 'results', '-o', format], { env });
    let [bytes, lines, peak] = [0, 0, 0];
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    for await (const chunk of child.stdout) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 0x0a) lines++;
      peak = Math.max(peak, residentMegabytes(child.pid));
    }
    const status = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)));
    expect([status, errors]).toEqual([0, '']);
    expect(lines).toBe({ jsonl: ROWS, json: ROWS + 2, csv: ROWS + 1 }[format]);
    // Far more has passed through than may be held in memory.
    expect(bytes).toBeGreaterThan(150_000_000);
    expect(peak).toBeLessThan(180);
  });

  it('ends at once when the reader stops', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'rows', '1', 'results', '-o', 'jsonl'], { env });
    let answers = 0;
    const count = () => answers++;
    server.on('request', count);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toBe(0);
    server.off('request', count);
    expect(answers).toBeLessThan(20);
  });
});

/** 0 if the system does not say. */
function residentMegabytes(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(file, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
