import { folderNames } from '../standalone/job-folders.ts';

/** The names of the folders directly in a folder, without links; none if it cannot be read. */
export function foldersIn(path: string): readonly string[] {
  try {
    return folderNames(path);
  } catch {
    return [];
  }
}
