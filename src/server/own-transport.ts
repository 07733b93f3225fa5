import { SwjobError, usageError } from '../errors.ts';
import type { SentAnswer, SentRequest, Transport } from './sent.ts';
import { TimeLimit } from './time-limit.ts';
import type { DispatcherLike, FetchLike, FetchResponse } from './transport-like.ts';

/** Sends requests with a program's own `fetch`. */
export function fetchTransport(fetch: FetchLike, timeoutMs: number): Transport {
  return {
    async send({ origin, path, method, headers, body, signal: given }: SentRequest): Promise<SentAnswer> {
      const limit = new TimeLimit(timeoutMs, given);
      const { signal } = limit;
      const init = {
        method,
        headers: { ...headers },
        ...(body !== null && { body }),
        redirect: 'manual',
        signal,
      } as const;
      const sent = Promise.resolve(fetch(`${origin}${path}`, init));
      const response = await limit.of(sent, 'UND_ERR_HEADERS_TIMEOUT');
      if (typeof response?.headers?.forEach !== 'function') {
        throw usageError(
          'the option fetch resolved to something other than a Response',
          'Response.json({ … }) makes one.',
        );
      }
      const received: Record<string, string> = {};
      response.headers.forEach((value, name) => {
        received[name.toLowerCase()] = value;
      });
      // `fetch` unpacks the content, so neither header is true any more.
      delete received['content-encoding'];
      delete received['content-length'];
      return { statusCode: response.status, headers: received, body: contentOf(response, limit) };
    },
    openSocket: () => refuseSocket('fetch'),
    proxyFor: () => null,
    close: async () => undefined,
  };
}

/** Sends requests with a program's own dispatcher, which the program closes itself. */
export function dispatcherTransport(dispatcher: DispatcherLike, timeoutMs: number): Transport {
  return {
    send: ({ origin, path, method, headers, body, signal = new AbortController().signal }) =>
      dispatcher.request({
        ...{ origin, path, method, headers: { ...headers }, body, signal },
        ...{ headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
      }),
    openSocket: () => refuseSocket('dispatcher'),
    proxyFor: () => null,
    close: async () => undefined,
  };
}

function refuseSocket(option: string): never {
  throw new SwjobError(
    'operation-failed',
    `the log of a running task comes by a WebSocket, which ${option} cannot open`,
    {
      hint: `Follow logs with a Starwhale without the option ${option}, or wait for the job and read them then.`,
    },
  );
}

/** Whether someone has read the content, or is reading it. */
function isTaken(response: FetchResponse & { readonly bodyUsed?: unknown }): boolean {
  const { locked } = Object(response.body) as { readonly locked?: unknown };
  return response.bodyUsed === true || locked === true;
}

interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

async function* contentOf(response: FetchResponse, limit: TimeLimit): AsyncGenerator<Uint8Array> {
  const { body } = response;
  if (isTaken(response)) {
    throw usageError('the option fetch resolved to a Response that was already read', 'Make a new one for each call.');
  }
  if (typeof body !== 'object' || body === null || !('getReader' in body)) {
    yield new Uint8Array(await limit.of(response.arrayBuffer(), 'UND_ERR_BODY_TIMEOUT'));
    return;
  }
  const reader = (body as { getReader(): Reader }).getReader();
  try {
    for (;;) {
      const { done, value } = await limit.of(reader.read(), 'UND_ERR_BODY_TIMEOUT');
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
