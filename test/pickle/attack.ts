/** A hostile pickle, and the expected result. */
export interface Attack {
  readonly name: string;
  /** Created on demand, as some are large. */
  readonly bytes: () => Buffer;
  /** The JSON of the value, or why the pickle is refused. */
  readonly outcome: { readonly json: string } | { readonly reason: RegExp };
}

export const MIB = 2 ** 20;

export const text = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
export const pickle = (latin1: string) => (): Buffer => text(latin1);
/** An opcode with a length of four or eight bytes. */
export const long = (opcode: string, length: bigint, bytes: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt.asUintN(64, length));
  return Buffer.concat([text(opcode), buffer.subarray(0, bytes)]);
};
export const repeated = (latin1: string, count: number): Buffer =>
  Buffer.alloc(latin1.length * count, latin1, 'latin1');
export const read = (json: string): Attack['outcome'] => ({ json });
export const refused = (reason: RegExp): Attack['outcome'] => ({ reason });

export const OBJECT = (type: string, inner: string) => `{${inner}"_python_type":"${type}"}`;
