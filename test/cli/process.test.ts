import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/version.ts';
import { serve } from '../server/support.ts';
import { PROGRAM, storeEnv, swjob, swjobProcess } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { unpackStore } from '../support/stores.ts';

// Runs the built program in its own process.

const run = promisify(execFile);
const tables = async () => storeEnv(await unpackStore('tables'));
const ROWS = ['rows', '@latest', 'blocks-25k'];

describe('bin/swjob.js', () => {
  it('prints the version of the package, the same everywhere', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(version).toBe(VERSION);
    const expected = { status: 0, stdout: `${VERSION}\n`, stderr: '' };
    expect(await swjobProcess(['--version'])).toEqual(expected);
    expect(await swjobProcess(['-V'])).toEqual(expected);
    expect(await swjobProcess(['-q', '--version'])).toEqual(expected);
    expect(await swjob(['--version'])).toEqual(expected);
  });

  it('does the same in its own process as in the tests’ process', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    for (const args of [['list'], ['info', 't63h', '--json'], ['nope'], ['info', 'x']]) {
      expect(await swjobProcess(args, { env })).toEqual(await swjob(args, { env }));
    }
  });

  it('uses a proxy that the environment names', async () => {
    const proxy = await serve((_request, response) => response.writeHead(407).end());
    const env = { ...(await loggedIn({ origin: 'http://starwhale.test', token: 'abc' })), HTTP_PROXY: proxy.origin };
    const { status, stderr } = await swjobProcess(['list'], { env });
    expect(stderr).toContain(`through the proxy ${proxy.origin} (HTTP_PROXY): it refused the request with 407`);
    expect(status).toBe(5);
    expect(proxy.requests[0]?.path).toMatch(/^http:\/\/starwhale\.test\/api\/v1\//);
  });

  it('reads standard input', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const { stdout } = await swjobProcess(['summary', '-', '-q'], { env, stdin: 'hjdma\nhjdmb\n' });
    expect(stdout.split('\n')).toHaveLength(3);
  });
});

describe('a reader that goes away', () => {
  it.each([
    ['summary q7bg --assert', 'right > 1000', 10],
    ['compare 624a vks7 -o csv --max-rise', 'accuracy=0', 10],
    ['diff 624a vks7 -o jsonl --exit-status --only', 'broken', 10],
    ['diff 624a 624a -o json --exit-status --only', 'broken', 0],
    ['status do6f', '--exit-status', 9],
    ['remove nosuch --json', '--yes', 3],
  ])('leaves the verdict of %s', async (words, last, expected) => {
    const script = '{ sleep 0.3; "$0" "$@"; echo "status $?" >&2; } | true';
    const command = [script, process.execPath, PROGRAM, ...words.split(' '), last];
    const store = await unpackStore(words.includes('624a') ? 'vision' : 'real');
    const { stderr } = await run('sh', ['-c', ...command], { env: { ...storeEnv(store), PATH: process.env['PATH'] } });
    expect(stderr).toContain(`status ${expected}\n`);
  });

  it('ends rows at once and successfully: swjob rows … -o jsonl | head -1', async () => {
    const script = '{ "$0" "$@"; echo "status $?" >&2; } | head -n 1';
    const command = [script, process.execPath, PROGRAM, ...ROWS, '-o', 'jsonl'];
    const { stdout, stderr } = await run('sh', ['-c', ...command], {
      env: { ...(await tables()), PATH: process.env['PATH'] },
    });
    expect(stdout).toBe('{"id":0,"v":0,"s":"s0"}\n');
    expect(stderr).toBe('status 0\n');
  });

  it.each([
    [['-o', 'jsonl']],
    [['--json']],
    [['-o', 'csv']],
    [['-q']],
    [[]],
  ])('ends rows %j with 0 and says nothing', async (form) => {
    const child = spawn(process.execPath, [PROGRAM, ...ROWS, ...form], { env: await tables() });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('all rows of a large table', () => {
  it('are one complete JSON document', async () => {
    const env = await tables();
    const { stdout } = await swjobProcess([...ROWS, '--json'], { env });
    const rows = JSON.parse(stdout) as { id: number }[];
    expect(rows).toHaveLength(25_203);
    expect(rows.every(({ id }, index) => index === 0 || id > (rows[index - 1]?.id ?? Infinity))).toBe(true);
    const lines = (await swjobProcess([...ROWS, '-o', 'jsonl'], { env })).stdout;
    expect(lines).toBe(`${stdout.slice(2, -3).replaceAll(',\n', '\n')}\n`);
  });
});
