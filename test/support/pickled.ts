/** A dict as Python pickles it in protocol 4, without frames and memo: numbers are floats. */
export function pickledDict(members: Readonly<Record<string, string | number>>): Buffer {
  const entries = Object.entries(members).flatMap(([name, value]) => [
    shortText(name),
    typeof value === 'string' ? shortText(value) : float(value),
  ]);
  return Buffer.concat([Buffer.from([0x80, 4, 0x7d, 0x28]), ...entries, Buffer.from('u.')]);
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x8c, bytes.length]), bytes]);
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.write('G');
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
