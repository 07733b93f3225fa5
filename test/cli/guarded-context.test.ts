import { describe, expect, it } from 'vitest';
import type { Context, Output } from '../../src/cli/context.ts';
import { guardedContext } from '../../src/cli/guarded-context.ts';
import { serve } from '../server/support.ts';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';

describe('standard error', () => {
  it('shows no secret that the run knows, and nothing that looks like one', () => {
    const written: unknown[] = [];
    const stderr = {
      isTTY: true,
      columns: 80,
      write: (chunk: unknown) => written.push(chunk) > 0,
    } as unknown as Output;
    const context = guardedContext({ stderr, env: {}, pid: 7 } as Context);
    context.stderr.write('before hunter22\n');
    context.secrets?.add('hunter22');
    context.stderr.write('after hunter22 and https://me:pw@host/?sig=abc\n');
    context.stderr.write(Buffer.from('bytes hunter22'));
    expect(written).toEqual([
      'before hunter22\n',
      'after *** and https://me:***@host/?sig=***\n',
      Buffer.from('bytes hunter22'),
    ]);
    expect([context.stderr.isTTY, context.stderr.columns, context.pid]).toEqual([true, 80, 7]);
    expect({ ...context }).toMatchObject({ pid: 7, stderr: { columns: 80 } });
  });

  it('has no token, wherever a server puts it in its answers', async () => {
    const token = 'eyJhbGciOi.very-secret.signature';
    const echoes: ((sent: string) => readonly [number, Record<string, string>, string])[] = [
      (sent) => [302, { location: `http://other.invalid/${sent}` }, ''],
      (sent) => [200, { 'content-type': `text/${sent}` }, 'x'],
      (sent) => [200, { 'content-encoding': sent.replaceAll(' ', '-') }, 'x'],
      (sent) => [400, {}, JSON.stringify({ code: sent, message: [sent, { sent }] })],
      (sent) => [500, { 'content-type': 'text/html' }, `<title>${sent}</title>`],
      (sent) => [404, { 'content-type': 'application/json' }, JSON.stringify({ code: 'X', message: sent })],
      (sent) => [
        200,
        {},
        JSON.stringify({
          code: 'success',
          data: { id: '1', name: sent, owner: null, total: 1, list: [{ [sent]: 1 }] },
        }),
      ],
    ];
    for (const echo of echoes) {
      const server = await serve((request, response) => {
        const [status, headers, body] = echo(request.headers.authorization ?? '');
        response.writeHead(status, headers).end(body);
      });
      const env = await loggedIn({ origin: server.origin, token });
      for (const args of [['list'], ['status', '3'], ['rows', '3', 't']]) {
        const { stderr } = await swjob([...args, '--verbose'], { env });
        expect(stderr).toContain('> GET');
        expect(stderr.toLowerCase()).not.toContain('very-secret');
      }
    }
  });
});
