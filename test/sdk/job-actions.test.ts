import { expect, it, onTestFinished } from 'vitest';
import { Starwhale } from '../../src/index.ts';
import { loggedIn } from '../support/logged-in.ts';
import { startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

it('Job.wait goes on if the server fails after it has answered, as while it restarts', async () => {
  const server = await startStandIn({ root: await unpackStore('jobs') });
  onTestFinished(() => server.close());
  const starwhale = new Starwhale({ config: (await loggedIn(server)).SW_CLI_CONFIG });
  onTestFinished(() => starwhale.close());
  const running = server.jobs.find(({ removed }) => !removed);
  running?.become('RUNNING');
  let asked = 0;
  const fails = ({ path }: { readonly path: string }): boolean => {
    if (!/\/job\/\w+$/.test(path) || ++asked < 3) return false;
    if (asked === 5) running?.become('SUCCESS');
    return true;
  };
  server.fail(fails, { status: 500, times: 3 });
  expect(await starwhale.job(String(running?.id)).wait({ interval: 1 })).toBe('SUCCESS');
  expect(asked).toBe(5);
});
