import type { Config } from '../config/config.ts';
import type { InstanceConfig } from '../config/instance-config.ts';
import { notFound, SwjobError } from '../errors.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { originOfConfigUri, passwordInAddress } from './origin.ts';
import { quoted } from './quoted.ts';
import type { InstanceReference } from './split.ts';
import type { InstanceTarget, ServerTarget } from './target.ts';

/** An instance that was found, with the current project that the config has for it. */
export interface FoundInstance {
  readonly target: InstanceTarget;
  readonly currentProject: string | null;
}

/**
 * The instance that a URI names. Unknown names are not found, several that fit are ambiguous, an address that nobody
 * logged in to is not allowed. `needsProject` tells that the instance's current project is going to be used, so that
 * entries of one address must agree on it.
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
      return byAddress(reference.origin, config, needsProject);
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

/** An alias, or the host of an instance; a name that is both, of different instances, must be written in full. */
function byName(name: string, config: Config, needsProject: boolean): FoundInstance {
  const alias = config.instances.get(name);
  if (alias?.kind === 'standalone') return found(alias, config);
  const origins = new Set(
    servers(config).flatMap(({ origin }) => (hostOf(origin) === name.toLowerCase() ? [origin] : [])),
  );
  if (alias !== undefined) origins.delete(originOfConfigUri(alias.uri) ?? '');
  const [origin, other] = origins;
  if (origin === undefined) return byAlias(name, config, 'the instance');
  if (alias === undefined && other === undefined) return byAddress(origin, config, needsProject);
  const readings = [...(alias === undefined ? [] : [`cloud://${name}/…`]), ...Array.from(origins, (one) => `${one}/…`)];
  const reason = alias === undefined ? 'the host of several instances' : 'an alias and also the host of an instance';
  throw new SwjobError('ambiguous', `${quoted(name)} is ${reason}`, { hint: `Write ${readings.join(' or ')}` });
}

function byAddress(origin: string, config: Config, needsProject: boolean): FoundInstance {
  const entries = servers(config)
    .filter((server) => server.origin === origin)
    .map(({ instance }) => instance);
  const [first] = entries;
  if (first === undefined) return withoutEntry(origin, config);
  const agree = entries.every(
    (entry) => entry.token === first.token && (!needsProject || entry.currentProject === first.currentProject),
  );
  if (agree) return found(entries.find((entry) => entry.alias === config.currentInstance) ?? first, config);
  const aliases = entries.map((entry) => quoted(entry.alias)).join(', ');
  throw new SwjobError('ambiguous', `several instances have the address ${origin}: ${aliases}`, {
    hint: 'Name one by its alias: ALIAS/project/… or cloud://ALIAS/…',
  });
}

function withoutEntry(origin: string, config: Config): FoundInstance {
  const token = checkedEnvToken(config);
  if (token !== null) {
    return {
      target: { kind: 'server', alias: null, origin, token, currentProject: null, userName: null },
      currentProject: null,
    };
  }
  const host = hostOf(origin);
  const asAlias = config.instances.has(host) ? ` ${quoted(host)} is an alias too: cloud://${host}/… names it.` : '';
  throw new SwjobError('not-allowed', `not logged in to ${origin}`, {
    hint: `Log in with swjob instance login ${origin}, or set $SW_TOKEN.${asAlias}`,
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
  const origin = originOfConfigUri(instance.uri);
  if (origin === null) {
    throw new SwjobError('operation-failed', `the instance ${quoted(alias)} has no valid address`, {
      hint: `Correct its uri in ${config.path}: it must be http://host or https://host, without a password.`,
    });
  }
  return { kind: 'server', alias, origin, token: instance.token ?? checkedEnvToken(config), currentProject, userName };
}

function checkedEnvToken(config: Config): string | null {
  if (config.envToken === null || /^[\x20-\x7e]+$/.test(config.envToken)) return config.envToken;
  throw new SwjobError('operation-failed', '$SW_TOKEN holds characters that no token has');
}

function servers(config: Config): { instance: InstanceConfig; origin: string }[] {
  return Array.from(config.instances.values()).flatMap((instance) => {
    const origin = instance.kind === 'server' ? originOfConfigUri(instance.uri) : null;
    return origin === null ? [] : [{ instance, origin }];
  });
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('://') + 3);
}
