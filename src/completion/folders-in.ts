import { readdirSync } from 'node:fs';

/** The names of the folders right in a folder, links left out; none where there is no such folder. */
export function foldersIn(path: string): readonly string[] {
  try {
    const names: string[] = [];
    for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) names.push(entry.name);
    return names;
  } catch {
    return [];
  }
}
