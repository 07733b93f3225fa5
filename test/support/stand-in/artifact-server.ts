import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Answer } from './answer.ts';
import { signatureOf } from './datastore-routes.ts';

/** `/obj-store/{uri}/{expires}?sign={signature}`; a uri ends in the name of an object of the store. */
const LINK = /^\/obj-store\/(.+)\/(\d+)$/;
const OBJECT = /(?:^|\/)([0-9a-f]{64})$/;

export function artifactLink(origin: string, secret: string, uri: string, expires: number): string {
  return `${origin}/obj-store/${uri}/${expires}?sign=${signatureOf(secret, uri, String(expires))}`;
}

/**
 * Serves the contents behind signed links. A request with a token is refused, as S3 refuses a second authentication. A range
 * is honoured with status 200 and without a header.
 */
export async function artifactAnswer(root: string, secret: string, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.headers.authorization !== undefined) return problem(400, 'InvalidArgument');
  const [, path, expires = ''] = LINK.exec(url.pathname) ?? [];
  if (request.method !== 'GET' || path === undefined) return problem(404, 'NoSuchKey');
  const uri = decodeURIComponent(path);
  const isSigned = url.searchParams.get('sign') === signatureOf(secret, uri, expires);
  if (!isSigned || Number(expires) < Date.now()) return problem(403, 'AccessDenied');
  const [, name] = OBJECT.exec(uri) ?? [];
  if (name === undefined) return problem(404, 'NoSuchKey');
  const content = (await contentOf(root, 'blake2b', name)) ?? (await contentOf(root, '', name));
  if (content === null) return problem(404, 'NoSuchKey');
  return { status: 200, contentType: null, body: inRange(content, request.headers.range) };
}

/** Contents of datasets are in their own folder. */
async function contentOf(root: string, folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(root, '.objectstore', folder, name.slice(0, 2), name));
  } catch {
    return null;
  }
}

function inRange(content: Buffer, header = ''): Buffer {
  const [range, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? [];
  if (range === undefined) return content;
  return content.subarray(Number(first), last === '' ? content.length : Number(last) + 1);
}

function problem(status: number, code: string): Answer {
  return { status, contentType: 'application/xml', body: `<Error><Code>${code}</Code></Error>` };
}
