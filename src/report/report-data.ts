import type { Chart, MatrixChart } from '../chart/data.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import type { SwjobError } from '../errors.ts';
import type { JobRecord } from '../job/record.ts';

/** Everything that a report of one job shows, as text and numbers: the page reads nothing. */
export interface JobReport {
  readonly job: JobRecord;
  readonly metrics: readonly Metric[];
  readonly labels: TableExcerpt | null;
  readonly matrix: MatrixChart | null;
  readonly curves: readonly Chart[];
  readonly predictions: Predictions | null;
  /** Against the first job of the page; null for that one, and where nothing can be compared. */
  readonly changes: Changes | null;
  readonly tables: readonly TableExcerpt[];
  /** The instance's own record of the job: names and values. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** What the page leaves out to keep its size, beyond what its parts say of themselves. */
  readonly leftOut: readonly string[];
  /** What could not be read, for the reader to know. */
  readonly problems: readonly string[];
  /** Why the first part is missing that could not be read; null where all were. */
  readonly failure: SwjobError | null;
}

export interface Metric {
  readonly name: string;
  readonly text: string;
  readonly value: TypedValue;
  /** Whether it measures how good the model is, and is no count, parameter or name. */
  readonly isScore: boolean;
}

export interface TableExcerpt {
  readonly name: string;
  readonly columns: readonly ExcerptColumn[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows the table has; null where they were not counted. */
  readonly total: number | null;
  /** Columns that are not shown. */
  readonly leftColumns: number;
}

export interface ExcerptColumn {
  readonly name: string;
  readonly isNumeric: boolean;
}

/** The rows of an evaluation's results, with what was right and wrong. */
export interface Predictions {
  readonly table: string;
  readonly total: number;
  readonly wrong: number;
  /** The wrong ones, the most confident first, then the right ones, as far as there is room. */
  readonly rows: readonly Prediction[];
  /** How many wrong rows have a picture, shown or not. */
  readonly wrongPictures: number;
}

export interface Prediction {
  readonly key: string;
  readonly truth: string;
  readonly predicted: string;
  readonly isWrong: boolean;
  /** Between 0 and 1 where the model says how sure it is. */
  readonly confidence: number | null;
  readonly picture: Picture | null;
}

/** What became of the predictions of a job's base. */
export interface Changes {
  /** Rows of both jobs that say what is right. */
  readonly compared: number;
  readonly fixed: number;
  readonly broken: number;
  /** Rows that only one of the jobs has. */
  readonly inOneOnly: number;
  /** The broken ones, then the fixed ones, as far as there is room. */
  readonly rows: readonly ChangedPrediction[];
}

export interface ChangedPrediction {
  readonly key: string;
  readonly truth: string;
  /** What the base predicted, and what the job does. */
  readonly before: string;
  readonly after: string;
  readonly isFixed: boolean;
  readonly picture: Picture | null;
  /** Whether the row has a picture, shown or not. */
  readonly hasPicture: boolean;
}

export interface Picture {
  /** `data:image/png;base64,…`: PNG, JPEG, GIF or WebP. */
  readonly source: string;
}
