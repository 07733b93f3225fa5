import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifestYaml } from '../../src/standalone/manifest-yaml.ts';
import { parsePlainManifest } from '../../src/standalone/plain-manifest.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { unpackStore } from '../support/stores.ts';

/** The general parser's answer; undefined if it refuses the text. */
async function general(text: string): Promise<unknown> {
  try {
    return await parseManifestYaml(text);
  } catch {
    return undefined;
  }
}

/** Checks that the result is null, or equal to the general parser's, including names such as `__proto__`. */
async function expectAgreement(text: string): Promise<boolean> {
  const plain = parsePlainManifest(text);
  if (plain === null) return false;
  const whole = await general(text);
  expect(plain).toEqual(whole);
  expect(Object.keys(plain)).toEqual(Object.keys(Object(whole)));
  return true;
}

type Scalar = string | number | boolean | null;
type Value = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>;

/** Roughly what makes PyYAML quote a string; quotes when in doubt. */
const NEEDS_QUOTES = /^$|^[\s\-?:,[\]{}#&*!|>'"%@`~=<.+\d]|[:#]\s|\s#|:$|\s$|^(?:null|true|false|yes|no|on|off|y|n)$/i;
const NEEDS_DOUBLE_QUOTES = /[^\x20-\x7e]/;

/** A manifest in the spelling of the client's writer, `yaml.safe_dump(…, default_flow_style=False)`. */
function dump(manifest: Readonly<Record<string, Value>>): string {
  return Object.entries(manifest)
    .map(([name, value]) => {
      if (Array.isArray(value)) {
        if (value.length === 0) return `${name}: []\n`;
        return `${name}:\n${value.map((item: Scalar) => `- ${dumpScalar(item)}\n`).join('')}`;
      }
      if (typeof value !== 'object' || value === null) return `${name}: ${dumpScalar(value as Scalar)}\n`;
      const entries = Object.entries(value);
      if (entries.length === 0) return `${name}: {}\n`;
      return `${name}:\n${entries.map(([key, item]) => `  ${key}: ${dumpScalar(item as Scalar)}\n`).join('')}`;
    })
    .join('');
}

function dumpScalar(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  if (NEEDS_DOUBLE_QUOTES.test(value)) return JSON.stringify(value);
  return NEEDS_QUOTES.test(value) ? `'${value.replaceAll("'", "''")}'` : value;
}

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom<Scalar[]>(
    'local/project/self/dataset/mnist/version/latest',
    '2024-01-01 00:00:00 UTC',
    'mnist.evaluator:evaluate',
    '/opt/a b/c: d',
    "it's",
    'a #b',
    'a: b',
    'a:b',
    'key: ',
    '- x',
    '-',
    '-1',
    '007',
    '1e5',
    'true',
    'Null',
    '~',
    '~x',
    '',
    ' ',
    'x ',
    'é',
    '{a}',
    '[a]',
    'a, b',
    'a]b',
    '<<',
    '=',
    '...',
    '---',
    '--- a',
    '.inf',
    '0x1F',
    '123456789012345678',
  ),
  fc.string({ maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.constantFrom(
  'datasets',
  'status',
  'version',
  '__proto__',
  'constructor',
  'x1',
  'y',
  'no',
  'true',
  'null',
);
const entries = <T>(value: fc.Arbitrary<T>, maxLength: number) =>
  fc
    .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength })
    .map((pairs): Record<string, T> => Object.fromEntries(pairs));
const manifests = entries<Value>(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), entries(scalar, 3)), 5);

describe('parsePlainManifest', () => {
  it('reads every plain manifest that the client wrote, as the YAML parser does', async () => {
    let plain = 0;
    for (const store of ['real', 'jobs', 'tables'] as const) {
      const root = await unpackStore(store);
      const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('_manifest.yaml'));
      for (const file of files) if (await expectAgreement(await readFile(join(root, file), 'utf8'))) plain++;
    }
    expect(plain).toBeGreaterThan(20);
  });

  it('returns the YAML parser’s result, or null, for what a writer may write', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(manifests, async (manifest) => {
        if (await expectAgreement(dump(manifest))) plain++;
      }),
      { numRuns: 2000 },
    );
    // Otherwise nothing was compared.
    expect(plain).toBeGreaterThan(200);
  });

  it('returns the YAML parser’s result, or null, for changed manifests and other texts', async () => {
    const pieces = fc.constantFrom(
      ...'\n\r\t #:\'"-?,[]{}&*!|>%@`~.0aé\u0085\u2028\ufeff\u0000\u00a0',
      ': ',
      '- ',
      "''",
      '---\n',
      '  ',
    );
    const changed = fc
      .tuple(manifests, fc.array(fc.record({ at: fc.nat(200), cut: fc.nat(3), piece: pieces }), { maxLength: 3 }))
      .map(([manifest, changes]) =>
        changes.reduce((text, { at, cut, piece }) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + piece + text.slice(place + cut);
        }, dump(manifest)),
      );
    const lines = fc.array(
      fc.oneof(
        fc.tuple(name, scalar).map(([key, value]) => `${key}: ${value}`),
        fc.string({ maxLength: 10 }),
        pieces,
      ),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          changed,
          lines.map((all) => `${all.join('\n')}\n`),
        ),
        async (text) => {
          await expectAgreement(text);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('leaves other spellings than the writer\u2019s to the YAML parser', () => {
    for (const text of [
      '',
      'a: 1',
      'a: 1\na: 2\n',
      'a: "x"\n',
      'a: [x]\n',
      'a: &x 1\n',
      'a:\n  b:\n  - c\n',
      '- a\n',
    ]) {
      expect(parsePlainManifest(text), text).toBeNull();
    }
    expect(parsePlainManifest("a: 1\nb: ''\nc:\n- x y\nd:\n  e: null\nf: []\ng: {}\n")).toEqual({
      a: 1,
      b: '',
      c: ['x y'],
      d: { e: null },
      f: [],
      g: {},
    });
  });

  it('takes linear time for a long line', () => {
    const began = cpuNow();
    expect(parsePlainManifest(`a: ${'x '.repeat(200_000)}\n`)).toBeNull();
    expect(parsePlainManifest(`a: '${"''".repeat(200_000)}\n`)).toBeNull();
    expect(cpuNow() - began).toBeLessThan(1000);
  });
});
