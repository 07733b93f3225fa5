import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { type StoreName, unpackStore } from '../support/stores.ts';

const ID = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';
const HELP = 'Run `swjob --help` for a list of commands and options.\n';
const JOB_FIELDS =
  'uri, instance, project, id, uuid, status, handler, model, datasets, runtime, resource_pool, owner, created_at, finished_at, duration_ms, error_message, comment, pinned, removed';

/** A command line, its exit status and complete stderr; stdout is always empty. */
type Case = readonly [store: StoreName, args: readonly string[], status: number, stderr: string];

const CASES: readonly Case[] = [
  // Things that do not exist.
  [
    'jobs',
    ['info', 'nope'],
    3,
    'swjob: no job "nope" in the project self\nList the jobs there are: swjob list -p self\n',
  ],
  [
    'jobs',
    ['rows', '6jfe', 'result'],
    3,
    'swjob: the job has no table "result"\nDid you mean results? Its tables: results\n',
  ],
  [
    'jobs',
    ['rows', '6jfe', 'results', '--columns', 'id,nope'],
    3,
    'swjob: the table "results" has no column "nope"\nIts columns: id, a\n',
  ],
  [
    'jobs',
    ['rows', '6jfe', 'results', '--fields', 'nope', '--json'],
    3,
    'swjob: the table "results" has no column "nope"\nIts columns: id, a\n',
  ],
  [
    'jobs',
    ['list', '-p', 'nope'],
    3,
    'swjob: the store ROOT has no project "nope"\nIts projects: another, self, third_project-2\n',
  ],
  [
    'jobs',
    ['list', '-p', 'local'],
    3,
    'swjob: the store ROOT has no project "local"\nIts projects: another, self, third_project-2\n' +
      'local is an instance: cloud://local means its current project, local/project/NAME any of them.\n',
  ],
  [
    'jobs',
    ['status', 'local/project/nope/job/x'],
    3,
    'swjob: the store ROOT has no project "nope"\nIts projects: another, self, third_project-2\n',
  ],
  ['jobs', ['status', '@latest:paused'], 3, 'swjob: the project self has no job whose status is PAUSED\n'],
  [
    'prefix',
    ['summary', 'cpib'],
    3,
    `swjob: "cpib" matches 4 jobs in project self
Give more letters of one of:
  cpibartmy6oinamkbvtxyysi7dl3zg4pf44ye36t
  cpibb2fmr47lbbhqxmq4vq227r667jy7t5uxkyru
  cpibzzvttv
  cpibzzvttvmoreletters
`,
  ],
  ...(
    [
      ['rows', 'jcnv', '--where', 'input/label = bird', '-o', 'csv'],
      ['diff', 'jcnv', 'jcnv', '--right', 'input/label = bird'],
      ['plot', 'jcnv', 'results', '--where', 'input/label = bird'],
    ] as const
  ).map((args): [StoreName, readonly string[], number, string] => [
    'vision',
    args,
    3,
    'swjob: the table "results" has no column "bird"\nText needs quotes: input/label == "bird"\nIts columns: id, _mode, _index, output/label, output/score, duration_seconds, input/label, input/picture, input/weight, output/marked, output/why\n',
  ]),
  // Things that cannot be parsed.
  ['jobs', ['list', '--bogus'], 2, 'swjob: unknown option "--bogus"\nRun `swjob list --help` for usage.\n'],
  [
    'jobs',
    ['list', '--stats', 'FAIL'],
    2,
    'swjob: unknown option "--stats"\nDid you mean --status? Run `swjob list --help` for usage.\n',
  ],
  ['jobs', ['frobnicate'], 2, `swjob: unknown command "frobnicate"\n${HELP}`],
  ['jobs', ['tabels', 'x'], 2, `swjob: unknown command "tabels"\nDid you mean tables? ${HELP}`],
  [
    'jobs',
    ['info'],
    2,
    "swjob: missing required argument 'job'\nUsage: swjob info [options] <job>\nRun `swjob info --help` for usage.\n",
  ],
  [
    'jobs',
    ['rows'],
    2,
    "swjob: missing required argument 'job'\nUsage: swjob rows [options] <job> [table...]\nRun `swjob rows --help` for usage.\n",
  ],
  [
    'jobs',
    ['info', 'x', 'y'],
    2,
    "swjob: too many arguments for 'info'. Expected 1 argument but got 2.\nUsage: swjob info [options] <job>\nRun `swjob info --help` for usage.\n",
  ],
  [
    'jobs',
    ['list', '--size'],
    2,
    "swjob: option '-n, --size <number>' argument missing\nUsage: swjob list [options]\nRun `swjob list --help` for usage.\n",
  ],
  [
    'jobs',
    ['list', '-o', 'xml'],
    2,
    'swjob: --output "xml" is not known\nIt is one of: table, json, jsonl, csv, tsv, md, parquet\n',
  ],
  ['jobs', ['list', '--color', 'blue'], 2, 'swjob: --color "blue" is not known\nIt is one of: auto, always, never\n'],
  [
    'jobs',
    ['list', '--page', '0'],
    2,
    'swjob: --page "0" is not a whole number from 1 on\nGive a number such as 10.\n',
  ],
  [
    'jobs',
    ['list', '--size', '1.5'],
    2,
    'swjob: --size "1.5" is not a whole number from 1 on\nGive a number such as 10.\n',
  ],
  ['jobs', ['list', '--all', '--page', '2'], 2, 'swjob: --all and --page cannot be used together\n'],
  [
    'jobs',
    ['list', '--status', 'BROKEN'],
    2,
    "swjob: unknown job status 'BROKEN'\nThe statuses are: CREATED, READY, PAUSED, RUNNING, CANCELLING, CANCELED, SUCCESS, FAIL, UNKNOWN.\n",
  ],
  [
    'prefix',
    ['list', '--sort', 'createdat'],
    3,
    `swjob: --sort: there is no createdat\nDid you mean created_at?\nThere are: ${JOB_FIELDS}, acc, only_b, only_a, loss\n`,
  ],
  [
    'jobs',
    ['list', '--filter', 'acc >'],
    2,
    `swjob: --filter: expected a name or a value but found the end
At character 6:
  acc >
       ^
Example: accuracy >= 0.9 and status in ('SUCCESS', 'FAIL')
`,
  ],
  [
    'jobs',
    ['list', '--fields', 'id,,status'],
    2,
    'swjob: --fields "id,,status" has an empty part\nSeparate names with single commas, such as a,b; put a name that contains a comma in backquotes.\n',
  ],
  [
    'jobs',
    ['diff', ID, ID, '--save-artifacts', ''],
    2,
    'swjob: --save-artifacts needs the name of a folder\nUse . for the current folder.\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--limit', '-1'],
    2,
    'swjob: --limit "-1" is not a whole number from 0 on\nGive a number such as 10.\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--tail', '99999999999999999999'],
    2,
    'swjob: --tail "99999999999999999999" is too large\nGive a number such as 10.\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--limit', '1', '--tail', '1'],
    2,
    'swjob: --limit and --tail cannot be used together\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--revision', 'x'],
    2,
    'swjob: --revision "x" is not a revision\nA revision is a whole number from 0 to 9223372036854775807.\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--start', 'abc'],
    2,
    'swjob: --start "abc" is not a number, as the table\'s keys are\nWrite a number such as 42 or -1.5.\n',
  ],
  [
    'jobs',
    ['rows', ID, 'results', '--end', '1', '--key-type', 'date'],
    2,
    'swjob: --key-type "date" is not known\nIt is one of: auto, int, str, float, bool, bytes\n',
  ],
  [
    'jobs',
    ['list', '--request-timeout', 'soon'],
    2,
    'swjob: --request-timeout "soon" is not a duration\nGive a duration such as 30s, 5m, 1h30m or 500ms; a plain number is seconds.\n',
  ],
];

describe('bad input', () => {
  it.each(CASES)('for the store %s: swjob %j ends with %i', async (store, args, status, stderr) => {
    const root = await unpackStore(store);
    const ended = await swjob(args, { env: storeEnv(root) });
    expect({ ...ended, stderr: ended.stderr.replaceAll(root, 'ROOT') }).toEqual({ status, stdout: '', stderr });
  });

  it('gives the same error in every format, as text on stderr', async () => {
    const env = storeEnv(await unpackStore('jobs'));
    const plain = await swjob(['info', 'nope'], { env });
    for (const format of ['json', 'jsonl', 'csv', 'tsv']) {
      expect(await swjob(['info', 'nope', '-o', format], { env })).toEqual(plain);
    }
  });

  it('never shows a stack or an internal error', async () => {
    for (const [store, args] of CASES) {
      const { stderr } = await swjob(args, { env: storeEnv(await unpackStore(store)) });
      expect(stderr).not.toMatch(/^\s+at |internal error/m);
    }
  });
});
