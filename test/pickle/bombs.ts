import { type Attack, long, MIB, OBJECT, pickle, read, refused, repeated, text } from './attack.ts';

/** Pickles that try to make a reader use much time or memory. */
export const BOMBS: readonly Attack[] = [
  {
    name: 'a text of 2^63 bytes',
    bytes: () => Buffer.concat([text('\x80\x04'), long('\x8d', 2n ** 63n, 8), text('a.')]),
    outcome: refused(/ends early/),
  },
  {
    name: 'bytes of 2^63 bytes',
    bytes: () => Buffer.concat([text('\x80\x04'), long('\x8e', 2n ** 63n, 8), text('a.')]),
    outcome: refused(/ends early/),
  },
  {
    name: 'a bytearray of 2^64 - 1 bytes',
    bytes: () => Buffer.concat([text('\x80\x05'), long('\x96', -1n, 8), text('a.')]),
    outcome: refused(/ends early/),
  },
  {
    name: 'a frame of 2^63 bytes',
    bytes: () => Buffer.concat([text('\x80\x04'), long('\x95', 2n ** 63n, 8), text('N.')]),
    outcome: refused(/ends early/),
  },
  {
    name: 'a text of 2^32 - 1 bytes',
    bytes: () => Buffer.concat([long('X', -1n, 4), text('a.')]),
    outcome: refused(/ends early/),
  },
  {
    name: 'a string of -1 bytes',
    bytes: () => Buffer.concat([long('T', -1n, 4), text('a.')]),
    outcome: refused(/negative length/),
  },
  {
    name: 'an integer of -1 bytes',
    bytes: () => Buffer.concat([long('\x8b', -1n, 4), text('a.')]),
    outcome: refused(/negative length/),
  },
  {
    name: 'an integer of 1 MiB',
    bytes: () => Buffer.concat([long('\x8b', BigInt(MIB), 4), Buffer.alloc(MIB, 1), text('.')]),
    outcome: refused(/integer of 1048576 bytes/),
  },
  {
    name: 'a text of 1 MiB a thousand times',
    bytes: () => thousandTimes(Buffer.concat([long('X', BigInt(MIB), 4), Buffer.alloc(MIB, 'a')])),
    outcome: refused(/more than 64 MiB of text/),
  },
  {
    name: 'bytes of 1 MiB a thousand times',
    bytes: () => thousandTimes(Buffer.concat([long('B', BigInt(MIB), 4), Buffer.alloc(MIB, 'a')])),
    outcome: refused(/more than 64 MiB of text/),
  },
  {
    name: 'an integer of 64 KiB a thousand times',
    bytes: () => thousandTimes(Buffer.concat([long('\x8b', 65_536n, 4), Buffer.alloc(65_536, 1)])),
    outcome: refused(/more than 64 MiB of text/),
  },
  {
    name: 'an array of long texts a thousand times',
    bytes: () => thousandTimes(textArray(MIB)),
    outcome: refused(/more than 64 MiB of text/),
  },
  {
    name: 'an attribute with a name of 1 MiB a thousand times',
    bytes: () =>
      thousandTimes(
        Buffer.concat([text('ca\nB\n)\x81}'), long('X', BigInt(MIB), 4), Buffer.alloc(MIB, 'a'), text('Nsb')]),
      ),
    outcome: refused(/more than 64 MiB of text/),
  },
  {
    name: 'a float of 16 million digits that is no number',
    bytes: () => Buffer.concat([text('F'), repeated('1', 16 * MIB), text('x\n.')]),
    outcome: refused(/float that is not a number/),
  },
  {
    name: 'an integer of a million digits',
    bytes: () => text(`L${'9'.repeat(1_000_000)}L\n.`),
    outcome: refused(/integer of 1000000 digits/),
  },
  { name: 'the last place of the memo', bytes: pickle('Nr\xff\xff\xff\xff0j\xff\xff\xff\xff.'), outcome: read('null') },
  {
    name: 'a place of 400 digits',
    bytes: () => text(`Np${'9'.repeat(400)}\n.`),
    outcome: refused(/place that is not a number/),
  },
  {
    name: 'an array of 10^15 elements',
    bytes: () => array('I1000000000000000\n', ''),
    outcome: refused(/more than 1,000,000 values/),
  },
  {
    name: 'an array of 10^12 empty rows',
    bytes: () => array('I1000000000000\nI0\n', ''),
    outcome: refused(/more than 1,000,000 values/),
  },
  {
    name: 'more than 64 MiB',
    bytes: () => Buffer.concat([repeated('N0', 32 * MIB), text('N.')]),
    outcome: refused(/more than 64 MiB/),
  },
  { name: '64 MiB of lists', bytes: () => repeated(']', 64 * MIB), outcome: refused(/64 MiB of memory/) },
  {
    name: '64 MiB of dicts that are dropped',
    bytes: () => repeated('}0', 32 * MIB),
    outcome: refused(/64 MiB of memory/),
  },
  { name: '64 MiB of marks', bytes: () => repeated('(', 64 * MIB), outcome: refused(/too many marks/) },
  {
    name: '64 MiB of the same value',
    bytes: () => Buffer.concat([text(']'), repeated('2', 64 * MIB - 1)]),
    outcome: refused(/too many values/),
  },
  {
    name: '64 MiB of memo',
    bytes: () => Buffer.concat([text('N'), repeated('\x94', 64 * MIB - 1)]),
    outcome: refused(/64 MiB of memory/),
  },
  { name: '64 MiB of far places in the memo', bytes: farPlaces, outcome: refused(/64 MiB of memory/) },
  {
    name: '64 MiB of floats',
    bytes: () => repeated('G\x3f\xf1\x11\x11\x11\x11\x11\x11', 7 * MIB),
    outcome: refused(/too many values|64 MiB of memory/),
  },
  {
    name: '64 MiB of short texts',
    bytes: () => repeated('\x8c\x02\xc3\xa4', 16 * MIB),
    outcome: refused(/64 MiB of memory/),
  },
  { name: '64 MiB of bytes objects', bytes: () => repeated('C\x01a', 21 * MIB), outcome: refused(/64 MiB of memory/) },
  { name: '64 MiB of objects', bytes: () => repeated('ca\nB\n)\x81', 9 * MIB), outcome: refused(/64 MiB of memory/) },
  {
    name: '64 MiB of sets',
    bytes: () => repeated('\x8f(K\x01K\x02\x90', 8 * MIB),
    outcome: refused(/64 MiB of memory/),
  },
  {
    name: '64 MiB of small dicts',
    bytes: () => repeated('}(K\x01K\x02u', 9 * MIB),
    outcome: refused(/64 MiB of memory/),
  },
  {
    name: 'a text of 63 MiB',
    bytes: () => Buffer.concat([long('X', BigInt(63 * MIB), 4), Buffer.alloc(63 * MIB, 'a'), text('.')]),
    outcome: refused(/64 MiB of memory/),
  },
  {
    name: '400,000 states of one object',
    bytes: () => Buffer.concat([text('ca\nB\n)\x81'), repeated('Nb', 400_000), text('.')]),
    outcome: read(OBJECT('a.B', '')),
  },
  {
    name: 'a long list that is copied again and again',
    bytes: () => copies('cbuiltins\nlist\n'),
    outcome: refused(/64 MiB of memory/),
  },
  {
    name: 'long arguments that are copied again and again',
    bytes: () =>
      Buffer.concat([
        text('('),
        repeated('N', 100_000),
        text('tq\0ccopyreg\n__newobj__\nq\x01'),
        repeated('h\x01h\0R0', 100_000),
        text('.'),
      ]),
    outcome: refused(/64 MiB of memory/),
  },
  {
    name: 'a long text that is encoded again and again',
    bytes: () =>
      Buffer.concat([
        long('X', BigInt(MIB), 4),
        Buffer.alloc(MIB, 'a'),
        text('q\0Vlatin1\nq\x02c_codecs\nencode\nq\x01'),
        repeated('h\x01h\0h\x02\x86R0', 100_000),
        text('.'),
      ]),
    outcome: refused(/64 MiB of memory/),
  },
  { name: 'a long key that is compared again and again', bytes: longKeys, outcome: refused(/64 MiB of memory/) },
];

