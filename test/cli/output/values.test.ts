import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { unpackStore } from '../../support/stores.ts';
import { int, JOB, text, writeStore } from '../written-store.ts';

// A row with text that would move the cursor, set a title, clear the screen or reverse the reading order.
const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007b\u202ec\u009bd\re\u200bf';
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u200b]/;

let root: string;
beforeAll(async () => {
  const cells = { [HOSTILE]: text(HOSTILE), __proto__x: int(1) };
  ({ root } = await writeStore(
    {
      [`t${HOSTILE}`]: { keyType: 'STRING', blocks: [[{ key: HOSTILE, revision: 1n, cells }]] },
      'eval/summary': { keyType: 'STRING', blocks: [[{ key: JOB, revision: 1n, cells }]] },
    },
    { error_message: HOSTILE, model: 'm', handler_name: `${HOSTILE}:run`, datasets: [HOSTILE] },
  ));
});

describe('text from a job', () => {
  it('cannot drive a terminal, with any command and format', async () => {
    const table = `t${HOSTILE}`;
    const commands = [
      ['list', '--fullname', '--metric', HOSTILE],
      ['list', '--fields', 'error_message,handler,datasets', '--no-truncate'],
      ['info', JOB],
      ['summary', JOB],
      ['summary', JOB, JOB],
      ['tables', JOB],
      ['tables', JOB, '--count'],
      ['rows', JOB, table],
      ['rows', JOB, table, '--no-truncate'],
      ['rows', JOB, `no${HOSTILE}`],
      ['rows', JOB, table, '--columns', `no${HOSTILE}`],
      ['rows', JOB, table, '--where', `\`no${HOSTILE}\` == 1`],
      ['rows', JOB, table, '--start', HOSTILE, '--key-type', 'int'],
      ['info', `local/project/${HOSTILE}/job/x`],
      ['summary', JOB, '--assert', `\`${HOSTILE}\` == 1`],
      ['list', '--fields', HOSTILE],
      [HOSTILE],
      ['list', `--${HOSTILE}`],
      ['list', '-o', HOSTILE],
    ];
    for (const command of commands) {
      for (const format of [
        [],
        ['--json'],
        ['-o', 'jsonl'],
        ['-o', 'csv'],
        ['-o', 'tsv'],
        ['--json', '--typed'],
        ['-q'],
      ]) {
        const options = { env: { ...storeEnv(root), NO_COLOR: '1' }, tty: { columns: 90 } };
        const { stdout, stderr } = await swjob([...command, ...format], options);
        expect(CONTROLS.exec(stdout)?.[0], `stdout of ${JSON.stringify([...command, ...format])}`).toBeUndefined();
        expect(CONTROLS.exec(stderr)?.[0], `stderr of ${JSON.stringify([...command, ...format])}`).toBeUndefined();
      }
    }
  });

  it('is shown, not dropped', async () => {
    const { stdout } = await swjob(['summary', JOB], {
      env: { ...storeEnv(root), NO_COLOR: '1' },
      tty: { columns: 200 },
    });
    expect(stdout).toContain('a\\x1b[2J\\x1b]0;title\\x07b\\u202ec\\x9bd\\re\\u200bf');
  });

  it('is escaped in a table in a pipe, which may end at a terminal, but unchanged in tsv', async () => {
    const cells = { c: text(`tab\t ${HOSTILE} back\\slash`) };
    const { root: own } = await writeStore({
      t: { keyType: 'STRING', blocks: [[{ key: '\u001bkey', revision: 1n, cells }]] },
    });
    const run = async (...args: string[]) => (await swjob(args, { env: storeEnv(own) })).stdout;
    const shown = 'tab\\t a\\x1b[2J\\x1b]0;title\\x07b\u202ec\\x9bd\\re\u200bf back\\\\slash';
    expect(await run('rows', JOB, 't')).toBe(`\\x1bkey\t${shown}\n`);
    expect(await run('rows', JOB, 't', '--where', 'c != ""')).toBe(`\\x1bkey\t${shown}\n`);
    expect(await run('rows', JOB, 't', '-q')).toBe('\\x1bkey\n');
    expect(await run('rows', JOB, 't', '-o', 'tsv')).toContain('\u001b[2J');
    expect((await swjob(['summary', JOB], { env: storeEnv(root) })).stdout).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/,
    );
  });

  it('keeps its meaning in JSON for programs', async () => {
    const { stdout } = await swjob(['summary', JOB, '--json'], { env: storeEnv(root) });
    expect(JSON.parse(stdout)).toHaveProperty([HOSTILE], HOSTILE);
  });
});

