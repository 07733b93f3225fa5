import { createServer, request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../server/support.ts';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

describe('a Server below a path, behind a proxy', () => {
  let server: StandInServer;
  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real'), builtInRuntimes: true });
    return () => server.close();
  });

  it('is asked below that path by every command, and named with it', async () => {
    const paths: string[] = [];
    const { origin } = await listen(
      createServer((incoming, outgoing) => {
        const { url = '', method, headers } = incoming;
        paths.push(url);
        if (!url.startsWith('/starwhale/')) return void outgoing.writeHead(404).end();
        const inner = request(server.origin + url.slice('/starwhale'.length), { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        });
        incoming.pipe(inner);
      }),
    );
    const address = `${origin}/starwhale`;
    const env = await loggedIn({ origin: address, token: server.token }, { project: '1' });
    const listed = await swjob(['list', '--json'], { env });
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    const [{ uri }] = JSON.parse(listed.stdout);
    expect(uri).toMatch(new RegExp(`^${address}/project/1/job/\\d+$`));
    const self = `${address}/project/self`;
    for (const args of [
      ['info', uri],
      ['summary', uri],
      ['tables', uri],
      ['status', uri],
      ['project', 'list'],
      ['tasks', uri],
      [
        'create',
        '-p',
        self,
        '-m',
        `${self}/model/clf`,
        '-d',
        `${self}/dataset/points`,
        '--handler',
        'evaluator:summarize',
      ],
    ]) {
      expect(await swjob([...args, '--json'], { env })).toMatchObject({ status: 0 });
    }
    const login = ['instance', 'login', `${address}/projects/1`, '--alias', 'again', '--token-stdin'];
    expect((await swjob(login, { env, stdin: server.token })).stdout).toContain(`logged in to ${address} as`);
    expect(paths.filter((path) => !path.startsWith('/starwhale/api/v1/'))).toEqual([]);
  });
});