/** One long string in two parts, as the key of a dict. */
function longKeys(): Buffer {
  const key = Buffer.concat([long('X', BigInt(MIB), 4), Buffer.alloc(MIB, 'a')]);
  return Buffer.concat([key, text('q\0'), key, text('q\x01}'), repeated('h\0Nsh\x01Ns', 1_000_000), text('.')]);
}

/** A list with one value a thousand times. */
function thousandTimes(value: Buffer): Buffer {
  return Buffer.concat([text(']('), value, text('q\0'), repeated('h\0', 999), text('e.')]);
}

/** An array with one string of this many bytes. */
function textArray(size: number): Buffer {
  return Buffer.concat([
    text(
      `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\x01btR(I1\n(I1\ntcnumpy\ndtype\n(VU${size / 4}\nI00\nI01\ntR(I3\nV<\nNNNI${size}\nI4\nI8\ntbI00\n`,
    ),
    long('B', BigInt(size), 4),
    Buffer.alloc(size, 'a\0\0\0'),
    text('tb'),
  ]);
}

function array(shape: string, data: string): Buffer {
  return text(
    `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\x01btR(I1\n(${shape}tcnumpy\ndtype\n(VV0\nI00\nI01\ntR(I3\nV|\nNNNI0\nI1\nI0\ntbI00\nC\0${data}tb.`,
  );
}

function farPlaces(): Buffer {
  const bytes = Buffer.alloc(5 * 2 ** 21);
  for (let index = 0; index < bytes.length; index += 5) {
    bytes[index] = 0x72;
    bytes.writeUInt32LE(0x8000_0000 + index, index + 1);
  }
  return Buffer.concat([text('N'), bytes, text('.')]);
}

function copies(name: string): Buffer {
  return Buffer.concat([
    text('('),
    repeated('N', 100_000),
    text(`lq\0${name}q\x01`),
    repeated('h\x01h\0\x85R0', 200_000),
    text('.'),
  ]);
}
