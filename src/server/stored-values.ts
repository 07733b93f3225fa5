import { type ContentOf, convertArtifacts, needsConversion } from '../datastore/artifact.ts';
import { ValueError } from '../datastore/scalars.ts';
import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { damaged } from '../errors.ts';
import type { ArtifactLink } from '../job/instance.ts';
import { show } from '../text/show.ts';
import { isWebAddress, type ServerArtifacts } from './artifacts.ts';

const NOTHING = new Uint8Array(0);
/** How much content is held in memory at once, unless a single row has more. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** The size assumed for a link without one. */
const UNKNOWN_BYTES = 1024 * 1024;

/**
 * Replaces str and bytes that the client stored as artifacts, at any depth, with STRING and BYTES. The contents of several
 * rows are read together, as far as memory allows; rows without any are returned unchanged. A value whose content is at a
 * web address stays an object: the author of a row must not choose where its readers connect to.
 */
export async function* storedValues(
  rows: readonly TypedRow[],
  artifacts: ServerArtifacts,
): AsyncGenerator<readonly TypedRow[]> {
  let batch: TypedRow[] = [];
  let links = new Map<string, ArtifactLink>();
  let bytes = 0;
  for (const row of rows) {
    const own = linksOf(row);
    const more = own.reduce((sum, link) => sum + lengthOf(link), 0);
    if (bytes + more > BATCH_BYTES && batch.length > 0) {
      yield await converted(batch, links, artifacts);
      [batch, links, bytes] = [[], new Map(), 0];
    }
    batch.push(row);
    for (const link of own) links.set(identity(link), link);
    bytes += more;
  }
  if (batch.length > 0) yield await converted(batch, links, artifacts);
}

function linksOf(row: TypedRow): readonly ArtifactLink[] {
  const links: ArtifactLink[] = [];
  const note = (link: ArtifactLink): null => {
    if (!isWebAddress(link.uri)) links.push(link);
    return null;
  };
  for (const [name, value] of row) if (needsConversion(value)) convertColumn(name, value, note);
  return links;
}

async function converted(
  rows: readonly TypedRow[],
  links: ReadonlyMap<string, ArtifactLink>,
  artifacts: ServerArtifacts,
): Promise<readonly TypedRow[]> {
  const read = links.size === 0 ? [] : await artifacts.readAll([...links.values()]);
  const contents = new Map([...links.keys()].map((key, index) => [key, read[index] ?? NOTHING]));
  const contentOf = (link: ArtifactLink): Uint8Array | null => contents.get(identity(link)) ?? null;
  return rows.map((row) => {
    if (![...row.values()].some(needsConversion)) return row;
    return new Map(Array.from(row, ([name, value]) => [name, convertColumn(name, value, contentOf)]));
  });
}

function convertColumn(name: string, value: TypedValue, contentOf: ContentOf): TypedValue {
  try {
    return convertArtifacts(value, contentOf);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw damaged(`the server's answer has in the column ${show(name)} ${error.message}`, { cause: error });
  }
}

function lengthOf({ size = -1 }: ArtifactLink): number {
  return size >= 0 ? size : UNKNOWN_BYTES;
}

function identity({ uri, offset, size = -1 }: ArtifactLink): string {
  return `${offset} ${size} ${uri}`;
}
