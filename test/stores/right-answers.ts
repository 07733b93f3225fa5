import type { JobStatus } from '../../src/job/record.ts';
import type { RowAnswer, ValueAnswer } from '../support/answers.ts';

// Wrong answers of the real client (0.6.15) about the golden stores, with the right ones. Keys are a store and a place in it.

const TABLES = 'dffxktqnck3zx4rcbx5uy3klpoblulixl42xwx4k';
const WEIRD = 'weirddkhx6pygpan2rlykei4iiaannkksumnlmyt';

const text = (value: string): ValueAnswer => ({ t: 'str', v: value });
const int = (value: number): ValueAnswer => ({ t: 'int', v: String(value) });

/** Versions of removed jobs, newest first: the client lists them among the others. */
export const REMOVED: Readonly<Record<string, readonly string[]>> = {
  'jobs self': ['wwa4i4b2nhvsdf6kdlpvbby3oicilso3uxkwwqvc', 'z67ux3zccljwospxmwyxhomwlnbbhmsu7ctzkiy5'],
};

/** Versions of jobs without a manifest (yet), sorted: the client omits them and cannot read them. */
export const WITHOUT_MANIFEST: Readonly<Record<string, readonly string[]>> = {
  'jobs self': ['cufhrdslj2ifxaj2jnt6eykkqztzvkyd3brbtjfk'],
  'real self': ['omxa4be6l2ppnta4giorxk654pr7gns5pgzlhz36', 'wppkbwh5q7j4e2edkp7oo5b4dmwaqtpihsujw4kr'],
};

/**
 * Folders that are not jobs: emptied ones of removed jobs, and one from an engine whose job was given the invalid id
 * `bad version/x`.
 */
export const NOT_JOBS: Readonly<Record<string, readonly string[]>> = {
  'jobs self': ['ww', 'z6'],
  'real self': ['bad version', 'bad version/x'],
};

export interface RightJob {
  readonly mistake: string;
  /** The Python exception. */
  readonly client: string;
  readonly status: JobStatus;
  readonly summary: RowAnswer;
  /** All rows of its tables, the tables by name. */
  readonly rows: Readonly<Record<string, readonly RowAnswer[]>>;
}

const noManifest = { mistake: 'a job without manifest', client: 'NotFoundError', status: 'UNKNOWN' } as const;

/** Jobs that the client cannot read at all. */
export const JOBS: Readonly<Record<string, RightJob>> = {
  'jobs cufhrdslj2ifxaj2jnt6eykkqztzvkyd3brbtjfk': {
    ...noManifest,
    summary: [
      ['id', text('cufhrdslj2ifxaj2jnt6eykkqztzvkyd3brbtjfk')],
      ['started', { t: 'bool', v: true }],
    ],
    rows: {
      results: [
        [
          ['id', int(0)],
          ['a', int(1)],
        ],
      ],
    },
  },
  'real omxa4be6l2ppnta4giorxk654pr7gns5pgzlhz36': { ...noManifest, summary: [], rows: {} },
  'real wppkbwh5q7j4e2edkp7oo5b4dmwaqtpihsujw4kr': { ...noManifest, summary: [], rows: {} },
  'prefix cpibzzvttv': {
    mistake: 'an id that begins another',
    client: 'MultipleMatchException',
    status: 'SUCCESS',
    summary: [
      ['id', text('cpibzzvttv')],
      ['acc', { t: 'float', v: '0.3', bits: '3fd3333333333333' }],
    ],
    rows: {
      results: [
        [
          ['id', int(0)],
          ['s', int(1)],
        ],
      ],
    },
  },
};

/** Fields of manifests that the client does not know. */
export const EXTRA_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'jobs 4zzus42aql5xzybje5wtfq6o6ejpetidkzqbpkgn': ['desc', 'phase'],
};

