import { isObject } from '../datastore/schema.ts';
import { BOOLEAN_WORD, INTEGER_WORD, NULL_WORD, plainScalar } from './yaml-words.ts';

/**
 * Parses a job's manifest as the client's YAML 1.1 writer means it: scalars that look like floats or times stay strings,
 * integers and the words for true, false and null are converted, and tags are refused.
 */
export async function parseManifestYaml(text: string): Promise<unknown> {
  const { FAILSAFE_SCHEMA, load, Type } = await import('js-yaml');
  const none = new Type('tag:yaml.org,2002:null', {
    kind: 'scalar',
    resolve: (data: unknown) => data === null || (typeof data === 'string' && NULL_WORD.test(data)),
    construct: () => null,
  });
  const truth = new Type('tag:yaml.org,2002:bool', {
    kind: 'scalar',
    resolve: (data: unknown) => typeof data === 'string' && BOOLEAN_WORD.test(data),
    construct: plainScalar,
  });
  const integer = new Type('tag:yaml.org,2002:int', {
    kind: 'scalar',
    resolve: (data: unknown) => typeof data === 'string' && INTEGER_WORD.test(data),
    construct: plainScalar,
  });
  const document = load(text, { schema: FAILSAFE_SCHEMA.extend({ implicit: [none, truth, integer] }) });
  checkAliases(document);
  return withWholeStrings(document);
}

/** Strings as long as error messages may be. */
const LONG = 1024;

/** The same fields, with long strings in one piece: the parser joins them from parts that take many times their memory. */
function withWholeStrings(document: unknown): unknown {
  if (!isObject(document)) return document;
  const whole = (value: unknown): unknown =>
    typeof value === 'string' && value.length > LONG ? JSON.parse(JSON.stringify(value)) : value;
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, whole(value)]));
}

/** Far more than any manifest has, and few enough to walk over. */
const MAX_VALUES = 100_000;
const MAX_DEPTH = 100;

/** Guards against aliases (`*name`), with which a short text can expand to endless values. */
function checkAliases(document: unknown): void {
  let values = 0;
  const walk = (value: unknown, depth: number): void => {
    if (++values > MAX_VALUES || depth > MAX_DEPTH) throw new Error('aliases make it endless');
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) walk(item, depth + 1);
  };
  walk(document, 0);
}
