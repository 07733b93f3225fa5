// Functions of the host, src/kernel/.

/**
 * Stores the 128 highest bits of 10^exponent, rounded up, at `place`, the upper half first. Called when a power is needed
 * for the first time.
 */
@external('host', 'power')
export declare function power(exponent: i32, place: usize): void;

/** Writes a decoded value as text to `to`. Returns its length, or `NO_ROOM`. */
@external('host', 'other')
export declare function other(column: usize, row: i32, to: usize): i32;

export const NO_ROOM = -1;
