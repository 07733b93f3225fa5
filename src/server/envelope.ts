import { SwjobError } from '../errors.ts';
import { type ErrorResponse, errorOfResponse, htmlReason, isHtml, NOT_STARWHALE, withoutMark } from './errors.ts';
import type { HttpResponse } from './send-with-retry.ts';

/**
 * The `data` in an answer's envelope `{code: "success", message, data}`; anything else is an error that names the request.
 * `redact` removes credentials from the server's text.
 */
export function openEnvelope(
  { what, address }: Pick<ErrorResponse, 'what' | 'address'>,
  answer: HttpResponse,
  redact: (text: string) => string,
): unknown {
  const body = withoutMark(answer.body.toString('utf8'));
  if (isHtml(answer.contentType, body)) throw unreadable(what, `is ${redact(htmlReason(body))} instead of JSON`);
  let reply: unknown;
  try {
    reply = JSON.parse(body);
  } catch {
    throw unreadable(what, body.trim() === '' ? 'is empty' : howDamaged(answer.contentType, redact));
  }
  if (typeof reply !== 'object' || reply === null || !('code' in reply)) {
    throw unreadable(what, 'is not in a Starwhale server’s form');
  }
  if (reply.code !== 'success') {
    const { status, contentType } = answer;
    throw errorOfResponse({ what, address, status, contentType, body, tokenSent: true, tries: 1, redact });
  }
  return 'data' in reply ? reply.data : undefined;
}

function howDamaged(contentType: string, redact: (text: string) => string): string {
  if (contentType.includes('json')) return 'is cut off or damaged JSON';
  return contentType === '' ? 'is not JSON' : `is ${redact(contentType)}, not JSON`;
}

function unreadable(what: string, how: string): SwjobError {
  return new SwjobError('network', `${what}: the answer ${how}`, { hint: NOT_STARWHALE });
}
