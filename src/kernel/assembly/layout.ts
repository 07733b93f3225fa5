// Offsets and numbers that the host shares: what it writes into the memory, in u32 or i32.

/** What is found by its text: where that is. All texts have 16 bytes after them. */
export namespace Named {
  export const TEXT: usize = 0;
  export const LENGTH: usize = 4;
}

/** A column: its name in JSON with the colon, and where its tags and words begin. */
export namespace Column {
  export const NAME: usize = 0;
  export const NAME_LENGTH: usize = 4;
  export const TAGS: usize = 8;
  export const WORDS: usize = 12;
  /** In the records of a page: the column that usually comes next, and the form of the last value. */
  export const NEXT: usize = 16;
  export const FORM: usize = 20;
  export const SIZE: usize = 24;
}

/**
 * A plan, which tells how to read the records of a schema: the schema's text, its steps, its columns in the order of the
 * output, and the plan that was used before it.
 */
export namespace Plan {
  export const SCHEMA: usize = 0;
  export const SCHEMA_LENGTH: usize = 4;
  export const STEPS: usize = 8;
  export const STEP_COUNT: usize = 12;
  export const ORDER: usize = 16;
  export const ORDER_COUNT: usize = 20;
  export const FLAGS: usize = 24;
  export const NEXT: usize = 28;
}

/** Flags of a plan. */
export namespace Flag {
  /** The kernel can read its records. */
  export const USABLE = 1;
  /** Its columns have their places. */
  export const PLACED = 2;
  /** Its first column is the key. */
  export const KEYED = 4;
}

/** A step reads one column of a record: the text before the value, the value's tag, and its column, or 0 to skip it. */
export namespace Step {
  export const BEFORE: usize = 0;
  export const BEFORE_LENGTH: usize = 4;
  /** `ABSENT` for a type that the host does not know: it can only be skipped. */
  export const TAG: usize = 8;
  export const COLUMN: usize = 12;
  export const DECODER: usize = 16;
  /** The node of a nested value; 0 if the host decodes it at once. */
  export const NODE: usize = 20;
  export const SIZE: usize = 24;
}

/** A line in a list: where it starts and ends, its first revision, and the word of its key. */
export namespace Listed {
  export const START: usize = 0;
  export const END: usize = 4;
  export const REVISION: usize = 8;
  export const KEY: usize = 16;
  export const SIZE: usize = 24;
}

/** A value that the host decodes: where its text starts and ends, the number of its decoder, and its node. */
export namespace Entry {
  export const START: usize = 0;
  export const END: usize = 4;
  export const DECODER: usize = 8;
  export const NODE: usize = 12;
  export const SIZE: usize = 16;
}

/**
 * The type of a nested value. A list has one child, a map its key and its value, an object its attributes: each with the text
 * before it in a block and in JSON. What ends an object in JSON is its class.
 */
export namespace Node {
  export const TAG: usize = 0;
  export const COUNT: usize = 4;
  export const CHILDREN: usize = 8;
  export const BEFORE: usize = 12;
  export const BEFORE_LENGTH: usize = 16;
  export const NAME: usize = 20;
  export const NAME_LENGTH: usize = 24;
  export const CLASS: usize = 28;
  export const CLASS_LENGTH: usize = 32;
  export const SIZE: usize = 36;
}

/** The tags of cells: src/datastore/cell.ts. */
export namespace Tag {
  export const ABSENT = 0;
  export const NONE = 1;
  export const BOOL = 2;
  export const INT8 = 3;
  export const INT64 = 6;
  export const FLOAT16 = 7;
  export const FLOAT64 = 9;
  export const STRING = 10;
  export const ESCAPED = 11;
  export const VALUE = 12;
  export const BYTES = 13;
  /** Not yet decoded by the host. */
  export const STORED = 14;
  export const LIST = 16;
  /** Only of nodes, as is `LIST` without the tag of its elements. */
  export const MAP = 30;
  export const OBJECT = 31;
}

/** How a value of a page is spelled. The forms of None, numbers, bools, strings and bytes are their tags, 1 to 10 and 13. */
export namespace Form {
  export const OTHER = 0;
  /** A list after its type. */
  export const LIST = 11;
  /** A list before its type. */
  export const LIST_FIRST = 12;
  export const LIST_END = 14;
}

/** Why a call returned. */
export enum Status {
  /** All lines are done. */
  done = 0,
  /** The host has to read the current line. */
  irregular = 1,
  /** There is no plan for the current schema. */
  newSchema = 2,
  /** The columns of the current plan have no places yet. */
  place = 3,
  /** There is no room for another row. */
  full = 4,
  /** This line is done; used only inside the kernel. */
  next = 5,
}
