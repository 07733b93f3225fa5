import { errorCode, isError, messageOf, SwjobError, usageError } from '../errors.ts';
import { readGivenFile } from '../files/given-file.ts';
import { show } from '../text/show.ts';

const MAX_FILE_BYTES = 1 << 20;
const HINT = 'Pass {"STEP": {"replicas": 2, "resources": {"memory": "4GiB"}}}, or @FILE with JSON or YAML.';

/** Parses `--overwrite-specs`: JSON, `@file.json` or `@file.yaml`. `overwrittenSteps` checks the content. */
export async function parseOverwriteSpecs(text: string): Promise<unknown> {
  if (!text.startsWith('@')) return parseJson(text, '--overwrite-specs');
  const path = text.slice(1);
  const content = contentOf(path);
  if (/\.json$/i.test(path)) return parseJson(content, path);
  const { load } = await import('js-yaml');
  try {
    return load(content);
  } catch (error) {
    const reason = messageOf(error).split('\n')[0];
    throw usageError(`--overwrite-specs: ${path} is not valid YAML: ${reason}`, HINT);
  }
}

function contentOf(path: string): string {
  let reason = `no such file: ${path}`;
  try {
    const file = readGivenFile(path, MAX_FILE_BYTES);
    if (file !== null) return file.text;
  } catch (error) {
    if (isError(error) && ['EACCES', 'EPERM'].includes(errorCode(error.cause) ?? '')) {
      throw new SwjobError('not-allowed', `--overwrite-specs: no permission to read ${path}`, { cause: error });
    }
    reason = `cannot read ${path}: ${messageOf(error)}`;
  }
  throw usageError(`--overwrite-specs: ${reason}`, HINT);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`${where} ${where.startsWith('--') ? show(text) : ''} is not valid JSON`.replace('  ', ' '), HINT);
  }
}
