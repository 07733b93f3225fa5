import type { StandInServer } from '../stand-in.ts';
import { isObject, objectOf } from './answer.ts';
import type { Exchange } from './exchanges.ts';

export interface ReplayedAnswer {
  readonly status: number;
  readonly contentType: string | null;
  /** JSON taken apart, or text. */
  readonly body: unknown;
  readonly bytes: Buffer;
}

/** Sends a recorded request to the stand-in. */
export async function replay(server: StandInServer, { request, response }: Exchange): Promise<ReplayedAnswer> {
  const { method, path, body, contentType, authorization } = request;
  const headers: Record<string, string> = contentType === null ? {} : { 'Content-Type': contentType };
  // Only the presence of the refused token was recorded.
  if (authorization) headers['Authorization'] = `Bearer ${response.status === 401 ? 'expired' : server.token}`;
  const sent = body === undefined || body === null || typeof body === 'string' ? body : JSON.stringify(body);
  const url = path.startsWith('/obj-store/') ? await signedAnew(server, path) : server.origin + path;
  const answer = await fetch(url, { method, headers, body: sent ?? null });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type');
  const text = bytes.toString('utf8');
  return { status: answer.status, contentType: type, body: type?.includes('json') ? JSON.parse(text) : text, bytes };
}

/** A signature is valid only on its server, for some time: replaces it with a current link to the same object. */
async function signedAnew(server: StandInServer, path: string): Promise<string> {
  const uri = path.split('/').slice(2, -1).join('/');
  const answer = await fetch(`${server.origin}/api/v1/filestorage/sign-links?expTimeMillis=60000`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${server.token}` },
    body: JSON.stringify([uri]),
  });
  return String(objectOf(objectOf(await answer.json())['data'])[uri]);
}

/** The recording kept only the ends of long lists, with this between them. */
const ELISION = '…';

export function isElided(value: unknown): boolean {
  return Array.isArray(value)
    ? value.includes(ELISION) || value.some(isElided)
    : isObject(value) && Object.values(value).some(isElided);
}

export function withoutElisions(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== ELISION).map(withoutElisions);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutElisions(item)]));
}

/** An error's text without the request, which some errors repeat in Java's notation. */
export function withoutRequest(body: unknown): unknown {
  if (!isObject(body) || typeof body['message'] !== 'string') return body;
  return { ...body, message: body['message'].replace(/request=.*$/s, '') };
}
