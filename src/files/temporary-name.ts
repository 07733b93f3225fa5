import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A hidden name beside a file, for what will take its place; no other process has the same one. */
export function temporaryName(path: string): string {
  // Node loads the module of this global when it is first used: commands that write nothing do without.
  const random = crypto.randomUUID().replaceAll('-', '').slice(0, 12);
  return join(dirname(path), `${beginning(path)}${random}${END}`);
}

/** Removes what killed processes left under such names; nothing may be writing that file at the time. */
export function removeTemporaries(path: string): void {
  const folder = dirname(path);
  const start = beginning(path);
  for (const name of readdirSync(folder)) {
    const random = name.slice(start.length, -END.length);
    const isTemporary = name.startsWith(start) && name.endsWith(END) && /^[0-9a-f]{12}$/.test(random);
    if (isTemporary) rmSync(join(folder, name), { force: true });
  }
}

const END = '.tmp';

function beginning(path: string): string {
  return `.${basename(path).slice(0, 100)}.`;
}
