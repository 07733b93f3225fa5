import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder, unpackStore } from '../../support/stores.ts';
import { blockFile } from '../../support/write-table.ts';
import { int, JOB, text, writeStore } from '../written-store.ts';

async function report(args: readonly string[], store: 'vision' | 'real' = 'vision') {
  return swjob(['report', ...args], { env: storeEnv(await unpackStore(store)) });
}

describe('report', () => {
  it('says how good a model is, and shows its mistakes with pictures', async () => {
    const { status, stdout, stderr } = await report(['624a', '--out', '-']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('<b>0.8333</b><span>accuracy</span>');
    expect(stdout).toContain('<b>10 of 60</b><span>predictions wrong</span>');
    expect(stdout.match(/<img src="data:image\/png;base64,/g)).toHaveLength(10);
    expect(stdout).toContain('ROC: true positive rate over false positive rate');
  });

  it('reads pickled and plain predictions of the same model alike', async () => {
    const cards = (page: string) =>
      [...page.matchAll(/<p><b class="bad">(\w+)<\/b>(?: \d+%)?<\/p><p>true: <b>(\w+)<\/b>/g)].map(
        ([, a, b]) => `${a} ${b}`,
      );
    const pickled = cards((await report(['624a', '--out', '-'])).stdout);
    expect(pickled).toHaveLength(10);
    expect(cards((await report(['jcnv', '--out', '-'])).stdout)).toEqual(pickled);
    expect(cards((await report(['624a', '--no-unpickle', '--out', '-'])).stdout)).toEqual([]);
  });

  it('draws training curves, and says why a job failed', async () => {
    expect((await report(['6nlo', '--out', '-'])).stdout).toContain('train/steps: value over id');
    expect((await report(['c7cf', '--out', '-'])).stdout).toContain('<span class="status bad">FAIL</span>');
  });

  it('says that the results of a job that did not succeed are partial', async () => {
    const { stdout } = await report(['c7cf', '--out', '-']);
    expect(stdout).toContain('These results are partial: 6 of the 6 predictions that were written are right (100%).');
    expect(stdout).toContain('<b>0 of 6</b><span>predictions wrong (partial)</span>');
    expect((await report(['624a', 'c7cf', '--out', '-'])).stdout).toContain('<td>0 of 6 (partial)</td>');
    expect((await report(['624a', '--out', '-'])).stdout).not.toContain('partial');
  });

  it('counts the most common mistake among all rows, more than it lists', async () => {
    const writes = Array.from({ length: 1500 }, (_, key) => ({
      key,
      revision: BigInt(key + 1),
      cells: { 'input/label': text('cat'), 'output/label': text('dog') },
    }));
    const { root } = await writeStore({ results: { keyType: 'INT64', blocks: [writes] } });
    const { stdout } = await swjob(['report', JOB, '--out', '-'], { env: storeEnv(root) });
    expect(stdout).toContain('most common mistake: cat taken for dog, 1,500 times.');
  });

  it('shows what is readable of a damaged job, reports the rest, and ends with 6', async () => {
    const table = (number: number) => ({
      keyType: 'INT64' as const,
      blocks: [[{ key: 1, revision: 1n, cells: { loss: int(number) } }]],
    });
    const { root, folderOf } = await writeStore({ whole: table(111), torn: table(222) });
    writeFileSync(blockFile(folderOf('torn'), 1), 'no archive');
    const { status, stdout, stderr } = await swjob(['report', JOB, '--out', '-'], { env: storeEnv(root) });
    expect({ status, has: [stdout.includes('>111<'), stdout.includes('>222<')] }).toEqual({
      status: 6,
      has: [true, false],
    });
    expect(stdout).toContain('the table torn cannot be read: ');
    expect(stderr).toMatch(/^swjob: the table torn cannot be read: .*not a readable ZIP/);
  });

  it('hides what a manifest keeps secret, wherever it stands', async () => {
    const secrets = {
      api_token: 'first-hidden',
      nested: { password: 'second-hidden', list: [{ api_key: 'third-hidden' }] },
    };
    const { root } = await writeStore({}, { ...secrets, job_name: 'shown' });
    const { status, stdout } = await swjob(['report', JOB, '--out', '-'], { env: storeEnv(root) });
    expect(status).toBe(0);
    expect(stdout).toContain('shown');
    expect(stdout).toContain('api_token');
    expect(stdout.match(/\w+-hidden/g)).toBeNull();
  });

  it('names the datasets once, and gives each cell of the matrix a title', async () => {
    const { stdout } = await report(['624a', '--out', '-']);
    expect(stdout.match(/<dt>datasets<\/dt>/g)).toHaveLength(1);
    expect(stdout).toContain('title="cat predicted as truck: 2 of 14 (14.3%)"');
  });

  it('stays below --max-bytes by leaving out rows and pictures, and says so', async () => {
    for (const size of [25_000, 40_000]) {
      const { status, stdout } = await report(['624a', '--out', '-', '--max-bytes', String(size)]);
      expect(status).toBe(0);
      expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(size);
      expect(stdout).toMatch(/\d of (?:60|10) (?:rows|pictures)/);
    }
    const { status, stdout, stderr } = await report(['624a', '--out', '-', '--max-bytes', '2000']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^swjob: --max-bytes 2000: the page takes \d+KB even without rows and pictures\nUse /);
  });

  it('of several jobs compares them with the first, then shows each', async () => {
    const { status, stdout } = await report(['624a', 'vks7', '--out', '-']);
    expect(status).toBe(0);
    expect(stdout).toContain('<h1>vision: 2 jobs compared</h1>');
    expect(stdout.match(/<article class="job"/g)).toHaveLength(2);
    expect(stdout).toMatch(/<td class="n change (?:good|bad)">[▲▼]\u00a0/);
    const ids = [...stdout.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of two jobs shows which predictions were fixed and broken, with pictures', async () => {
    const { stdout } = await report(['624a', 'vks7', '--out', '-']);
    const env = storeEnv(await unpackStore('vision'));
    const diff = JSON.parse((await swjob(['diff', '624a', 'vks7', '-o', 'json'], { env })).stdout);
    const { fixed, broken } = diff.outcome;
    expect(fixed + broken).toBeGreaterThan(0);
    const section = stdout.slice(stdout.indexOf('<section id="changes-2">'), stdout.indexOf('<article'));
    expect(section).toContain(`gets ${fixed} right that`);
    expect(section.match(/<img src="data:image\/png/g)).toHaveLength(fixed + broken);
    expect(section.match(/<b class="good">/g)).toHaveLength(fixed);
    expect(section.match(/<b class="bad">/g)?.length ?? 0).toBe(broken);
    const same = await report(['624a', '624a', '--out', '-']);
    expect(same.stdout).toContain('Of 60 predictions in both jobs, both get the same ones right.');
  });

  it('shows the file in the browser with --open, which needs one', async () => {
    const ended = await report(['624a', '--out', '-', '--open']);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toBe('swjob: --open needs a file to show\nName it with --out report.html.\n');
  });

  it('refuses a file whose ending promises something else', async () => {
    const ended = await report(['624a', '--out', 'report.pdf']);
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toBe(
      'swjob: --out "report.pdf": a report is HTML, not ".pdf"\nUse a name such as report.html.\n',
    );
  });

  it('writes the file atomically', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'report-'));
    for (const name of ['r.html', 'r.html.part', 'r-0.85']) {
      expect((await report(['624a', '--out', join(folder, name)])).status).toBe(0);
    }
    expect((await readdir(folder)).sort()).toEqual(['r-0.85', 'r.html', 'r.html.part']);
    expect((await readFile(join(folder, 'r.html'), 'utf8')).endsWith('</html>\n')).toBe(true);
  });

  it('of a job without a summary or tables is a page about the job', async () => {
    const { status, stdout } = await report(['q7bg', '--out', '-'], 'real');
    expect(status).toBe(0);
    expect(stdout).toContain('<h2 id="job-title">How it was made</h2>');
  });

  it('has no output in other formats', async () => {
    const { status, stdout, stderr } = await report(['624a', '--out', '-', '-o', 'json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^swjob: report has no json output\nIt writes HTML\./);
  });

  it('requires a file on a terminal', async () => {
    const env = storeEnv(await unpackStore('vision'));
    const { status, stderr } = await swjob(['report', '624a'], { env, tty: { columns: 80 } });
    expect(status).toBe(2);
    expect(stderr).toBe('swjob: report needs a file\nName it with --out report.html; - writes to standard output.\n');
  });
});
