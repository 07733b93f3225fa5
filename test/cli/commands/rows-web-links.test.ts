import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/stores.ts';
import type { Cell } from '../../support/write-table.ts';
import { artifact, JOB, writeStore } from '../written-store.ts';

const PAGE = '<!doctype html><title>Not here</title>';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    const page = { 'content-type': 'text/html' };
    if (url === '/here') response.end('the text');
    else if (url === '/gone') response.writeHead(404, page).end(PAGE);
    else if (url === '/login') response.writeHead(401, page).end(PAGE);
    else if (url === '/moved') response.writeHead(302, { location: 'http://localhost:1/here' }).end();
    else response.socket?.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('rows --save-artifacts --follow-links goes on after a web link that leads nowhere, and says why', async () => {
  const { root } = await writeStore({});
  const linked = (uri: string): Cell => {
    const [schema, data] = artifact(root, 'the text') as unknown as [object, { readonly link: object }];
    return [schema, { ...data, link: { ...data.link, uri } }] as Cell;
  };
  const cells = Object.fromEntries(
    ['gone', 'login', 'moved', 'lost', 'here'].map((name, index) => [`${index}-${name}`, linked(`${origin}/${name}`)]),
  );
  const store = await writeStore({ t: { keyType: 'INT64', blocks: [[{ key: 1, revision: 1n, cells }]] } });
  const folder = mkdtempSync(join(await temporaryFolder(), 'web-'));
  const ended = await swjob(['rows', JOB, 't', '-q', '--save-artifacts', folder, '--follow-links'], {
    env: storeEnv(store.root),
  });
  expect(ended).toMatchObject({ status: 6, stdout: '1\n' });
  expect(ended.stderr.replaceAll(origin, 'ORIGIN')).toBe(
    [
      'swjob: 1, 0-gone: a web link leads nowhere: GET ORIGIN/gone: 404: an HTML page, "Not here"',
      'swjob: 1, 1-login: a web link leads nowhere: GET ORIGIN/login: 401: an HTML page, "Not here"',
      'swjob: 1, 2-moved: a web link leads nowhere: GET ORIGIN/moved: refused a redirect to another origin, http://localhost:1/here',
      'swjob: 1, 3-lost: a web link leads nowhere: GET ORIGIN/lost: the connection was closed before the answer was complete (4 tries)',
      '',
    ].join('\n'),
  );
  expect(readdirSync(folder).sort()).toEqual(['1-4-here.bin', 'index.csv']);
  expect(readFileSync(join(folder, '1-4-here.bin'), 'utf8')).toBe('the text');
});