describe('values in JSON', () => {
  const json = async (store: 'types' | 'tables' | 'real', table: string, ...args: string[]) => {
    const env = storeEnv(await unpackStore(store));
    const job = store === 'real' ? 'irti' : '@latest';
    const { stdout } = await swjob(['rows', job, table, '-o', 'jsonl', ...args], { env });
    return stdout.split('\n').slice(0, -1);
  };
  const typed = async (table: string, id: string) =>
    JSON.parse(
      (await json('types', table, '--typed', '--start', id, '--end', id, '--end-inclusive'))[0] ?? '',
    ) as unknown;

  it('are numbers with every digit, even beyond 2^53', async () => {
    expect(await json('tables', 'keys/int', '--tail', '2')).toEqual([
      '{"id":9007199254740993,"v":6}',
      '{"id":9223372036854775807,"v":5}',
    ]);
  });

  it('are base64 for bytes, arrays for lists and tuples, objects or pairs for maps', async () => {
    const maps = await json('types', 'map');
    expect(maps).toContain('{"id":2,"v":{"a":1,"b":2}}');
    expect(maps).toContain('{"id":17,"v":[[[1,2],"tuple key"]]}');
    expect(maps).toContain('{"id":18,"v":[[null,1]]}');
    expect((await json('real', 'objects', '--columns', 'cls'))[0]).toBe(
      '{"cls":{"_type":"class_label","names":["x",2,3.5],"_python_type":"starwhale.base.data_type.ClassLabel"}}',
    );
  });

  it('are lossless with --typed', async () => {
    expect(await typed('scalars/float', '1')).toEqual({
      id: { type: 'INT64', value: '1' },
      f16: { type: 'FLOAT16', value: '-0' },
      f32: { type: 'FLOAT32', value: '-0' },
      f64: { type: 'FLOAT64', value: '-0' },
      py: { type: 'FLOAT64', value: '-0' },
    });
    expect(await typed('scalars/float', '6')).toMatchObject({ f16: { type: 'FLOAT16', value: '-Infinity' } });
    expect(await typed('map', '17')).toMatchObject({
      v: {
        type: 'MAP',
        value: [
          {
            key: {
              type: 'TUPLE',
              value: [
                { type: 'INT64', value: '1' },
                { type: 'INT64', value: '2' },
              ],
            },
            value: { type: 'STRING', value: 'tuple key' },
          },
        ],
      },
    });
    expect(await typed('map', '18')).toMatchObject({ v: { value: [{ key: { type: 'UNKNOWN', value: null } }] } });
    expect(await typed('map', '19')).toMatchObject({
      v: {
        value: [
          {
            value: {
              type: 'OBJECT',
              pythonType: 'starwhale.base.data_type.Point',
              value: { x: { type: expect.any(String), value: '1' } },
            },
          },
        ],
      },
    });
  });

  it('are also typed in csv and in other documents', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    expect(JSON.parse((await swjob(['summary', '6jfe', '--json', '--typed'], { env })).stdout)).toMatchObject({
      acc: { type: 'FLOAT64', value: '0.5' },
    });
    expect((await swjob(['summary', '6jfe', '-o', 'csv', '--typed', '--fields', 'acc'], { env })).stdout).toBe(
      'acc\n"{""type"":""FLOAT64"",""value"":""0.5""}"\n',
    );
  });
});
