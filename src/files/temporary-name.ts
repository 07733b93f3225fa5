import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A unique hidden name beside a file, for the content that will replace it. */
export function temporaryName(path: string): string {
  // Node loads the global `crypto` on first use, so commands that write nothing do not load it.
  const random = crypto.randomUUID().replaceAll('-', '').slice(0, 12);
  return join(dirname(path), `${beginning(path)}${random}${END}`);
}

/** Removes the temporary files that killed processes left. Call it only while nothing else writes the file. */
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
