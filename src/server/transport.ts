import type { Dispatcher, WebSocket } from 'undici';
import { usageError } from '../errors.ts';

export interface TransportOptions {
  /** The longest wait for a connection, for the first byte of an answer, and between two pieces of it. */
  readonly requestTimeoutMs: number;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** Names the proxies: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, the lower-case names first. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The keep-alive connections to servers; the only place that loads undici. */
export interface Transport {
  send(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
  openSocket(url: string, headers: Readonly<Record<string, string>>): Promise<WebSocket>;
  close(): Promise<void>;
}

/** As many as the requests that run at once: artifacts of one page, say. */
const CONNECTIONS = 8;
const MAX_CONNECT_TIMEOUT_MS = 10_000;
/** A log line; undici's own default is 128 MiB. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

export async function openTransport(options: TransportOptions): Promise<Transport> {
  const [{ default: Dispatcher }, { default: api }] = await Promise.all([
    import('undici/lib/dispatcher/dispatcher.js'),
    import('undici/lib/api/index.js'),
  ]);
  // What undici's index does: its agents themselves rely on it.
  Object.assign(Dispatcher.prototype, api);
  const dispatcher = await openDispatcher(options);
  return {
    send: (request) => dispatcher.request(request),
    async openSocket(url, headers) {
      const { default: parts } = await import('undici/lib/web/websocket/websocket.js');
      return new parts.WebSocket(url, { headers, dispatcher });
    },
    close: () => dispatcher.destroy(),
  };
}

async function openDispatcher({ requestTimeoutMs, insecure, env }: TransportOptions): Promise<Dispatcher> {
  const tls = { rejectUnauthorized: !insecure };
  const shared = {
    connections: CONNECTIONS,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    connect: { ...tls, timeout: Math.min(requestTimeoutMs, MAX_CONNECT_TIMEOUT_MS) },
    webSocket: { maxPayloadSize: MAX_FRAME_BYTES },
  };
  const httpProxy = proxyAddress(env, 'HTTP_PROXY');
  const httpsProxy = proxyAddress(env, 'HTTPS_PROXY');
  if (!httpProxy && !httpsProxy) {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js');
    return new Agent(shared);
  }
  const { default: EnvHttpProxyAgent } = await import('undici/lib/dispatcher/env-http-proxy-agent.js');
  return new EnvHttpProxyAgent({
    ...shared,
    httpProxy,
    httpsProxy,
    noProxy: env['no_proxy'] || env['NO_PROXY'] || '',
    requestTls: tls,
    // Plain HTTP goes through the proxy as curl sends it: many proxies refuse a tunnel to port 80.
    proxyTunnel: false,
  });
}

/** Empty where there is none; `host:3128` is taken as curl takes it. The value may hold a password: it is not shown. */
function proxyAddress(env: TransportOptions['env'], name: string): string {
  const value = (env[name.toLowerCase()] || env[name] || '').trim();
  if (value === '') return '';
  const address = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  throw usageError(`${name} is not the address of an HTTP proxy`, 'It looks like http://host:3128.');
}
