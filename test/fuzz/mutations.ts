import fc from 'fast-check';

/** One change; `at` and `length` are fractions, so that they fit any text. */
export interface Mutation {
  readonly kind: 'flip' | 'set' | 'delete' | 'repeat' | 'insert' | 'cut' | 'move';
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

/** Uniform: fast-check prefers small numbers, and would change only the beginning. */
const evenly = (max: number) => fc.noBias(fc.nat(max - 1));
const part = evenly(1_000_000).map((x) => x / 1_000_000);

/** From one change to a few. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Mutation['kind'][]>('flip', 'flip', 'set', 'delete', 'repeat', 'insert', 'cut', 'move'),
    at: part,
    length: part.map((x) => x ** 4),
    value: evenly(0x10000),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The bytes after these changes. */
export function mutateBytes(original: Buffer, changes: readonly Mutation[]): Buffer {
  let bytes = Buffer.from(original);
  for (const { kind, at, length, value } of changes) {
    const start = Math.floor(at * bytes.length);
    const end = Math.min(bytes.length, start + 1 + Math.floor(length * bytes.length));
    const [before, chosen, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
    if (kind === 'flip') {
      bytes = Buffer.from(bytes);
      if (start < bytes.length) bytes[start] = (bytes[start] ?? 0) ^ (1 << (value % 8));
    } else if (kind === 'set') bytes = Buffer.concat([before, Buffer.alloc(chosen.length, value & 0xff), after]);
    else if (kind === 'delete') bytes = Buffer.concat([before, after]);
    else if (kind === 'repeat') bytes = Buffer.concat([before, chosen, chosen, after]);
    else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.from([value & 0xff]), chosen, after]);
    else if (kind === 'cut') bytes = Buffer.from(before);
    else bytes = Buffer.concat([before, after.subarray(0, value % 64), chosen, after.subarray(value % 64)]);
  }
  return bytes;
}

/** Bytes that no writer would put there. */
const HOSTILE_TOKENS = [
  'null',
  'true',
  '-1',
  '0',
  '1.5',
  '1e999',
  '-0',
  '99999999999999999999',
  '9'.repeat(400),
  '""',
  '"x"',
  '{}',
  '[]',
  '[[]]',
  '{"a":1}',
  '"__proto__"',
  '"constructor"',
  '"../../x"',
  '"/etc/passwd"',
  '"\\u001b[2J"',
  '"\\u0000"',
  '"\\ud800"',
  '"-"',
  '"id"',
  '"INT64"',
  '"LIST"',
  '"OBJECT"',
  '"UNKNOWN"',
  ',',
  ':',
  '}',
  ']',
  '{',
  '[',
  '"',
  "'",
  '- ',
  '&a',
  '*a',
  '!!x',
  '\n',
  '\t',
  '#',
  '|',
  '\u0000',
  '[[[[[[[[[[[[[[[[[[[[',
];

/** Strings, numbers, words and symbols of JSON, YAML, URIs and expressions. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|[\w.+-]+|\s+|[^\w\s]/g;

/** The text after these changes to whole tokens: replaced, swapped, removed, repeated. */
function mutateTokens(text: string, changes: readonly Mutation[], hostile = HOSTILE_TOKENS): string {
  const tokens = text.match(TOKEN) ?? [];
  for (const { kind, at, length, value } of changes) {
    const start = Math.floor(at * tokens.length);
    const other = value % Math.max(1, tokens.length);
    const count = 1 + Math.floor(length * 8);
    const token = hostile[value % hostile.length] ?? '';
    if (kind === 'delete') tokens.splice(start, count);
    else if (kind === 'repeat') tokens.splice(start, 0, ...tokens.slice(start, start + count));
    else if (kind === 'cut') tokens.splice(start);
    else if (kind === 'insert') tokens.splice(start, 0, token);
    else if (kind === 'move') [tokens[start], tokens[other]] = [tokens[other] ?? '', tokens[start] ?? ''];
    else if (kind === 'flip') tokens[start] = tokens[other] ?? '';
    else tokens[start] = token;
  }
  return tokens.join('');
}

/** A text changed by tokens or by bytes. */
export const textMutation: fc.Arbitrary<(text: string) => string> = fc
  .record({ byTokens: fc.boolean(), changes: mutations })
  .map(({ byTokens, changes }) => {
    const change = (text: string) =>
      byTokens ? mutateTokens(text, changes) : mutateBytes(Buffer.from(text), changes).toString('utf8');
    return Object.assign(change, { toString: () => JSON.stringify({ byTokens, changes }) });
  });
