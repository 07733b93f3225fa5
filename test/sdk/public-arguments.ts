import * as api from '../../src/index.ts';
import { Job, job, Project, Resource, Starwhale } from '../../src/index.ts';
import {
  type Accepts,
  isCallback,
  isCount,
  isDispatcher,
  isEmptyObject,
  isFilled,
  isFlag,
  isJob,
  isJobs,
  isKey,
  isList,
  isPackage,
  isProject,
  isSignal,
  isSpecs,
  isText,
  isTime,
  isWords,
} from './accepted-values.ts';

/** Calls a public function with this value as an argument. */
export type Call = (value: unknown) => unknown;
type Loose = (...args: unknown[]) => unknown;

export const listOf = Job.list as Loose;
export const create = Job.create as Loose;
const batchesOf = (options: unknown) => job('irti').getTableBatches('results', options as object);
const rowsOf = (options: unknown) => job('irti').getTableRows('results', options as object);
const compared = (...args: unknown[]) => (api.compare as Loose)(...args);
const content = (): api.Content => {
  const reader = { read: async () => new Uint8Array() };
  return new (api.Content as unknown as new (...args: unknown[]) => api.Content)('', new Map(), { link: null, reader });
};
/** The options that `Job.create` requires. */
export const BASE = { project: 'srv/project/1', model: 'tiny', runHandler: 'evalmod:evaluate' };

/** Each argument of each public function. */
export const ARGUMENTS: Readonly<Record<string, readonly [call: Call, accepts: Accepts]>> = {
  'job uri': [job as Loose, isText],
  'Job.get uri': [Job.get as Loose, isText],
  'Job.list options': [(options) => listOf(options), (value) => isProject(value) || isEmptyObject(value)],
  'Job.create options': [(options) => create(options), () => false],
  'Job#getTableRows name': [(name) => job('irti').getTableRows(name as string), isText],
  'Job#getTableRows options': [rowsOf, isEmptyObject],
  'Job#getTableBatches name': [(name) => job('irti').getTableBatches(name as string), isText],
  'Job#getTableBatches options': [batchesOf, isEmptyObject],
  'Job#wait options': [(options) => (job('irti').wait as Loose).call(job('irti'), options), isEmptyObject],
  'Job#logs options': [(options) => job('irti').logs(options as object), isEmptyObject],
  'Job#remove options': [(options) => job('irti').remove(options as object), isEmptyObject],
  'Job#comment text': [(text) => job('irti').comment(text as string), isText],
  'Job#pin pinned': [(pinned) => job('irti').pin(pinned as boolean), isFlag],
  'Starwhale options': [(options) => new Starwhale(options as object), isEmptyObject],
  'Starwhale#job uri': [(uri) => new Starwhale().job(uri as string), isText],
  'Starwhale#listJobs options': [
    (options) => new Starwhale().listJobs(options as object),
    (value) => isProject(value) || isEmptyObject(value),
  ],
  'Starwhale#jobs options': [
    (options) => new Starwhale().jobs(options as object),
    (value) => isProject(value) || isEmptyObject(value),
  ],
  'Starwhale#projects instance': [(instance) => new Starwhale().projects(instance as string), isText],
  'Starwhale#compare base': [(base) => new Starwhale().compare(base as string, 'irti'), isJob],
  'Starwhale#diff base': [(base) => new Starwhale().diff(base as string, 'irti'), isJob],
  'compare base': [(base) => compared(base, 'irti'), isJob],
  'compare jobs': [(jobs) => compared('irti', jobs), isJobs],
  'compare options': [(options) => compared('irti', 'irti', options), isEmptyObject],
  'diff base': [(base) => api.diff(base as string, 'irti'), isJob],
  'diff job': [(other) => api.diff('irti', other as string), isJob],
  'diff options': [(options) => api.diff('irti', 'irti', options as object), isEmptyObject],
  'Starwhale#create options': [(options) => new Starwhale().create(options as api.CreateOptions), () => false],
  'Project uri': [(uri) => new (Project as unknown as new (uri: unknown) => Project)(uri), isText],
  'Resource uri': [(uri) => new Resource(uri as string, 'model'), isFilled],
  'Resource type': [(type) => new Resource('mnist', type as 'model'), () => false],
  'Content#text encoding': [(encoding) => content().text(encoding as string), isText],
  'unpickle bytes': [api.unpickle as Loose, (value) => value instanceof Uint8Array],
  'Content#save path': [(path) => content().save(path as string), isFilled],
};

