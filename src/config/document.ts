import { dump, FAILSAFE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { SwjobError } from '../errors.ts';
import type { ConfigDocument } from './shape.ts';

/**
 * A scalar that a YAML reader could take for a number, a date or a boolean (`yes`). Kept as written, so that rewriting a
 * config does not change values that swjob does not know.
 */
export class PlainScalar {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** js-yaml converts keys to strings only if they are not tagged as plain objects. */
  get [Symbol.toStringTag](): string {
    return 'PlainScalar';
  }
  toString(): string {
    return this.text;
  }
}

/** What YAML 1.1, the client's dialect, or YAML 1.2 may read as a number, a date or a boolean. */
const NOT_SURELY_TEXT = /^(?:[-+.]?[0-9].*|[-+]?\.(?:inf|nan)|y|n|yes|no|on|off|true|false)$/i;

const nullType = new Type('tag:yaml.org,2002:null', {
  kind: 'scalar',
  resolve: (text: string | null) => text === null || text === '' || text === '~' || /^(?:null|Null|NULL)$/.test(text),
  construct: () => null,
  predicate: (value: object | null) => value === null,
  represent: () => 'null',
});

const plainScalarType = new Type('tag:yaml.org,2002:plain', {
  kind: 'scalar',
  resolve: (text: string | null) => text !== null && NOT_SURELY_TEXT.test(text),
  construct: (text: string) => new PlainScalar(text),
  instanceOf: PlainScalar,
  represent: (value) => String(value),
});

const TEXT_SCHEMA = FAILSAFE_SCHEMA.extend({ implicit: [nullType] });
const VERBATIM_SCHEMA = FAILSAFE_SCHEMA.extend({ implicit: [nullType, plainScalarType] });

/** The config as mappings, lists, null and strings: numbers, dates and booleans are strings as written in the file. */
export function parseConfigText(text: string, path: string): ConfigDocument {
  return parse(text, path, TEXT_SCHEMA);
}

/** The same for a rewrite: what may not be a string is a `PlainScalar`, which `formatConfig` writes unchanged. */
export function parseConfigVerbatim(text: string, path: string): ConfigDocument {
  return parse(text, path, VERBATIM_SCHEMA);
}

/** The YAML of a config; strings that a reader could take for something else are quoted. */
export function formatConfig(document: ConfigDocument): string {
  return dump(document, { schema: VERBATIM_SCHEMA, lineWidth: -1 });
}

function parse(text: string, path: string, schema: typeof TEXT_SCHEMA): ConfigDocument {
  let content: unknown;
  try {
    // If a key appears twice, the last one counts, as in the client.
    content = load(text, { schema, json: true });
  } catch (error) {
    // Neither the message nor the cause: both quote lines of the file, which may contain a token.
    throw notAConfig(path, error instanceof YAMLException ? where(error) : 'it is not valid YAML');
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content) || content instanceof PlainScalar) {
    throw notAConfig(path, `the file must hold a mapping, not ${Array.isArray(content) ? 'a list' : 'a single value'}`);
  }
  return content as ConfigDocument;
}

function where(error: YAMLException): string {
  const reason = error.reason.replace(/[<"'*&!].*$/s, '').trim();
  const mark: unknown = error.mark;
  return mark === undefined || mark === null
    ? reason
    : `line ${error.mark.line + 1}, column ${error.mark.column + 1}: ${reason}`;
}

function notAConfig(path: string, reason: string): SwjobError {
  return new SwjobError('operation-failed', `the config file ${path} is not valid: ${reason}`, {
    hint: 'Fix the file, or move it away to start with the defaults.',
  });
}
