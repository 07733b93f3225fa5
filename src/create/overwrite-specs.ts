import { messageOf, usageError } from '../errors.ts';
import { readTextFile } from '../standalone/regular-file.ts';
import { show } from '../text/show.ts';

const MAX_FILE_BYTES = 1 << 20;
const HINT = 'Pass {"STEP": {"replicas": 2, "resources": {"memory": "4GiB"}}}, or @FILE with JSON or YAML.';

/** Parses `--overwrite-specs`: JSON, `@file.json` or `@file.yaml`. `overwrittenSteps` checks the content. */
export async function parseOverwriteSpecs(text: string): Promise<unknown> {
  if (!text.startsWith('@')) return parseJson(text, '--overwrite-specs');
  const path = text.slice(1);
  const content = readTextFile(path, MAX_FILE_BYTES);
  if (content === null) throw usageError(`--overwrite-specs: no such file: ${path}`, HINT);
  if (/\.json$/i.test(path)) return parseJson(content, path);
  const { load } = await import('js-yaml');
  try {
    return load(content);
  } catch (error) {
    const reason = messageOf(error).split('\n')[0];
    throw usageError(`--overwrite-specs: ${path} is not valid YAML: ${reason}`, HINT);
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`${where} ${where.startsWith('--') ? show(text) : ''} is not valid JSON`.replace('  ', ' '), HINT);
  }
}