const LISTED: Readonly<Record<string, Accepts>> = {
  ...{ project: isProject, pageIndex: isCount(1), pageSize: isCount(1), status: isWords, filter: isFilled },
  ...{ sort: isWords, metrics: isList(isFilled), since: isTime, until: isTime, signal: isSignal },
};
/** The methods that take a signal alone. */
const PLAIN = ['status', 'record', 'info', 'summary', 'tables', 'tasks', 'events'] as const;
const ACTIONS = ['cancel', 'pause', 'resume', 'recover'] as const;

/** Each option with the values that it accepts. */
export const OPTIONS: Readonly<Record<string, readonly [call: Call, options: Readonly<Record<string, Accepts>>]>> = {
  'Job.list': [(options) => listOf(options), LISTED],
  'Starwhale.listJobs': [(options) => new Starwhale().listJobs(options as object), LISTED],
  'Job.create': [
    (options) => create({ ...BASE, ...(options as object) }),
    {
      ...{
        project: isProject,
        model: isPackage('model'),
        runHandler: isFilled,
        datasets: isList(isPackage('dataset')),
      },
      ...{ runtime: isPackage('runtime'), resourcePool: isText, ttl: Number.isSafeInteger, devMode: isFlag },
      ...{ devModePassword: isText, datasetHead: Number.isSafeInteger, overwriteSpecs: isSpecs },
      ...{ finetuneValidationDatasets: isList(isPackage('dataset')), handlerArgs: isList(isText), python: isFilled },
      ...{ onOutput: isCallback, onWarning: isCallback, signal: isSignal },
    },
  ],
  Starwhale: [
    (options) => new Starwhale(options as object),
    {
      ...{ config: isFilled, storage: isFilled, token: isFilled, timeout: isCount(1), project: isProject },
      ...{ maxRetries: isCount(0), signal: isSignal, fetch: isCallback, dispatcher: isDispatcher },
    },
  ],
  'Job.wait': [
    (options) => job('irti').wait(options as object),
    { timeout: isCount(0), interval: isCount(1), signal: isSignal },
  ],
  'Job.logs': [(options) => job('irti').logs(options as object), { task: isFilled, follow: isFlag, signal: isSignal }],
  'Starwhale.jobs': [(options) => new Starwhale().jobs(options as object), { ...LISTED, limit: isCount(0) }],
  'Job.remove': [(options) => job('irti').remove(options as object), { force: isFlag, signal: isSignal }],
  ...Object.fromEntries(
    [...PLAIN, ...ACTIONS].map((name) => [
      `Job.${name}`,
      [(options: unknown) => job('irti')[name](options as object), { signal: isSignal }] as const,
    ]),
  ),
  'Job.comment': [(options) => job('irti').comment('x', options as object), { signal: isSignal }],
  'Job.pin': [(options) => job('irti').pin(true, options as object), { signal: isSignal }],
  'Starwhale.projects': [(options) => new Starwhale().projects('', options as object), { signal: isSignal }],
  'Content.bytes': [(options) => content().bytes(options as object), { signal: isSignal }],
  'Content.text': [(options) => content().text('utf-8', options as object), { signal: isSignal }],
  'Content.save': [(options) => content().save('x', options as object), { signal: isSignal }],
  getTableRows: [
    rowsOf,
    {
      ...{ start: isKey, end: isKey, endInclusive: isFlag, keepNone: isFlag, columns: isList(isText) },
      ...{ limit: isCount(0), revision: (value) => typeof value === 'bigint' && value >= 0n },
      ...{ unpickle: isFlag, skipDamaged: isCallback, signal: isSignal },
    },
  ],
};

/** Public functions without arguments that can be wrong. */
export const WITHOUT = [
  ...[
    'Project#toString',
    'Resource#toString',
    'StarwhaleObject#get',
    'StarwhaleObject#numberAt',
    'StarwhaleObject#textAt',
  ],
  ...['Job#toString', 'Job#toJSON', 'SwjobError#toJSON', 'Diff#counts', 'Diff#toString', 'Diff#toJSON'],
  ...['Job#refresh', 'Starwhale#close'],
  // Created by swjob, or for programs' own errors; isSwjobError accepts any value.
  ...[
    'StarwhaleObject#toString',
    'StarwhaleObject#toJSON',
    'StarwhaleObject#listAt',
    'toJson',
    'SwjobError',
    'isSwjobError',
  ],
];
