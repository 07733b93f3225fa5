import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/stores.ts';
import type { BothSides } from './sides.ts';
import { bothSides } from './sides.ts';

describe('plot and report of jobs on a server', () => {
  let both: BothSides;
  beforeAll(async () => {
    both = await bothSides('vision');
  });
  afterAll(() => both.server.close());

  const run = async (args: readonly string[], job: string) => {
    const [direct, remote] = await both.run(args, 'self', job);
    expect([direct.status, remote.status, remote.stderr]).toEqual([0, 0, '']);
    return [direct.stdout, remote.stdout] as const;
  };

  it.each([
    ['6nlobcx4hipt32pwzfsvv6potrz4pikfsfbkrfps', ['train/steps']],
    ['624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte', ['roc_auc']],
    ['624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte', ['confusion_matrix/binarylabel']],
    ['624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte', ['results', '--y', 'output/label']],
    ['jcnv5l5fvq7hwxqv63igodqt54njpv7j7bdtw7ha', ['results', '--y', 'output/label']],
  ])('plot %s %j gives the same series', async (job, table) => {
    const [direct, remote] = await run(['plot', 'JOB', ...table, '--json'], job);
    // The two sides have different ids for the job.
    const evened = (json: string) =>
      JSON.parse(json.replaceAll(/ of \w+/g, ' of JOB').replaceAll(/"name":"(?:\d+|\w{12})"/g, '"name":"JOB"'));
    expect(evened(remote)).toEqual(evened(direct));
  });

  it.each([
    '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte',
    'jcnv5l5fvq7hwxqv63igodqt54njpv7j7bdtw7ha',
  ])('report %s shows the same scores, mistakes and pictures', async (job) => {
    const [direct, remote] = (await run(['report', 'JOB', '--out', '-'], job)).map(shown);
    expect(remote).toEqual(direct);
    expect(direct?.cards).toHaveLength(10);
    expect(direct?.pictures).toHaveLength(10);
  });

  it('report of two jobs shows the same comparison, and the same pictures of what was fixed and broken', async () => {
    const other = 'JOB=vks7ntm2kkkml2qtkxu3lmhexvhrz4hjpmi6hwxu';
    const [direct, remote] = await run(
      ['report', 'JOB', other, '--out', '-'],
      '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte',
    );
    const changed = (page: string) => page.slice(page.indexOf('<section id="changes-2">'), page.indexOf('<article'));
    const pictures = (page: string) =>
      [...changed(page).matchAll(/<img src="([^"]*)" alt="([^"]*)"/g)].map(String).sort();
    expect(pictures(direct)).toHaveLength(16);
    expect(pictures(remote)).toEqual(pictures(direct));
    expect(shown(remote).lead).toEqual(shown(direct).lead);
    expect(shown(direct).lead[0]).toContain('Job 2 fixes 10 predictions and breaks 6.');
  });

  it.each(['svg', 'html', 'vl.json'])('plot --out a .%s file draws the same curves', async (ending) => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'curves-'));
    const files = ['direct', 'remote'].map((side) => join(folder, `${side}.${ending}`));
    const ends = await both.run(
      ['plot', 'JOB', 'roc_auc', '--out', 'FILE'],
      'self',
      '624ajdr2cgildn32n3xo2oc45fjbugbb5hz2xwte',
      files,
    );
    expect(ends.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
      { status: 0, stderr: '' },
      { status: 0, stderr: '' },
    ]);
    const [direct, remote] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    // The title names the job by the id of its side.
    const evened = (text = '') => text.replaceAll(/roc_auc of \w+/g, 'roc_auc of JOB');
    expect(evened(remote)).toBe(evened(direct));
  });
});

/** What a page says about the model, sorted, because a server returns columns in another order. */
function shown(page: string) {
  const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, text]) => text);
  return {
    scores: all(/<li>(<b>.*<\/span>)<\/li>/g),
    lead: all(/<p class="lead">(.*?)<\/p>/g),
    pictures: all(/<img src="([^"]*)"/g),
    cards: all(/<p><b class="bad">(.*<\/p>)<\/li>/g),
    matrix: all(/<td class="\w*">(<button .*?<\/button>)/g),
    curves: all(/<path class="s s\d" (d=".*?")/g),
  };
}
