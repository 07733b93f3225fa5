import type { Config } from '../../config/config.ts';
import { notFound, usageError } from '../../errors.ts';
import { addressOfConfigUri, passwordInAddress } from '../../uri/address.ts';
import { quoted } from '../../uri/quoted.ts';
import { resolveInstance } from '../../uri/resolve.ts';

/** The alias for an alias, a host of the config or an address; '' means the current instance. */
export async function aliasOf(text: string, config: Config): Promise<string> {
  const name = text.trim() === '' ? config.currentInstance : text.trim();
  // swcli's default aliases are whole addresses, so an alias may look like one.
  if (config.instances.has(name)) return name;
  const { alias } = resolveInstance(text, { config });
  if (alias !== null) return alias;
  throw notFound(
    `the config has no instance with the address ${quoted(name)}`,
    `Log in to it with swjob instance login ${name}`,
  );
}

/** A Server to log in to. */
export interface LoginPlace {
  readonly alias: string;
  readonly address: string;
}

/**
 * Where to log in: an alias of the config keeps its address; an address gets the alias of its entry, else its host
 * name. Throws a usage error if the alias already names another instance.
 */
export function loginPlace(named: string, chosen: string | undefined, config: Config): LoginPlace {
  const text = named.trim() === '' ? config.currentInstance : named.trim().replace(/^cloud:\/\//i, '');
  const entry = config.instances.get(text);
  if (entry?.kind === 'standalone') throw standalone(named);
  const address = addressOf(entry?.uri ?? text);
  const entries = [...config.instances.values()].filter(({ uri }) => addressOfConfigUri(uri) === address);
  const usual = entry?.alias ?? (entries.length === 1 ? entries[0]?.alias : undefined) ?? new URL(address).hostname;
  const alias = chosen ?? usual;
  const taken = config.instances.get(alias);
  if (taken === undefined) checkAlias(alias, chosen !== undefined);
  else if (addressOfConfigUri(taken.uri) !== address) {
    throw usageError(
      `the alias ${quoted(alias)} already names another instance`,
      'Choose another alias with --alias, or log out of that instance first.',
    );
  }
  return { alias, address };
}

/** People paste what the address bar shows: paths of the web console and the API begin with one of these. */
const PAGES: ReadonlySet<string> = new Set(['project', 'projects', 'login', 'auth', 'settings', 'admin', 'api']);

function addressOf(text: string): string {
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '');
  if (authority.includes('@')) throw passwordInAddress();
  const [, beginning = '', path = ''] = /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*)([^?#]*)/i.exec(text) ?? [];
  const segments = path.split('/');
  const page = segments.findIndex((segment) => PAGES.has(segment));
  const address = addressOfConfigUri(beginning + segments.slice(0, page === -1 ? undefined : page).join('/'));
  if (address !== null) return address;
  throw usageError(`${quoted(text)} is not the address of a Server`, 'It looks like https://host or http://host:8082.');
}

/** URIs begin with ALIAS/project/, so an alias must be one segment of a path, and not a keyword of URIs. */
function checkAlias(alias: string, isChosen: boolean): void {
  const isWord = alias === 'local' || alias === 'project' || alias === 'projects';
  if (!isWord && alias.length <= 255 && /^[^\s/:@?#\p{C}]+$/u.test(alias)) return;
  throw usageError(
    `${quoted(alias)} cannot be the alias of a Server`,
    isChosen ? 'Choose a short word such as srv.' : 'Choose one with --alias, a short word such as srv.',
  );
}

function standalone(address: string): Error {
  return address.trim() === ''
    ? usageError(
        'the current instance is Standalone, which needs no login',
        'Name a Server: swjob instance login https://host',
      )
    : usageError('a Standalone instance needs no login', 'Name a Server: swjob instance login https://host');
}
