import { BlockList, isIP } from 'node:net';
import { usageError } from '../errors.ts';

/** The proxy that a request goes through. */
export interface HttpProxy {
  /** The proxy's address, which may contain a user and a password. */
  readonly address: string;
  /** The address for messages. */
  readonly shown: string;
  /** The environment variable that names it. */
  readonly variable: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY (lower-case names take precedence); null
 * for a direct connection.
 */
export function proxyFor(url: URL, env: Env): HttpProxy | null {
  const settings = {
    HTTP_PROXY: setting(env, 'HTTP_PROXY'),
    HTTPS_PROXY: setting(env, 'HTTPS_PROXY'),
    ALL_PROXY: setting(env, 'ALL_PROXY'),
  };
  const own = isEncrypted(url) ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const variable = ([own, 'ALL_PROXY'] as const).find((name) => settings[name] !== '');
  if (variable === undefined || isExempt(url, setting(env, 'NO_PROXY'))) return null;
  const value = settings[variable];
  // Like curl, accept `host:3128`.
  const address = value.includes('://') ? value : `http://${value}`;
  const parsed = URL.canParse(address) ? new URL(address) : null;
  // The messages omit the value, which may contain a password.
  if (parsed?.protocol.startsWith('socks')) {
    throw usageError(
      `${variable} names a SOCKS proxy, which swjob cannot use`,
      `Name an HTTP proxy, or exempt ${url.hostname} with NO_PROXY.`,
    );
  }
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw usageError(`${variable} is not the address of an HTTP proxy`, 'It looks like http://host:3128.');
  }
  return { address, shown: parsed.origin, variable };
}

function setting(env: Env, name: string): string {
  return (env[name.toLowerCase()] || env[name] || '').trim();
}

function isEncrypted({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'wss:';
}

/**
 * Whether NO_PROXY exempts a host: by `*`, by its name or domain, with or without a port, or by a network in CIDR notation.
 */
function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (isEncrypted(url) ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => entry !== '' && (entry === '*' || isInNetwork(host, entry) || isNamed(host, port, entry)));
}

function isInNetwork(host: string, entry: string): boolean {
  const slash = entry.indexOf('/');
  const [address, bits] = [entry.slice(0, Math.max(0, slash)).replace(/^\[|\]$/g, ''), entry.slice(slash + 1)];
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  network.addSubnet(address, Number(bits), type);
  return network.check(host, type);
}

function isNamed(host: string, port: string, entry: string): boolean {
  const [, bracketed, plain, entryPort] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const name = (bracketed ?? plain ?? '').replace(/^\*?\./, '');
  return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}
