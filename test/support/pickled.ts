/** A dict as Python pickles it in protocol 4, without frames and memo; numbers are floats. */
export function pickledDict(members: Readonly<Record<string, string | number>>): Buffer {
  const entries = Object.entries(members).flatMap(([name, value]) => [
    shortText(name),
    typeof value === 'string' ? shortText(value) : float(value),
  ]);
  return Buffer.concat([Buffer.from([0x80, 4, 0x7d, 0x28]), ...entries, Buffer.from('u.')]);
}

/** A numpy.float32 as numpy pickles it. */
export function pickledFloat32(value: number): Buffer {
  const bits = Buffer.alloc(4);
  bits.writeFloatLE(value);
  return Buffer.concat([
    Buffer.from([0x80, 4]),
    shortText('numpy.core.multiarray'),
    shortText('scalar'),
    Buffer.from([0x93]),
    shortText('numpy'),
    shortText('dtype'),
    Buffer.from([0x93]),
    shortText('f4'),
    // False, True, a tuple of three; the call; its state (3, '<', None, None, None, -1, -1, 0).
    Buffer.from([0x89, 0x88, 0x87, 0x52, 0x28, 0x4b, 3]),
    shortText('<'),
    Buffer.from([0x4e, 0x4e, 0x4e, 0x4a, 255, 255, 255, 255, 0x4a, 255, 255, 255, 255, 0x4b, 0, 0x74, 0x62]),
    Buffer.from([0x43, 4]),
    bits,
    Buffer.from([0x86, 0x52]),
    Buffer.from('.'),
  ]);
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
