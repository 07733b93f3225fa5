import type { Chart, MatrixChart } from '../chart/data.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import type { SwjobError } from '../errors.ts';
import type { JobRecord } from '../job/record.ts';

/** Everything that a report about one job shows, as text and numbers: building the page reads nothing. */
export interface JobReport {
  readonly job: JobRecord;
  readonly metrics: readonly Metric[];
  readonly labels: TableExcerpt | null;
  readonly matrix: MatrixChart | null;
  readonly curves: readonly Chart[];
  readonly predictions: Predictions | null;
  /** Compared with the first job of the page; null for that job, or if nothing can be compared. */
  readonly changes: Changes | null;
  readonly tables: readonly TableExcerpt[];
  /** What the instance itself stores about the job: names and values. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Parts left out to limit the size, besides what the parts themselves report. */
  readonly leftOut: readonly string[];
  /** What could not be read. */
  readonly problems: readonly string[];
  /** Why the first unreadable part is missing; null if everything could be read. */
  readonly failure: SwjobError | null;
}

export interface Metric {
  readonly name: string;
  readonly text: string;
  readonly value: TypedValue;
  /** Whether it measures how good the model is, unlike counts, parameters or names. */
  readonly isScore: boolean;
}

export interface TableExcerpt {
  readonly name: string;
  readonly columns: readonly ExcerptColumn[];
  readonly rows: readonly (readonly string[])[];
  /** The number of rows in the table; null if they were not counted. */
  readonly total: number | null;
  /** The number of columns that are not shown. */
  readonly leftColumns: number;
}

export interface ExcerptColumn {
  readonly name: string;
  readonly isNumeric: boolean;
}

/** The right and wrong predictions of an evaluation. */
export interface Predictions {
  readonly table: string;
  readonly total: number;
  readonly wrong: number;
  /** The wrong ones, most confident first, then the right ones, as far as there is room. */
  readonly rows: readonly Prediction[];
  /** The number of wrong rows with a picture, shown or not. */
  readonly wrongPictures: number;
  /** The most frequent mistake among all wrong rows, shown or not; null if none is wrong. */
  readonly mistake: Mistake | null;
}

/** How often one label was taken for another. */
export interface Mistake {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
}

export interface Prediction {
  readonly key: string;
  readonly truth: string;
  readonly predicted: string;
  readonly isWrong: boolean;
  /** Between 0 and 1; null if the model does not say how confident it is. */
  readonly confidence: number | null;
  readonly picture: Picture | null;
}

/** How the predictions of a job differ from those of its base. */
export interface Changes {
  /** The number of rows in both jobs that can be judged. */
  readonly compared: number;
  readonly fixed: number;
  readonly broken: number;
  /** The number of rows that only one of the jobs has. */
  readonly inOneOnly: number;
  /** The broken ones, then the fixed ones, as far as there is room. */
  readonly rows: readonly ChangedPrediction[];
}

export interface ChangedPrediction {
  readonly key: string;
  readonly truth: string;
  /** The base's prediction; `after` is the job's. */
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
