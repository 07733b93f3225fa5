import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';

const COMMANDS = [
  ...['watch', 'tasks', 'events', 'open', 'pin', 'comment', 'instance', 'project'],
  ...['instance list', 'instance login', 'instance logout', 'instance select', 'project list', 'project select'],
];

describe('the examples in the help of', () => {
  let server: StandInServer;

  beforeAll(async () => {
    server = await startStandIn({ root: await unpackStore('real'), projects: ['self'] });
  });
  afterAll(() => server.close());

  it.each(COMMANDS)('swjob %s work as printed', async (words) => {
    const { stdout } = await swjob([...words.split(' '), '--help']);
    const examples = Array.from(stdout.matchAll(/^ {2}# (.*)\n {2}\$ swjob (.*)$/gm), ([, , line = '']) => line);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeLessThanOrEqual(5);
    for (const line of examples) {
      const root = await unpackStore('real');
      // No server of the internet is asked: there a login only begins.
      const isElsewhere = line.includes('https://');
      const env = isElsewhere ? storeEnv(root) : await loggedIn(server, { project: '1', root });
      const { args, stdin } = commandOf(line);
      const ended = await swjob(args, { env, ...(stdin === null ? {} : { stdin }) });
      if (isElsewhere) expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/nobody can type/) });
      else expect([line, ended.status, ended.stderr]).toEqual([line, 0, expect.not.stringContaining('swjob:')]);
    }
  });

  /** The words of a command line without what a shell would do behind it. */
  function commandOf(line: string): { readonly args: readonly string[]; readonly stdin: string | null } {
    const [command = '', file] = line
      .replace(/ \|.*$/, '')
      .replace(/ &&.*$/, '')
      .split(' < ');
    const words = Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '');
    const here = (word: string) => word.replace('project/starwhale', 'project/self');
    const args = words.map((word) => here(word).replace(/^http:\/\/127\.0\.0\.1:8082$/, server.origin));
    return { args, stdin: file === undefined ? null : server.token };
  }
});
