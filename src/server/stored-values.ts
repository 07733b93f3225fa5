import { convertArtifacts, needsConversion } from '../datastore/artifact.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactLink } from '../job/instance.ts';
import type { ServerArtifacts } from './artifacts.ts';

const NOTHING = new Uint8Array(0);

/**
 * Replaces str and bytes that the client stored as artifacts, at any depth, by STRING and BYTES. The contents for all of
 * the rows are read together; rows without any come back as they are.
 */
export async function readStoredValues(
  rows: readonly TypedRow[],
  artifacts: ServerArtifacts,
): Promise<readonly TypedRow[]> {
  const links = new Map<string, ArtifactLink>();
  const note = (link: ArtifactLink): Uint8Array => {
    links.set(identity(link), link);
    return NOTHING;
  };
  for (const row of rows) for (const value of row.values()) if (needsConversion(value)) convertArtifacts(value, note);
  if (links.size === 0) return rows;

  const contents = new Map<string, Uint8Array>();
  const read = await artifacts.readAll([...links.values()]);
  for (const [index, key] of [...links.keys()].entries()) contents.set(key, read[index] ?? NOTHING);
  const convert = (value: TypedValue): TypedValue =>
    convertArtifacts(value, (link) => contents.get(identity(link)) ?? NOTHING);
  return rows.map((row) => new Map(Array.from(row, ([name, value]) => [name, convert(value)])));
}

function identity({ uri, offset, size = -1 }: ArtifactLink): string {
  return `${offset} ${size} ${uri}`;
}
