import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { proxyFor } from './proxies.ts';
import type { Transport } from './sent.ts';
import type { DispatcherLike, FetchLike } from './transport-like.ts';

export interface TransportOptions {
  /** The longest wait for a connection, for the first byte of an answer, and between two chunks of it. */
  readonly requestTimeoutMs: number;
  /** Whether to accept any certificate. */
  readonly insecure: boolean;
  /** Sends requests instead of our own connections. */
  readonly fetch?: FetchLike | undefined;
  readonly dispatcher?: DispatcherLike | undefined;
  /** The environment, whose variables name the proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** As many as the requests that run at once, for the artifacts of a page for example. */
const CONNECTIONS = 8;
const MAX_CONNECT_TIMEOUT_MS = 10_000;
/** Enough for any log line; undici's own default is 128 MiB. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { fetch, dispatcher, requestTimeoutMs } = options;
  if (fetch !== undefined || dispatcher !== undefined) {
    const own = await import('./own-transport.ts');
    if (fetch !== undefined) return own.fetchTransport(fetch, requestTimeoutMs);
    if (dispatcher !== undefined) return own.dispatcherTransport(dispatcher, requestTimeoutMs);
  }
  return openAgents(options);
}

async function openAgents(options: TransportOptions): Promise<Transport> {
  const [{ default: Dispatcher }, { default: api }] = await Promise.all([
    import('undici/lib/dispatcher/dispatcher.js'),
    import('undici/lib/api/index.js'),
  ]);
  // undici's index does this too, and its agents rely on it.
  Object.assign(Dispatcher.prototype, api);
  /** One for direct connections, and one for each proxy. */
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const dispatcherFor = (url: URL): Promise<Dispatcher> => {
    const address = proxyFor(url, options.env)?.address ?? '';
    let dispatcher = dispatchers.get(address);
    if (dispatcher === undefined) {
      dispatcher = openDispatcher(options, address);
      dispatchers.set(address, dispatcher);
    }
    return dispatcher;
  };
  return {
    send: async ({ signal, ...request }) =>
      (await dispatcherFor(new URL(request.origin))).request({ ...request, ...(signal && { signal }) }),
    async openSocket(url, headers) {
      const { default: parts } = await import('undici/lib/web/websocket/websocket.js');
      const { dispatcher, abandon } = withUpgradedSocket(await dispatcherFor(new URL(url)));
      return { socket: new parts.WebSocket(url, { headers, dispatcher }), abandon };
    },
    proxyFor: (url) => proxyFor(url, options.env),
    async close() {
      await Promise.all(Array.from(dispatchers.values(), async (dispatcher) => (await dispatcher).destroy()));
    },
  };
}

/** The time limit for connecting in milliseconds: a user may wait long for answers, but not for a missing host. */
export function connectTimeout(requestTimeoutMs: number): number {
  return Math.min(requestTimeoutMs, MAX_CONNECT_TIMEOUT_MS);
}

async function openDispatcher({ requestTimeoutMs, insecure }: TransportOptions, proxy: string): Promise<Dispatcher> {
  const tls = { rejectUnauthorized: !insecure };
  const shared = {
    connections: CONNECTIONS,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    connect: { ...tls, timeout: connectTimeout(requestTimeoutMs) },
    webSocket: { maxPayloadSize: MAX_FRAME_BYTES },
  };
  if (proxy === '') {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js');
    return new Agent(shared);
  }
  const { default: ProxyAgent } = await import('undici/lib/dispatcher/proxy-agent.js');
  // Like curl, send plain HTTP through the proxy without a tunnel: many proxies refuse tunnels to port 80.
  return new ProxyAgent({ ...shared, uri: proxy, requestTls: tls, proxyTunnel: false });
}

/** A dispatcher that remembers the connection that became a WebSocket, as the agent then no longer manages it. */
function withUpgradedSocket(inner: Dispatcher): { readonly dispatcher: Dispatcher; readonly abandon: () => void } {
  let upgraded: Duplex | undefined;
  const dispatch: Dispatcher['dispatch'] = (options, handler) => {
    const { onRequestUpgrade, onUpgrade } = handler;
    if (onRequestUpgrade !== undefined) {
      handler.onRequestUpgrade = (controller, status, headers, socket) => {
        upgraded = socket;
        return onRequestUpgrade.call(handler, controller, status, headers, socket);
      };
    }
    if (onUpgrade !== undefined) {
      handler.onUpgrade = (status, headers, socket) => {
        upgraded = socket;
        return onUpgrade.call(handler, status, headers, socket);
      };
    }
    return inner.dispatch(options, handler);
  };
  const dispatcher = new Proxy(inner, {
    get: (target, name) => (name === 'dispatch' ? dispatch : Reflect.get(target, name, target)),
  });
  return { dispatcher, abandon: () => upgraded?.destroy() };
}
