// What the host, transcoder-host.ts, does for this module.

/**
 * Stores the 128 highest bits of 10^exponent, rounded up, at `place`, the upper half first. Asked for when a power is
 * needed for the first time.
 */
@external('host', 'power')
export declare function power(exponent: i32, place: usize): void;

/**
 * Writes the text of a value that has to be parsed, whose text begins at `from`, to `to`; returns its length, after it
 * told by `passed` how long the stored text is, or one of the two below.
 */
@external('host', 'other')
export declare function other(plan: i32, step: i32, from: usize, to: usize): i32;

/** The value is not regular. */
export const IRREGULAR = -1;
/** Its text has no room. */
export const NO_ROOM = -2;
