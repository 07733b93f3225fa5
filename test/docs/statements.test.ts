import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPICS } from '../../src/cli/syntax/topics.ts';
import { commandTree } from '../../src/completion/generated-files.ts';
import { EXIT_CODES } from '../../src/errors.ts';
import { swjob } from '../support/cli.ts';
import { loggedIn } from '../support/logged-in.ts';
import type { StandInServer } from '../support/stand-in.ts';
import { DOCUMENTS, PROJECT, readDocument } from './blocks.ts';
import { startServer } from './environment.ts';

// Checks what the documents say in prose and tables.

const ALL = [...DOCUMENTS, 'CHANGELOG.md', 'SECURITY.md', 'test/stores/README.md'];

describe('the README', () => {
  const readme = readDocument('README.md');
  const rows = Array.from(readme.matchAll(/^\| (.+?) \|/gm), ([, cell = '']) => cell);

  const also = /^Also: ([\s\S]*?)\n\n/m.exec(readme)?.[1] ?? '';
  const quoted = (text: string) => Array.from(text.matchAll(/`([\w-]+)`/g), ([, name = '']) => name);

  it('names exactly the existing commands in its table or after it', () => {
    const cells = rows.filter((cell) => cell.startsWith('`swjob '));
    const inTable = cells.map((cell) => /^`swjob (\w+)/.exec(cell)?.[1] ?? cell);
    const [others = '', topics] = also.split('; `help`, also on ');
    expect(topics).toBeDefined();
    const { program } = commandTree();
    const commands = program.createHelp().visibleCommands(program);
    expect([...inTable, ...quoted(others), 'help'].sort()).toEqual(commands.map((command) => command.name()).sort());
  });

  it('names exactly the existing help topics', () => {
    expect(quoted(also.split('; `help`, also on ')[1] ?? '').sort()).toEqual(Object.keys(TOPICS).sort());
  });

  it('names exactly the existing exit statuses in its table', () => {
    const named = rows.filter((cell) => /^[\d, ]+$/.test(cell)).flatMap((cell) => cell.split(', ').map(Number));
    expect(named).toEqual([...new Set([0, ...Object.values(EXIT_CODES)])].sort((a, b) => a - b));
    expect(readme).toContain(`| [${['ten', 'eleven', 'twelve', 'thirteen'][named.length - 10]}](#in-scripts) |`);
  });
});

describe('an address pasted from the web console', () => {
  let server: StandInServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startServer();
    env = { ...(await loggedIn(server, { project: '1', current: false })) };
  });
  afterAll(() => server.close());

  it.each([
    ...['info', 'summary', 'tables', 'status', 'watch', 'logs', 'tasks', 'events', 'open', 'pin', 'comment'],
    ...['rows', 'pause', 'resume', 'cancel', 'remove', 'recover'],
  ])('is taken by swjob %s', async (command) => {
    const address = `${server.origin}/projects/1/evaluations/3/results?tab=1#top`;
    const more = { rows: ['labels'], comment: ['good'], pause: ['-y'], cancel: ['-y'], remove: ['-y'] }[command] ?? [];
    const job = server.jobs.find(({ id }) => id === 3);
    if (job === undefined) throw new Error('there is no job 3');
    const states: Readonly<Record<string, typeof job.status>> = {
      pause: 'RUNNING',
      resume: 'PAUSED',
      cancel: 'RUNNING',
    };
    job.status = states[command] ?? 'SUCCESS';
    expect(await swjob([command, address, ...more], { env })).toMatchObject({ status: 0 });
  });

  it('of a project is accepted by swjob list', async () => {
    const { status, stdout } = await swjob(['list', '-p', `${server.origin}/projects/1/evaluations`, '-q'], { env });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(20);
  });
});

const linksOf = (document: string) =>
  Array.from(readDocument(document).matchAll(/\]\((?!https?:)([^)\s]+)\)/g), ([, link = '']) => link);

describe.each(ALL.filter((document) => linksOf(document).length > 0))('the links of %s', (document) => {
  it('lead somewhere', () => {
    for (const link of linksOf(document)) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? document : join(dirname(document), path);
      expect(existsSync(join(PROJECT, target)), link).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readDocument(target)), link).toContain(anchor);
    }
  });
});

/** The anchors of the headings, as GitHub generates them. */
function anchorsOf(markdown: string): readonly string[] {
  const seen = new Map<string, number>();
  const withoutBlocks = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return Array.from(withoutBlocks.matchAll(/^#+ (.+)$/gm), ([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}
