import { damaged, SwjobError } from '../errors.ts';
import type { ArtifactLink, ArtifactReader } from '../job/instance.ts';
import { signLinks } from './endpoints.ts';
import { isServerError } from './errors.ts';
import type { HttpClient } from './http.ts';
import { mapBounded } from './pages.ts';

/** Links signed per request; a page of rows rarely needs more. */
const LINKS_A_REQUEST = 1000;
const READS_AT_ONCE = 8;
const MAX_ARTIFACT_BYTES = 256 * 1024 * 1024;

export interface ServerArtifacts extends ArtifactReader {
  /** The contents of several links, in the same order; signed together, and read at most eight at a time. */
  readAll(links: readonly ArtifactLink[]): Promise<readonly Uint8Array[]>;
}

/**
 * Reads artifacts through a Server's signed links. The token is sent only to the server that signs, never with the link. A
 * web address in the data itself is never read: otherwise the author of a row would choose where its readers connect to.
 */
export function serverArtifacts(http: HttpClient): ServerArtifacts {
  const readAll = async (links: readonly ArtifactLink[]): Promise<readonly Uint8Array[]> => {
    const outside = links.find((link) => isWebAddress(link.uri));
    if (outside !== undefined) throw linkNotFollowed(outside);
    const uris = [...new Set(links.map((link) => link.uri))];
    const signed = new Map<string, string>();
    for (let i = 0; i < uris.length; i += LINKS_A_REQUEST) {
      for (const [uri, url] of await signLinks(http, uris.slice(i, i + LINKS_A_REQUEST))) signed.set(uri, url);
    }
    return mapBounded(links, READS_AT_ONCE, async (link) => {
      const url = signed.get(link.uri);
      if (url === undefined) throw missingContent(link);
      // A server signs any link, even to missing content, which shows only when it is read.
      return readRange(http, reachable(url, http.address), link).catch((error: unknown) => {
        if (isServerError(error, 404)) throw missingContent(link, error);
        throw isServerError(error, 500) ? unreadableContent(link, error) : error;
      });
    });
  };
  return {
    readAll,
    async read(link) {
      const [content] = await readAll([link]);
      if (content === undefined) throw missingContent(link);
      return content;
    },
  };
}

/**
 * The link by way of the server's address, if it leads to the server itself. A server behind a proxy that has HTTPS, or a path,
 * signs links that have neither.
 */
function reachable(link: string, address: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.host !== new URL(address).host || !url.pathname.startsWith('/obj-store/')) return link;
  return address + url.pathname + url.search;
}

/** Missing content counts as damage, as in a store. */
function missingContent({ uri }: ArtifactLink, cause?: Error): SwjobError {
  return damaged(`the server has no content for the artifact ${uri}`, { cause });
}

/** A server that keeps contents in its own files answers so for missing ones, and for those that are elsewhere, as on S3. */
function unreadableContent({ uri }: ArtifactLink, cause: Error): SwjobError {
  return damaged(`the server cannot read the content of the artifact ${uri} (${cause.message})`, { cause });
}

function linkNotFollowed({ uri }: ArtifactLink): SwjobError {
  return damaged(`the content of an artifact is not on the instance: it is a link to ${uri}`, {
    hint: '--save-artifacts reads it from there with --follow-links.',
  });
}

/** Whether a link is a web address that the writer of the data chose. */
export function isWebAddress(uri: string): boolean {
  return /^https?:\/\//i.test(uri);
}

/**
 * Reads a range of what a link leads to. A server may honour the range with status 206, or with 200, or ignore it: the length
 * of the body tells. Without a size, the length would not tell, so the whole object is read.
 */
export async function readRange(http: HttpClient, url: string, link: ArtifactLink): Promise<Uint8Array> {
  const { uri, offset, size = -1 } = link;
  if (!isOffset(offset) || (size !== -1 && !isOffset(size))) {
    throw damaged(`the link to the artifact ${uri} has no valid offset and size`);
  }
  if (size > MAX_ARTIFACT_BYTES) throw new SwjobError('operation-failed', `the artifact ${uri} has ${size} bytes`);
  if (size === 0) return new Uint8Array(0);
  const maxBodyBytes = MAX_ARTIFACT_BYTES;
  if (size === -1) return (await http.link(url, { maxBodyBytes })).body.subarray(offset);
  const answer = await http.link(url, { range: `bytes=${offset}-${offset + size - 1}`, maxBodyBytes });
  const { body, status } = answer;
  const content = status === 206 || body.length <= size ? body : body.subarray(offset, offset + size);
  if (content.length !== size) {
    throw damaged(`the artifact ${uri} has ${content.length} bytes instead of ${size} from ${offset} on`);
  }
  return content;
}

function isOffset(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
