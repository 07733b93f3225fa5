import type { Config } from '../config/config.ts';
import type { InstanceConfig } from '../config/instance-config.ts';
import { notFound, SwjobError } from '../errors.ts';
import { authorizationOf } from '../text/authorization.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { addressOfConfigUri, originOf, passwordInAddress } from './address.ts';
import { environmentToken } from './environment-token.ts';
import { quoted } from './quoted.ts';
import type { InstanceReference } from './split.ts';
import type { InstanceTarget, ServerTarget } from './target.ts';

/** An instance, and its current project in the config. */
export interface FoundInstance {
  readonly target: InstanceTarget;
  readonly currentProject: string | null;
}

/**
 * Finds the instance that a URI names. Throws `not-found` for an unknown name, `ambiguous` if several match, `not-allowed`
 * for an address without a login. With `needsProject`, the current project will be used, so config entries with the same
 * address must agree on it.
 */
export function findInstance(reference: InstanceReference, config: Config, needsProject: boolean): FoundInstance {
  switch (reference.kind) {
    case 'current':
      return byAlias(config.currentInstance, config, 'the current instance');
    case 'alias':
      return byAlias(reference.alias, config, 'the instance');
    case 'name':
      return byName(reference.name, config, needsProject);
    case 'address':
      return byAddress(reference.address, config, needsProject);
  }
}

function byAlias(alias: string, config: Config, what: string): FoundInstance {
  const instance = config.instances.get(alias);
  if (instance !== undefined) return found(instance, config);
  if (alias.includes('@')) throw passwordInAddress();
  const known = meantAndKnown(alias, 'The instances are', config.instances.keys(), quoted);
  throw notFound(
    `${what} ${quoted(alias)} is not in the config`,
    `${known}. Log in to another with swjob instance login, choose with swjob instance select.`,
  );
}

/** Finds an instance by its alias or host. A name that is the alias of one and the host of another is ambiguous. */
function byName(name: string, config: Config, needsProject: boolean): FoundInstance {
  const alias = config.instances.get(name);
  if (alias?.kind === 'standalone') return found(alias, config);
  const addresses = new Set(
    servers(config).flatMap(({ address }) => (hostOf(address) === name.toLowerCase() ? [address] : [])),
  );
  if (alias !== undefined) addresses.delete(addressOfConfigUri(alias.uri) ?? '');
  const [address, other] = addresses;
  if (address === undefined) return byAlias(name, config, 'the instance');
  if (alias === undefined && other === undefined) return byAddress(address, config, needsProject);
  const readings = [
    ...(alias === undefined ? [] : [`cloud://${name}/…`]),
    ...Array.from(addresses, (one) => `${one}/…`),
  ];
  const reason = alias === undefined ? 'the host of several instances' : 'an alias and also the host of an instance';
  throw new SwjobError('ambiguous', `${quoted(name)} is ${reason}`, { hint: `Write ${readings.join(' or ')}` });
}

function byAddress(address: string, config: Config, needsProject: boolean): FoundInstance {
  const entries = servers(config)
    .filter((server) => server.address === address)
    .map(({ instance }) => instance);
  const [first] = entries;
  if (first === undefined) return withoutEntry(address, config);
  const agree = entries.every(
    (entry) => entry.token === first.token && (!needsProject || entry.currentProject === first.currentProject),
  );
  if (agree) return found(entries.find((entry) => entry.alias === config.currentInstance) ?? first, config);
  const aliases = entries.map((entry) => quoted(entry.alias)).join(', ');
  throw new SwjobError('ambiguous', `several instances have the address ${address}: ${aliases}`, {
    hint: 'Name one by its alias: ALIAS/project/… or cloud://ALIAS/…',
  });
}

function withoutEntry(address: string, config: Config): FoundInstance {
  const token = environmentToken(address, config);
  if (token !== null) {
    return {
      target: { kind: 'server', alias: null, address, token, currentProject: null, userName: null },
      currentProject: null,
    };
  }
  const host = hostOf(address);
  const asAlias = config.instances.has(host) ? ` ${quoted(host)} is an alias too: cloud://${host}/… names it.` : '';
  const near = servers(config).find((server) => originOf(server.address) === originOf(address))?.address;
  const meant = near === undefined ? '' : ` The config knows ${near}: write ${near}/project/…`;
  throw new SwjobError('not-allowed', `not logged in to ${address}`, {
    hint: `Log in with swjob instance login ${address}, or set $SW_TOKEN and SW_INSTANCE_URI=${address}.${asAlias}${meant}`,
  });
}

function found(instance: InstanceConfig, config: Config): FoundInstance {
  if (instance.kind === 'standalone') {
    return {
      target: { kind: 'standalone', alias: instance.alias, root: config.storageRoot },
      currentProject: instance.currentProject,
    };
  }
  return { target: serverTarget(instance, config), currentProject: instance.currentProject };
}

function serverTarget(instance: InstanceConfig, config: Config): ServerTarget {
  const { alias, currentProject, userName } = instance;
  const address = addressOfConfigUri(instance.uri);
  if (address === null) {
    throw new SwjobError('operation-failed', `the instance ${quoted(alias)} has no valid address`, {
      hint: `Fix its uri in ${config.path}: it must be http://host or https://host, without a password.`,
    });
  }
  const token = instance.token === null ? environmentToken(address, config) : authorizationOf(instance.token);
  return { kind: 'server', alias, address, token, currentProject, userName };
}

function servers(config: Config): { instance: InstanceConfig; address: string }[] {
  return Array.from(config.instances.values()).flatMap((instance) => {
    const address = instance.kind === 'server' ? addressOfConfigUri(instance.uri) : null;
    return address === null ? [] : [{ instance, address }];
  });
}

function hostOf(address: string): string {
  return new URL(address).host;
}