/** Tables that the client's list omits, or has under a name that it cannot read. */
export const UNLISTED_TABLES: Readonly<Record<string, Readonly<Record<string, readonly RowAnswer[]>>>> = {
  [`weird ${WEIRD}`]: {
    '/lead//mid/': [
      [
        ['id', int(1)],
        ['a', int(1)],
      ],
    ],
  },
};

interface EmptyTable {
  readonly mistake: string;
  readonly client: string;
}

const neverWritten: EmptyTable = { mistake: 'registered, but never written', client: 'TableEmptyException' };

/** Tables without rows, on which the client fails. */
export const EMPTY_TABLES: Readonly<Record<string, EmptyTable>> = {
  [`tables ${TABLES} only-delete`]: { mistake: 'nothing but deletes were written', client: 'RuntimeError' },
  'real xgv2uu6aqaubkidvuslvuf3gqinfnqiz46kzpso4 results': neverWritten,
  [`weird ${WEIRD} float-keys`]: neverWritten,
  [`weird ${WEIRD} bytes-keys`]: neverWritten,
  [`weird ${WEIRD} tuple-keys`]: neverWritten,
  [`weird ${WEIRD} none-key`]: neverWritten,
  [`weird ${WEIRD} lone-surrogate`]: neverWritten,
  [`weird ${WEIRD} int-over-64`]: neverWritten,
  [`weird ${WEIRD} badcol`]: neverWritten,
};

/** Tables that the client cannot read, as it knows only compressed blocks. */
export const UNREAD_TABLES: Readonly<Record<string, { readonly client: string; readonly rows: readonly RowAnswer[] }>> =
  {
    [`weird ${WEIRD} json-block`]: {
      client: 'can not find file <ROOT>/.datastore/f6/e1bb601ce34ae0a1c8f7e862e89cc/data.0000001.zip',
      rows: [0, 1, 2, 3].map((key) => [
        ['id', int(key)],
        ['a', int(key)],
      ]),
    },
  };

/** Missing blocks: both we and the client report an error that names the file. */
export const MISSING_BLOCKS: Readonly<Record<string, string>> = {
  [`weird ${WEIRD} missing-block`]: 'c8/7f807ff7cd4dd0a361137de255a29/data.0000001',
};

/** Tables with overlapping blocks, for which the client loses rows or shows old states in a range. */
export const WRONG_RANGES: ReadonlySet<string> = new Set([`tables ${TABLES} blocks-25k`]);

interface RightlyFound {
  readonly client: 'a job' | 'nothing' | 'several';
  /** The job's version, or the kind of the error. */
  readonly right: string;
}

/** Ids for which the client finds something different. */
export const FOUND: Readonly<Record<string, RightlyFound>> = {
  // The exact id, which is also a prefix of another.
  'prefix cpibzzvttv': { client: 'several', right: 'cpibzzvttv' },
  // The client counts the folder `bad version`.
  'real b': { client: 'several', right: 'bafpggtnfpqpmday4v6tbboag26ijafkdmjcsv7h' },
  'real ba': { client: 'several', right: 'bafpggtnfpqpmday4v6tbboag26ijafkdmjcsv7h' },
  // The client takes the file `bad version/x` for a job, although two ids have this prefix.
  'real x': { client: 'nothing', right: 'ambiguous' },
  // The client counts the folders `snapshot` within jobs.
  'real s': { client: 'several', right: 'not-found' },
  // The client also finds a version of a model with this prefix.
  'vision c': { client: 'nothing', right: 'c7cfwmq6zocgyw2clwinx5qfotuytir5w25i4vih' },
  'old 5': { client: 'nothing', right: '5gidfbf5m4gybxxm6esgoem7bhbptunr5dg5m64w' },
  // The client accepts the only job, whatever follows its id.
  'types ieqh746yng7by3a4rogubbbayn3bo47owoo5sb2gx': { client: 'a job', right: 'not-found' },
  [`tables ${TABLES}x`]: { client: 'a job', right: 'not-found' },
  [`weird ${WEIRD}x`]: { client: 'a job', right: 'not-found' },
};
