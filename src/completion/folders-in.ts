import { folderNames } from '../standalone/job-folders.ts';

/** The names of the folders right in a folder, links left out; none where it cannot be read. */
export function foldersIn(path: string): readonly string[] {
  try {
    return folderNames(path);
  } catch {
    return [];
  }
}
