import { Store } from './commands.js';
import { atMost, peakWithin, plus, within } from './judge.js';
import { count } from './report.js';

/** Growth: jobs, rows, tables and metrics. Lists of jobs are compared with P of the small store's table. */
export function growthLines({ small, large, most, crowd, metrics, tables }) {
  const parse = new Store(small).limit('parse');
  return [
    ...(large.rows > small.rows ? [largeLine(large)] : []),
    ...jobLines(crowd, large, parse),
    ...(metrics ? metricLines(metrics) : []),
    ...(tables ? tableLines(tables) : []),
    ...(most ? rowLines(most) : []),
  ];
}

function largeLine(large) {
  const many = new Store(large);
  return {
    work: `all ${count(large.rows)} rows to jsonl`,
    commands: { ours: many.swjob('rows', large.job, 'results', '-o', 'jsonl'), parse: many.limit('parse') },
    limits: [atMost(0.32, 'parse'), peakWithin(160)],
    runs: 3,
  };
}

/** Goals for 100,000 jobs as multiples of P. Commands without a goal are compared with a tenth of the jobs. */
function jobLines(crowd, large, parse) {
  if (crowd === undefined) return [];
  const [all, tenth] = [new Store(crowd), new Store(large)];
  const goals = {
    list: [1.3, ['list']],
    'list --filter': [3.2, ['list', '--filter', 'metric/m00 > 0.9']],
    'list --filter by a field': [3.2, ['list', '--filter', 'status == "FAIL"']],
    'list --all -o json': [4.2, ['list', '--all', '-o', 'json']],
  };
  const inProportion = {
    'list --sort by a metric': ({ job: _ }) => ['list', '--metric', 'metric/m00', '--sort', '-metric/m00'],
    "info by an id's beginning": ({ job }) => ['info', job.slice(0, 12)],
  };
  const name = (work) => `${count(crowd.jobs)} jobs: ${work}`;
  return [
    ...Object.entries(goals).map(([work, [factor, words]]) => ({
      work: name(work),
      commands: { ours: all.swjob(...words), parse },
      limits: [atMost(factor, 'parse'), peakWithin(160)],
      runs: 3,
    })),
    ...Object.entries(inProportion).map(([work, words]) => ({
      work: name(work),
      commands: { ours: all.swjob(...words(crowd)), tenth: tenth.swjob(...words(large)) },
      limits: [atMost(crowd.jobs / large.jobs, 'tenth'), peakWithin(160)],
      runs: 3,
    })),
    {
      work: name('TAB'),
      commands: { ours: all.swjob('__complete', 'zsh', '--', 'info', '') },
      limits: [within(1000)],
      runs: 3,
    },
  ];
}

function metricLines(metrics) {
  const store = new Store(metrics);
  const { job, jobs } = metrics;
  return [
    {
      work: `summary of one job among ${count(jobs)} with 200 metrics each`,
      commands: { ours: store.swjob('summary', job), node: store.node() },
      limits: [plus(600, 'node'), peakWithin(160)],
      runs: 3,
    },
    {
      work: `list --filter by one of 200 metrics of ${count(jobs)} jobs`,
      commands: {
        ours: store.swjob('list', '--filter', 'metric/m00 > 0.9'),
        parse: store.limit('parse', metrics.summaryFolder),
      },
      limits: [atMost(0.32, 'parse'), peakWithin(160)],
      runs: 3,
    },
  ];
}

function tableLines({ job, ...tables }) {
  const store = new Store(tables);
  return [
    {
      work: `tables of a job with ${count(tables.tables)}`,
      commands: { ours: store.swjob('tables', job), node: store.node() },
      limits: [plus(400, 'node'), peakWithin(160)],
      runs: 3,
    },
    {
      work: `TAB: the tables of a job with ${count(tables.tables)}`,
      commands: { ours: store.swjob('__complete', 'zsh', '--', 'rows', job, '') },
      limits: [within(200)],
      runs: 3,
    },
  ];
}

function rowLines(most) {
  const store = new Store(most);
  const commands = { ours: store.swjob('rows', most.job, 'results', '-o', 'jsonl'), parse: store.limit('parse') };
  return [
    {
      work: `all ${count(most.rows)} rows to jsonl`,
      commands: Object.fromEntries(Object.entries(commands).map(([name, each]) => [name, { ...each, once: true }])),
      limits: [atMost(0.32, 'parse'), peakWithin(160)],
      runs: 1,
    },
  ];
}
