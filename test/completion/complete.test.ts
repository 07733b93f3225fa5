import { mkdirSync, mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';

let real: Record<string, string>;
let jobs: Record<string, string>;

beforeAll(async () => {
  real = storeEnv(await unpackStore('real'));
  jobs = storeEnv(await unpackStore('jobs'));
});

/** The candidates for a line's last word. */
async function completed(words: readonly string[], env = real): Promise<readonly string[]> {
  const { status, stdout, stderr } = await swjob(['__complete', 'fish', '--', 'swjob', ...words], { env });
  expect([status, stderr]).toEqual([0, '']);
  const [kind, ...lines] = stdout.split('\n');
  expect(kind).toBe('words');
  return lines.slice(0, -1);
}

function manifestAt(time: Date): string {
  return `created_at: ${time.toISOString().slice(0, 19).replace('T', ' ')} UTC\nstatus: success\n`;
}

async function values(words: readonly string[], env = real): Promise<readonly (string | undefined)[]> {
  return (await completed(words, env)).map((line) => line.split('\t')[0]);
}

describe('swjob __complete', () => {
  it('offers every visible command, and no hidden one', async () => {
    const { stdout } = await swjob(['--help']);
    const [commands = ''] = stdout.slice(stdout.indexOf('Look at jobs:')).split('\nOptions');
    const listed = Array.from(commands.matchAll(/^ {2}([\w-]+)/gm), ([, name]) => name);
    expect(await values([''])).toEqual(listed);
  });

  it('offers aliases if no name matches', async () => {
    expect(await values(['l'])).toEqual(['list', 'logs']);
    expect(await values(['ls'])).toEqual(['ls']);
    expect(await values(['instance', ''])).toEqual(['list', 'login', 'logout', 'select']);
  });

  it('offers flags once, except repeatable ones', async () => {
    const flags = await values(['list', '--all', '--status', 'FAIL', '-q', '-']);
    expect(flags).toEqual(expect.arrayContaining(['--status', '--project', '-p', '--json', '--help']));
    for (const given of ['--all', '--quiet', '-q', '--version']) expect(flags).not.toContain(given);
    expect(await values(['instance', 'login', '--pass'])).toEqual(['--password-stdin']);
    expect(await values(['rows', 'x', 't', '--', '--'])).toEqual([]);
  });

  it('offers the jobs that a command can act on', async () => {
    expect(await values(['recover', ''], jobs)).toEqual(
      expect.arrayContaining(['@latest', 'z67ux3zccljw', 'wwa4i4b2nhvs', 'local/project/']),
    );
    expect(await values(['info', 'z67'], jobs)).toEqual([]);
    expect(await values(['tasks', 't63'], jobs)).toEqual([]);
    expect(await completed(['info', 't63'], jobs)).toEqual([
      expect.stringMatching(/^t63hkxklju7v\tSUCCESS, \d+ \w+ ago$/),
    ]);
    expect(await values(['cancel', 't63'], jobs)).toEqual([]);
    expect(await values(['remove', 'hjdmzzrqqq', 'hjdm'], jobs)).toEqual(['hjdmb5bcwfsu', 'hjdma34kotqc']);
  });

  it('shortens ids, but keeps them distinct and no shorter than what is typed', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'ids-'));
    for (const version of ['aaaaaaaaaaaaaaaaaaaabb', 'aaaaaaaaaaaaaaaaaaaacc', 'aabbbbbbbbbbbbbbbbbbbb']) {
      mkdirSync(join(root, 'self', 'job', 'aa', version), { recursive: true });
    }
    const env = storeEnv(root);
    expect(await values(['info', 'aa'], env)).toEqual([
      'aaaaaaaaaaaaaaaaaaaab',
      'aaaaaaaaaaaaaaaaaaaac',
      'aabbbbbbbbbb',
    ]);
    expect(await values(['info', 'aabbbbbbbbbbbbb'], env)).toEqual(['aabbbbbbbbbbbbb']);
    for (const id of await values(['info', 'aa'], env)) {
      expect((await swjob(['info', String(id)], { env })).status).toBe(0);
    }
  });

  it('offers no job twice, however many letters name it, but also numbers that only begin the same', async () => {
    const [, full = ''] =
      /^(hjdma34kotqc\S*)/m.exec((await swjob(['list', '-q', '--all'], { env: jobs })).stdout) ?? [];
    for (const given of ['hjdma', 'hjdma34kotqc', full]) {
      expect(await values(['remove', given, 'hjdm'], jobs)).toEqual(['hjdmzzrqqq', 'hjdmb5bcwfsu']);
    }
    expect(await values(['remove', 'hjd', 'hjdma'], jobs)).toEqual(['hjdma34kotqc']);
  });

  it('offers the newest of very many jobs by the times of their folders, and all that match what is typed', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'many-'));
    for (let number = 0; number < 1010; number++) {
      const version = `j${String(number).padStart(4, '0')}aaaaaaaaaaaaaaa`;
      const folder = join(root, 'self', 'job', version.slice(0, 2), version);
      mkdirSync(folder, { recursive: true });
      const time = new Date(Date.UTC(2026, 0, 1) + number * 60_000);
      writeFileSync(join(folder, '_manifest.yaml'), manifestAt(time));
      utimesSync(folder, time, time);
    }
    const all = (await values(['info', ''], storeEnv(root))).filter((value) => value?.startsWith('j'));
    expect([all.length, all[0], all.at(-1)]).toEqual([1000, 'j1009aaaaaaa', 'j0010aaaaaaa']);
    expect(await values(['info', 'j0003'], storeEnv(root))).toEqual(['j0003aaaaaaa']);
  });

  it('describes jobs as far as possible if a manifest is missing, damaged, or spelled differently', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'spelled-'));
    const manifests = {
      aaaa: 'status: success\ncreated_at: 2026-11-23 08:00:00 UTC\n',
      bbbb: 'created_at: "2026-11-23 09:00:00 UTC"\nstatus: "failed"\n',
      cccc: '\u0000{',
      dddd: null,
    };
    for (const [version, text] of Object.entries(manifests)) {
      const folder = join(root, 'self', 'job', version.slice(0, 2), version);
      mkdirSync(folder, { recursive: true });
      if (text !== null) writeFileSync(join(folder, '_manifest.yaml'), text);
    }
    const lines = (await completed(['info', ''], storeEnv(root))).filter((line) => !/^@|project/.test(line));
    expect(lines).toEqual(['bbbb\tFAIL, 3 hours ago', 'aaaa\tSUCCESS, 4 hours ago', 'cccc\tUNKNOWN', 'dddd\tUNKNOWN']);
  });

  it('follows the paths of URIs', async () => {
    expect(await values(['info', 'loc'])).toEqual(['local/project/']);
    expect(await values(['info', 'local/'])).toEqual(['local/project/']);
    expect(await values(['info', 'cloud://'])).toEqual(['cloud://local/project/']);
    expect(await values(['info', 'project/se'])).toEqual(['project/self/job/']);
    expect(await values(['info', 'local/project/self/'])).toEqual(['local/project/self/job/']);
    expect(await values(['info', 'self/job/qsr'])).toEqual(['self/job/qsrgiil7bkae']);
    expect(await values(['info', 'self/job/@latest:SU'])).toEqual(['self/job/@latest:SUCCESS']);
    expect(await values(['info', '@latest~'])).toEqual(['@latest~1']);
    expect(await values(['compare', '@b'])).toEqual(['@best:']);
    expect(await values(['compare', 'self/job/@best:acc'])).toEqual(['self/job/@best:accuracy']);
    expect(await values(['compare', '@best:macro avg/f'])).toEqual(['@best:macro avg/f1-score']);
    expect(await values(['list', '-p', ''])).toEqual(['another', 'self', 'local/project/']);
    expect(await values(['list', '-plocal/project/s'])).toEqual(['-plocal/project/self']);
  });

  it('offers tables of the job and columns of the table, lists part by part', async () => {
    for (const job of ['@latest:SUCCESS', '@latest:SUCCESS~1', '@latest~2']) {
      const { stdout } = await swjob(['tables', job, '--json'], { env: jobs });
      expect(await values(['rows', job, ''], jobs)).toEqual(JSON.parse(stdout));
    }
    expect(await values(['rows', 'qsrg', 'labels', '--columns', 'id,supp'])).toEqual(['id,support']);
    expect(await values(['rows', 'qsrg', 'labels', '--columns=id,i'])).toEqual([]);
    expect(await values(['rows', 'qsrg', 'labels', '--fields', 'supp'])).toEqual(['support']);
    expect(await values(['rows', 'qsrg', 'nosuch', '--columns', ''])).toEqual([]);
  });

  it('offers names inside values once a name is typed, even in pickled predictions', async () => {
    const vision = storeEnv(await unpackStore('vision'));
    const offered = (...words: readonly string[]) => values(['rows', '624a', 'results', ...words], vision);
    expect(await offered('--columns', '')).toContain('output');
    expect(await offered('--columns', '')).not.toContain('output/label');
    expect(await offered('--columns', 'id,out')).toEqual(['id,output', 'id,output/label', 'id,output/scores']);
    expect(await offered('--fields', 'output/')).toEqual(['output/label', 'output/scores']);
    expect(await offered('--fields', 'output.l')).toEqual(['output.label']);
    expect(await offered('--where', 'input/label != output/la')).toEqual(['input/label != output/label']);
    // Stored objects, two levels deep.
    expect(await offered('--columns', 'input/picture/li')).toContain('input/picture/link/uri');
    expect(await values(['rows', 'jcnv', 'results', '--columns', 'output/la'], vision)).toEqual(['output/label']);
    expect(await values(['rows', 'irti', 'objects', '--where', 'box/w'])).toEqual(['box/width']);
    expect(await values(['rows', 'irti', 'objects', '--where', 'zzz'])).toEqual([]);
  });

  it('offers the names of results if no table is given, also in conditions of diff and plot', async () => {
    const vision = storeEnv(await unpackStore('vision'));
    const offered = (...words: readonly string[]) => values(words, vision);
    expect(await offered('rows', '624a', '--columns', 'output/')).toEqual(['output/label', 'output/scores']);
    expect(await offered('rows', 'hqsp', '--columns', 'output/')).toEqual([]);
    expect(await offered('diff', '624a', 'vks7', '--columns', 'output/l')).toEqual(['output/label']);
    for (const option of ['--where', '--right']) {
      expect(await offered('diff', '624a', 'vks7', option, 'output/l')).toEqual(['output/label']);
      expect(await offered('diff', '624a', 'vks7', 'results', option, 'dur')).toEqual(['duration_seconds']);
    }
    expect(await offered('plot', '624a', 'results', '--where', 'output/l')).toEqual(['output/label']);
    expect(await offered('plot', '624a', '--where', 'output/l')).toEqual([]);
  });

  it('offers fields and metrics', async () => {
    expect(await values(['list', '--fields', 'uri,cr'])).toEqual(['uri,created_at']);
    expect(await values(['list', '--metric', 'acc'])).toEqual(['accuracy']);
    expect(await values(['list', '--sort=-acc'])).toEqual(['--sort=-accuracy']);
    expect(await values(['list', '--sort', 'fin'])).toEqual(['finished_at']);
    expect(await values(['rows', 'qsrg', 'labels', '--sort=id,-supp'])).toEqual(['--sort=id,-support']);
    expect(await values(['summary', 'qsrg', '--fields', 'hamm'])).toEqual(['hamming_loss']);
  });

  it('offers the names that a condition can use', async () => {
    expect(await values(['list', '--filter', 'acc'])).toEqual(['accuracy']);
    expect(await values(['list', '--filter', 'accuracy > 0.5 and dur'])).toEqual(['accuracy > 0.5 and duration_ms']);
    expect(await values(['rows', 'qsrg', 'results', '--where', '`input/l'])).toEqual(['`input/label`']);
    expect(await values(['summary', 'qsrg', '--assert=hamm'])).toEqual(['--assert=hamming_loss']);
    expect(await values(['rows', 'qsrg', 'results', '--where', `"id == 'in`])).toEqual([]);
  });

  it('offers the fields of each command for --fields', async () => {
    const names = async (...command: readonly string[]) => {
      const { stderr } = await swjob([...command, '--fields', 'nosuch'], { env: real });
      return /^The fields are: (.*)$/m.exec(stderr)?.[1]?.split(', ');
    };
    for (const command of [
      ['list'],
      ['info', 'qsrg'],
      ['status', 'qsrg'],
      ['tables', 'qsrg', '--count'],
      ['watch', 'qsrg'],
      ['doctor'],
      ['instance', 'list'],
      ['project', 'list'],
    ]) {
      expect([command, await values([...command, '--fields', ''])]).toEqual([command, await names(...command)]);
    }
    expect(await values(['list', '--metric', 'accuracy', '--fields', 'ac'])).toEqual(['accuracy']);
    // For a summary, also those of the project's other jobs.
    expect(await values(['summary', 'qsrg', '--fields', ''])).toEqual(
      expect.arrayContaining((await names('summary', 'qsrg')) ?? []),
    );
  });

  it('offers models, datasets and the handlers of the model', async () => {
    expect(await values(['create', '-m', 'c'])).toEqual(['clf']);
    expect(await values(['create', '-m', 'self/model/c'])).toEqual(['self/model/clf']);
    expect(await values(['create', '-m', 'clf', '-d', 'p'])).toEqual(['points']);
    expect(await values(['create', '-m', 'clf', '--handler', 'evaluator:s'])).toEqual(['evaluator:summarize']);
    expect(await values(['create', '-m', 'nosuch', '--handler', ''])).toEqual([]);
    expect(await values(['create', '-m', 'clf/'])).toEqual(['clf/version/']);
    expect(await values(['create', '-m', 'self/model/clf/version/'])).toEqual([
      'self/model/clf/version/latest',
      'self/model/clf/version/tmazigsirsc22vk7y2vpjb24br22lsizdoxoogri',
    ]);
    expect(await values(['create', '-m', 'self/'])).toEqual(['self/model/']);
  });

  it('offers topics, instances and shells', async () => {
    expect(await values(['help', 'e'])).toEqual(['events', 'exit-codes', 'environment']);
    expect(await completed(['instance', 'select', ''])).toEqual(['local\tStandalone, the current one']);
    expect(await values(['completion', ''])).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  it('leaves files and folders to the shell', async () => {
    const { stdout } = await swjob(['__complete', 'fish', '--', 'swjob', '--config', ''], { env: real });
    expect(stdout).toBe('files\n');
    const folders = await swjob(['__complete', 'fish', '--', 'swjob', 'rows', 'x', 't', '--save-artifacts', ''], {
      env: real,
    });
    expect(folders.stdout).toBe('folders\n');
    const specs = ['__complete', 'fish', '--', 'swjob', 'create', '--overwrite-specs'];
    expect((await swjob([...specs, '@x'], { env: real })).stdout).toBe('@files\n');
    expect((await swjob([...specs, ''], { env: real })).stdout).toBe('words\n@\tthe path of a file\n');
    expect((await swjob([...specs, '{'], { env: real })).stdout).toBe('words\n');
  });

  it('drops names that a command line cannot contain, and shows none that drive the terminal', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'names-'));
    const version = 'abcdefghijklmnop';
    mkdirSync(join(root, 'self', 'job', 'ab', version), { recursive: true });
    mkdirSync(join(root, '.datastore'));
    const names = ['good', 'two\nlines', 'tab\tbed', 'esc\u001b[31m', '__proto__', 'turned\u202earound', '--out'];
    const tables = names.map((name) => ({ name: `project/self/eval/ab/${version}/${name}`, dir: 'none' }));
    writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
    expect(await values(['rows', 'abcd', ''], storeEnv(root))).toEqual(['__proto__', 'good']);
    expect(await values(['rows', '--', 'abcd', '--'], storeEnv(root))).toEqual(['--out']);
  });

  it('writes nothing to the store', async () => {
    const root = await unpackStore('real');
    const state = () =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => `${name} ${statSync(join(root, name)).mtimeMs}`);
    const before = state();
    for (const line of [
      ['info', ''],
      ['rows', 'qsrg', ''],
      ['list', '--metric', ''],
      ['create', '-m', 'clf', '--handler', ''],
    ]) {
      expect((await values(line)).length).toBeGreaterThan(0);
    }
    expect(state()).toEqual(before);
  });

  it('is silent about a missing store, a broken config, an unknown shell, and nonsensical lines', async () => {
    const broken = join(await temporaryFolder(), 'broken.yaml');
    writeFileSync(broken, '{');
    const lines = [
      [],
      ['x'],
      ['info', 'a/b/c/d/e/'],
      ['info', '//'],
      ['nosuch', ''],
      ['info', 'x', ''],
      ['--nosuch', ''],
    ];
    for (const line of lines) {
      for (const env of [storeEnv('/nonexistent'), { ...real, SW_CLI_CONFIG: broken }, {}]) {
        const { status, stderr } = await swjob(['__complete', 'bash', '--', ...line], { env });
        expect([line, status, stderr]).toEqual([line, 0, '']);
      }
    }
    expect(await swjob(['__complete', 'tcsh', '--', ''], { env: real })).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
