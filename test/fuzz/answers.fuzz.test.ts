import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';
import { budget, TIMEOUT_MS } from './budget.ts';
import { textMutation } from './mutations.ts';
import { soundly } from './oracle.ts';

// Someone between swjob and a server changes one answer.

let server: StandInServer;
let between: Server;
let env: { readonly SW_CLI_CONFIG: string };
let id: string;
/** Changes the answer with this number; others pass unchanged. */
let tamper: { readonly at: number; readonly change: (text: string) => string; readonly status?: number | undefined };
let answered = 0;

beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('real') });
  id = String(server.jobs.find((job) => job.project === 'self' && !job.removed && job.status === 'SUCCESS')?.id);
  between = createServer(async (request, response) => {
    const body = await buffer(request);
    const { method, headers, url } = request;
    const passed = ask(`${server.origin}${url}`, { method: method ?? 'GET', headers }, async (answer) => {
      const text = (await buffer(answer)).toString('utf8');
      const isChanged = answered++ === tamper.at;
      const changed = isChanged ? tamper.change(text) : text;
      const type = answer.headers['content-type'];
      response.writeHead(
        (isChanged && tamper.status) || (answer.statusCode ?? 500),
        type === undefined ? {} : { 'Content-Type': type },
      );
      response.end(changed);
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  env = await loggedIn({ origin: `http://127.0.0.1:${(between.address() as AddressInfo).port}`, token: server.token });
});
afterAll(async () => {
  between.closeAllConnections();
  between.close();
  await server.close();
});

const COMMANDS = () => [
  ['list', '--json'],
  ['info', id],
  ['summary', id, '--json'],
  ['tables', id, '--count'],
  ['rows', id, 'results', '-o', 'jsonl'],
  ['rows', id, 'results', '-o', 'csv'],
  ['tasks', id],
  ['events', id, '-o', 'tsv'],
  ['logs', id],
  ['status', id],
];

describe('an answer of a Server', { timeout: TIMEOUT_MS }, () => {
  it('changed on its way ends in a result or a clear error, never in half of the rows', async () => {
    const whole = new Map<string, number>();
    for (const args of COMMANDS()) {
      tamper = { at: -1, change: (text) => text };
      const { status, stdout } = await swjob(args, { env });
      expect({ args, status }).toEqual({ args, status: 0 });
      whole.set(String(args), stdout.split('\n').length);
    }
    const isObject = (text: string) => {
      try {
        return typeof JSON.parse(text) === 'object';
      } catch {
        return false;
      }
    };
    const status = fc.option(fc.constantFrom(201, 204, 304, 400, 403, 404, 418, 429, 500, 503, 999), {
      nil: undefined,
      freq: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(9), fc.nat(5), textMutation, status, async (command, at, change, code) => {
        const args = COMMANDS()[command] ?? [];
        let isValid = true;
        answered = 0;
        tamper = {
          at,
          status: code,
          change: (text) => {
            const changed = change(text);
            isValid = isObject(changed) || !isObject(text);
            return changed;
          },
        };
        const ended = await soundly([...args, '--request-timeout', '3s'], {
          env,
          ...(command % 2 === 0 && { tty: { columns: 80 } }),
        });
        expect([0, 1, 3, 4, 5, 6, 124]).toContain(ended.status);
        // If it is no longer JSON, it was not accepted.
        if (!isValid && ended.status === 0 && args[0] === 'rows') {
          expect(ended.stdout.split('\n')).toHaveLength(whole.get(String(args)) ?? 0);
        }
      }),
      budget(),
    );
  });
});
