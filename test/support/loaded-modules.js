// Loaded by `node --import` before the program. Writes the URL of every module loaded from then on, one per line, to the file
// that MODULE_LOG names. It registers itself as the loader's hooks, which run in their own thread.
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(process.env['MODULE_LOG'], `${resolved.url}\n`);
  return resolved;
}
