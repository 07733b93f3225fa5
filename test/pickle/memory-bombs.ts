import { type Attack, long, MIB, refused, repeated, text } from './attack.ts';

/** The beginning of the JSON of what is read. */
const begins = (json: string): Attack['outcome'] => ({ reason: new RegExp(`^${json.replace('[', '\\[')}`) });
const TOO_MUCH = refused(/more than 64 MiB of memory/);

const string = (length: number, fill = 'a'): Buffer => {
  const bytes = Buffer.alloc(length, fill);
  return Buffer.concat([long('X', BigInt(length), 4), bytes]);
};
const joined = (...parts: readonly (string | Buffer)[]): Buffer => {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part)));
};
/** As many pieces, each made of its number. */
const pieces = (count: number, piece: (index: number) => Buffer): Buffer => {
  return Buffer.concat(Array.from({ length: count }, (_, index) => piece(index)));
};
/** The same opcodes again and again, each time with another integer among them. */
const numbered = (count: number, before: string, after: string): Buffer => {
  return pieces(count, (index) => joined(before, long('J', BigInt(index), 4), after));
};
/** An integer of 64 KiB, the longest there may be. */
const LONG_INTEGER = Buffer.concat([long('\x8b', 65_536n, 4), Buffer.alloc(65_536, 0x7f)]);
const FLOAT = 'G\x3f\xf1\x11\x11\x11\x11\x11\x11';

function bomb(name: string, bytes: () => Buffer, outcome = TOO_MUCH): Attack {
  return { name, bytes, outcome };
}

/** Pickles that make a reader keep or build much more than they are long, each in another way. */
export const MEMORY_BOMBS: readonly Attack[] = [
  bomb('a million floats on the stack', () => joined(repeated(FLOAT, 999_990), '.')),
  bomb('a million tuples', () => joined('](', repeated('NNN\x87', 999_990), 'e.')),
  bomb('a million tuples of a float', () => joined('](', repeated(`${FLOAT}\x85`, 999_990), 'e.')),
  bomb('a million integers of nine bytes', () => joined('](', repeated('\x8a\x09aaaaaaaaa', 999_990), 'e.')),
  bomb('a million persistent ids', () => joined('](', repeated('Pid\n', 999_990), 'e.')),
  bomb('a million objects', () => joined('](', repeated('(ca\nB\nNo', 999_990), 'e.')),
  bomb('a million names', () => {
    return joined(
      '](',
      pieces(600_000, (index) => text(`cm\n${index}\n`)),
      'e.',
    );
  }),
  bomb('a dict of a million keys', () => joined('}(', numbered(999_990, '', 'N'), 'u.')),
  bomb('many dicts of nine keys', () => {
    const entries = Array.from({ length: 9 }, (_, index) => `K${String.fromCharCode(index)}N`).join('');
    return joined('](', repeated(`}(${entries}u`, 100_000), 'e.');
  }),
  bomb('tuples with long strings as keys', () => {
    return joined(string(200), 'q\0}(', numbered(300_000, '(h\0h\0h\0h\0h\0h\0', 'tN'), 'u.');
  }),
  bomb('long bytes as keys', () => {
    return joined(
      '}(',
      pieces(200_000, (index) => joined('C\xf0', Buffer.alloc(240, `${index} `), 'N')),
      'u.',
    );
  }),
  bomb('a set of a million integers', () => joined('(', numbered(999_990, '', ''), '\x91.')),
  bomb('many small sets', () => joined('](', repeated('(K\x01K\x02K\x03K\x04K\x05\x91', 200_000), 'e.')),
  bomb('a deque of a million numbers', () => {
    return joined('](', repeated('K\x01', 900_000), 'eq\0ccollections\ndeque\nh\0\x85R.');
  }),
  bomb('numbers that are copied again and again', () => {
    return joined(
      '](',
      repeated('K\x01', 100_000),
      'eq\0cbuiltins\nlist\nq\x01](',
      repeated('h\x01h\0\x85R', 100),
      'e.',
    );
  }),
  bomb('many lists of numbers that something else is appended to', () => {
    return joined('](', repeated(`](${'K\x01'.repeat(256)}eNa`, 3800), 'e.');
  }),
  bomb('a million numbers as bytes', () => joined('cbuiltins\nbytes\n](', repeated('K\x01', 900_000), 'e\x85R.')),
  bomb('a text of escapes', () => joined('V', repeated('\\u0041', 10 * MIB), '\n.')),
  bomb('a string of escapes', () => joined("S'", repeated('\\x41', 15 * MIB), "'\n.")),
  bomb(
    'a text of lone surrogates',
    () => {
      return joined(long('X', BigInt(9 * MIB), 4), repeated('\xed\xa0\x80', 3 * MIB), '.');
    },
    begins('"'),
  ),
  bomb('a long line for a float', () => joined('F', repeated('1', 62 * MIB), '\n.')),
  bomb('a long line for an integer', () => joined('I', repeated('1', 62 * MIB), '\n.')),
  bomb('a long line for a persistent id', () => joined('P', repeated('1', 62 * MIB), '\n.')),
  bomb('a long line for a place in the memo', () => joined('Ng', repeated('1', 62 * MIB), '\n.')),
  bomb('long lines for a name', () => {
    const line = repeated('\xff', 31 * MIB);
    return joined('c', line, '\n', line, '\n.');
  }),
  bomb('a bytes object of 60 MiB of Python 2', () => {
    return joined(long('T', BigInt(60 * MIB), 4), repeated('\xff', 60 * MIB), '.');
  }),
  bomb('a long name again and again', () => joined(string(MIB), 'q\0', repeated('h\0h\0\x93', 100_000), '.')),
  bomb('a long name that is called again and again', () => {
    return joined(string(MIB), 'q\0', repeated('h\0h\0\x93)R0', 100_000), 'N.');
  }),
  bomb('a name that grows with each attribute', () => {
    return joined(
      'cbuiltins\ngetattr\nq\0',
      string(80),
      'q\x01ca\nB\nq\x02',
      repeated('0h\0h\x02h\x01\x86Rq\x02', 200_000),
      '.',
    );
  }),
  bomb('a path of a long part again and again', () => {
    return joined(string(MIB), 'q\0cpathlib\nPurePosixPath\n(', repeated('h\0', 1000), 'tR.');
  }),
  bomb(
    'an array of objects of 64 dimensions',
    () => {
      const shape = `${'I1\n'.repeat(63)}I900000\n`;
      const dtype = 'cnumpy\ndtype\n(VO8\nI00\nI01\ntR(I3\nV|\nNNNI0\nI1\nI0\ntb';
      const array = `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\x01btR(I1\n(${shape}t${dtype}I00\n](`;
      return joined(array, repeated('N', 900_000), 'etb.');
    },
    begins('['),
  ),
  bomb('many dtypes of the same many fields', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `V${index}\n`);
    const dtype = 'cnumpy\ndtype\n(VV4\ntR(I3\nV<\nNh\0h\x01I4\nI1\nI0\ntb';
    return joined(`(${names.join('')}tq\0}(${names.join('N')}Nuq\x01](`, repeated(dtype, 1000), 'e.');
  }),
  bomb('pairs for an ordered dict', () => {
    return joined('ccollections\nOrderedDict\n](', repeated('NN\x86', 250_000), 'e\x85R.');
  }),
  bomb('durations of endless days', () => {
    return joined(LONG_INTEGER, 'q\0cdatetime\ntimedelta\nq\x01](', repeated('h\x01h\0h\0h\0\x87R', 300_000), 'e.');
  }),
  bomb('endless UUIDs', () => {
    return joined(LONG_INTEGER, 'q\0cuuid\nUUID\nq\x01}Vint\nh\0sq\x02](', repeated('h\x01)\x81h\x02b', 300_000), 'e.');
  }),
  bomb(
    'a thousand storages of lists',
    () => {
      const storage = joined(
        'ctorch.storage\n_load_from_bytes\n',
        long('B', 60_000n, 4),
        repeated(']', 60_000),
        '\x85R',
      );
      const tensor = joined('ctorch._utils\n_rebuild_tensor_v2\n(', storage, 'I0\n(I1\nt(I1\nttR');
      return joined(
        '](',
        pieces(900, () => tensor),
        'e.',
      );
    },
    begins('['),
  ),
];

