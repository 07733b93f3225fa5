/** The form of the real client's saved answers; see test/stores/README.md. */
export interface Answers {
  readonly store: string;
  readonly projects: Readonly<Record<string, ProjectAnswers>>;
}

/** An answer, or the Python exception. */
export type Attempt<T> = { readonly ok: T; readonly error?: never } | (Failure & { readonly ok?: never });

export interface Failure {
  readonly error: string;
  readonly message: string;
}

interface ProjectAnswers {
  /** The manifests in the client's order, newest first; removed jobs are among them. */
  readonly list_manifests: Attempt<readonly ManifestAnswer[]>;
  /** By version, for each folder two levels below the project's job folder; an error if the id itself is refused. */
  readonly jobs: Readonly<Record<string, JobAnswers | Failure>>;
  /** By the given URI of a job. */
  readonly resolve: Readonly<Record<string, Attempt<ResolvedAnswer>>>;
}

export interface JobAnswers {
  readonly error?: never;
  readonly uri: string;
  readonly status: Attempt<string>;
  readonly info: Attempt<{ readonly manifest: ManifestAnswer }>;
  readonly summary: Attempt<RowAnswer>;
  readonly tables: Attempt<readonly string[]>;
  readonly rows: Readonly<Record<string, readonly ScanAnswer[]>>;
  /** By table, then by revision: full scans at earlier revisions (only for the differential test). */
  readonly revisions?: Readonly<Record<string, Readonly<Record<string, ScanAnswer>>>>;
}

export interface ManifestAnswer {
  readonly version: string;
  readonly created_at: string;
  readonly [field: string]: unknown;
}

export interface ResolvedAnswer {
  readonly project: string;
  readonly version: string;
  /** The version in the manifest that the client found. */
  readonly info_version: Attempt<string>;
}

export type ScanAnswer = Attempt<readonly RowAnswer[] | DigestAnswer> & {
  readonly start: ValueAnswer;
  readonly end: ValueAnswer;
  readonly keep_none: boolean;
  readonly end_inclusive: boolean;
};

/** Columns and values in the client's order. */
export type RowAnswer = readonly (readonly [column: string, value: ValueAnswer])[];

/** A long answer: its ends, and hashes over a line a row (`sha256_sorted`: the row's columns sorted by name). */
export interface DigestAnswer {
  readonly count: number;
  readonly first: readonly RowAnswer[];
  readonly last: readonly RowAnswer[];
  readonly sha256_sorted: string;
}

/** A Python value without loss: `t` is its type, `v` its value. */
export interface ValueAnswer {
  readonly t: string;
  readonly v?: unknown;
  /** Of a float: its 64 bits in hex. */
  readonly bits?: string;
}
