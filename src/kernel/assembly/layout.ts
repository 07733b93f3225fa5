// How what the host lays into the memory is laid out; the host has the same numbers. Numbers are u32 or i32.

/** A column: where its tags and words begin; what stands before a value in JSON, and the length of that. */
export namespace Column {
  export const TAGS: usize = 0;
  export const WORDS: usize = 4;
  export const NAME: usize = 8;
  export const NAME_LENGTH: usize = 12;
  /** In the records of a page: the column that mostly comes next, and the form of the last value. */
  export const NEXT: usize = 16;
  export const FORM: usize = 20;
  export const SIZE: usize = 24;
}

/**
 * A plan, what the host knows of a schema: the plan that was used before, the length of the schema's text, the steps, and
 * the columns that its rows have in the order of the output; then the schema's text. All texts have 16 bytes behind them.
 */
export namespace Plan {
  export const NEXT: usize = 0;
  export const SCHEMA_LENGTH: usize = 4;
  export const STEPS: usize = 8;
  export const STEP_COUNT: usize = 12;
  export const ORDER: usize = 16;
  export const ORDER_COUNT: usize = 20;
  export const FLAGS: usize = 24;
  export const SCHEMA: usize = 32;
}

/** What is so of a plan. */
export namespace Flag {
  /** Its records can be followed. */
  export const USABLE = 1;
  /** Its columns have their places. */
  export const PLACED = 2;
  /** Its first column is the key. */
  export const KEYED = 4;
}

/** A step is one column of a record: what stands before its value, what the value is like, and the column, or none. */
export namespace Step {
  export const BEFORE: usize = 0;
  export const BEFORE_LENGTH: usize = 4;
  export const KIND: usize = 8;
  /** The hex digits of a number. */
  export const DIGITS: usize = 12;
  export const COLUMN: usize = 16;
  export const TAG: usize = 20;
  export const DECODER: usize = 24;
  export const SIZE: usize = 28;
}

/** What a stored value is like. */
export enum Kind {
  integer = 0,
  float = 1,
  bool = 2,
  string = 3,
  /** A list of one of the first three, as its tag says. */
  list = 4,
  /** Any JSON, which the host decodes. */
  other = 5,
  /** What the host does not understand: to be passed over only. 6 is nothing but `null`. */
  broken = 7,
  /** Base64. */
  bytes = 8,
}

/** What a cell holds: src/datastore/batch.ts. */
export namespace Tag {
  export const ABSENT = 0;
  export const NONE = 1;
  export const BOOL = 2;
  export const FLOAT16 = 7;
  export const FLOAT64 = 9;
  export const STRING = 10;
  export const ESCAPED = 11;
  export const VALUE = 12;
  export const BYTES = 13;
  /** What the host has yet to decode. */
  export const STORED = 14;
  export const LIST = 16;
}

/** How a value of a page is spelled. The forms of None, numbers, bools, strings and bytes are their tags, 1 to 10 and 13. */
export namespace Form {
  export const OTHER = 0;
  /** A list behind its type. */
  export const LIST = 11;
  /** A list before its type, which is the form after this one. */
  export const LIST_FIRST = 12;
  export const LIST_END = 14;
  export const COUNT = 15;
}

/** What ended a call. */
export enum Status {
  /** All lines are done. */
  done = 0,
  /** The line at hand is left to the host. */
  irregular = 1,
  /** No plan is known for the schema at hand. */
  newSchema = 2,
  /** The columns of the plan at hand have no places yet. */
  place = 3,
  /** There is no room for another row. */
  full = 4,
  /** The line is done. */
  next = 5,
}
