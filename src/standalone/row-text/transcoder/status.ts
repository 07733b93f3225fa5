/** What ended a run. */
export enum Status {
  /** All lines of the window are done. */
  done = 0,
  /** The line at hand is not in the client's own spelling, or wrong. */
  irregular = 1,
  /** No plan is known for its schema. */
  newSchema = 2,
  /** It is the first of its plan to be shown, or to have a value in some column: the host takes note of its columns. */
  newColumn = 3,
  /** Its key lies behind the end of the range. */
  ended = 4,
  /** As many rows as were allowed are written. */
  limit = 5,
  /** A value has no room in the output: to be tried again once that is empty. */
  full = 6,
  /** The line is done. */
  next = 7,
  /** The line is done, and not shown. */
  skipped = 8,
}
