import { headOf, Store } from './commands.js';
import { atMost, peakWithin, plus, within } from './judge.js';
import { count } from './report.js';

/** What should be quick, however much data there is. */
export function startLines({ small, large }, python) {
  const few = new Store(small, python);
  const many = new Store(large, python);
  const rowsOf = ({ job }) => ['rows', job, 'results', '-o', 'jsonl'];
  return [
    {
      work: '--version',
      group: 'start',
      commands: { ours: few.swjob('--version'), node: few.node(), client: few.swcli('--version') },
      limits: [atMost(1.3, 'node')],
    },
    {
      work: '--help',
      group: 'start',
      commands: { ours: few.swjob('--help'), node: few.node(), client: few.swcli('--help') },
      limits: [atMost(1.5, 'node')],
    },
    {
      work: `list of ${count(small.jobs)} jobs, first page`,
      group: 'start',
      commands: { ours: few.swjob('list'), node: few.node(), client: few.swcli('job', 'list', '-p', 'self') },
      limits: [plus(100, 'node')],
    },
    {
      work: `list of ${count(large.jobs)} jobs, first page`,
      group: 'start',
      commands: { ours: many.swjob('list'), node: few.node(), client: many.swcli('job', 'list', '-p', 'self') },
      limits: [plus(400, 'node')],
    },
    {
      work: `summary of one job among ${count(large.jobs)}`,
      group: 'start',
      commands: {
        ours: many.swjob('summary', large.job),
        node: few.node(),
        block: many.limit('block', large.summaryFolder),
        client: many.client('summary'),
      },
      limits: [plus(150, 'node')],
    },
    ...Object.entries({
      'the jobs': ['info', ''],
      'the tables of a job': ['rows', small.job, ''],
      'the columns of a table': ['rows', small.job, 'results', '--columns', ''],
      'the metrics': ['list', '--metric', ''],
    }).map(([what, words]) => ({
      work: `TAB: ${what}, among ${count(small.jobs)} jobs`,
      group: 'start',
      commands: { ours: few.swjob('__complete', 'zsh', '--', ...words), node: few.node() },
      limits: [within(100)],
    })),
    {
      work: `10 rows out of ${count(large.rows)}`,
      group: 'start',
      commands: {
        ours: many.swjob(...rowsOf(large), '--start', `${large.rows / 2}`, '--end', `${large.rows / 2 + 10}`),
        node: few.node(),
        block: many.limit('block'),
        client: many.client('range'),
      },
      limits: [plus(120, 'node')],
    },
    {
      work: `rows --limit 10 of ${count(large.rows)}`,
      group: 'start',
      commands: {
        ours: many.swjob(...rowsOf(large), '--limit', '10'),
        node: few.node(),
        client: many.client('limit'),
      },
      limits: [plus(120, 'node')],
    },
    {
      work: `rows --tail 10 of ${count(large.rows)}`,
      group: 'start',
      commands: { ours: many.swjob(...rowsOf(large), '--tail', '10'), node: few.node() },
      limits: [plus(120, 'node'), peakWithin(160)],
    },
    {
      work: `rows of ${count(large.rows)} | head -1`,
      commands: { ours: headOf(many.swjob(...rowsOf(large))), node: headOf(many.node()) },
      limits: [plus(120, 'node')],
    },
  ];
}
