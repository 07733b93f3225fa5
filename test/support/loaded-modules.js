// Loaded by `node --import` before the program: writes the address of every module that is then loaded, a line each, to
// the file that MODULE_LOG names. It registers itself as the hooks of the loader, which run in a thread of their own.
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(process.env['MODULE_LOG'], `${resolved.url}\n`);
  return resolved;
}