/** As much of each kind as is read. */
export const LARGEST: readonly Attack[] = [
  bomb('a million floats in a list', () => joined('](', repeated(FLOAT, 999_990), 'e.'), begins('[1.0')),
  bomb('a million integers in a tuple', () => joined('(', repeated('K\x01', 999_990), 't.'), begins('[1,1')),
  bomb('a million Nones', () => joined('](', repeated('N', 999_990), 'e.'), begins('[null')),
  bomb('an array of a million floats', () => array('f8', 8, 999_990), begins('[1,')),
  bomb('an array of a million times', () => array('M8', 8, 999_990), begins('["')),
  bomb('an array of 500,000 texts', () => array('U10', 40, 500_000), begins('["')),
  bomb('bytes of 50 MiB', () => joined(long('B', BigInt(50 * MIB), 4), repeated('a', 50 * MIB), '.'), begins('"')),
  bomb('a text of 50 MiB', () => joined(string(50 * MIB), '.'), begins('"')),
];

/** A numpy array of one dimension. */
function array(dtype: string, size: number, length: number): Buffer {
  const unit = dtype === 'M8' ? '(}(C\x01sI1\nI1\nI1\ntt' : '';
  const state = `(I${unit === '' ? 3 : 4}\nV<\nNNNI${size}\nI${size}\nI0\n${unit}tb`;
  const content = dtype.startsWith('U')
    ? repeated('a\0\0\0', (length * size) / 4)
    : repeated('\0\0\0\0\0\0\xf0\x3f', (length * size) / 8);
  return joined(
    `cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\x01btR(I1\n(I${length}\ntcnumpy\ndtype\n(V${dtype}\nI00\nI01\ntR${state}I00\n`,
    long('B', BigInt(content.length), 4),
    content,
    'tb.',
  );
}
