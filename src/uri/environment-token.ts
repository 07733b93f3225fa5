import type { Config } from '../config/config.ts';
import { SwjobError } from '../errors.ts';
import { authorizationOf } from '../text/authorization.ts';
import { addressOfConfigUri, originOf } from './address.ts';
import { quoted } from './quoted.ts';

/**
 * `$SW_TOKEN` as the header for a Server without a token in the config; null if it is not set. It is sent only to the Server
 * that `$SW_INSTANCE_URI` names, else to the current instance: a URI from a stranger must not send the token to them.
 */
export function environmentToken(address: string, config: Config): string | null {
  const { envToken } = config;
  if (envToken === null) return null;
  if (!/^[\x20-\x7e]+$/.test(envToken)) {
    throw new SwjobError('operation-failed', '$SW_TOKEN contains invalid characters (a line break?)');
  }
  const owner = ownerOf(config);
  const origin = originOf(address);
  if (owner.origin === origin) return authorizationOf(envToken);
  const [token, elsewhere] = config.tokenIsOption
    ? ['the option token', 'Give another Starwhale the token for it, or']
    : ['$SW_TOKEN', `If the token is meant for it, set SW_INSTANCE_URI=${origin}; else`];
  throw new SwjobError('not-allowed', `not logged in to ${address}: ${token} is for ${owner.name} only`, {
    hint: `${elsewhere} log in with swjob instance login ${address}.`,
  });
}

interface TokenOwner {
  readonly name: string;
  readonly origin: string | null;
}

function ownerOf({ envInstance, currentInstance, instances, tokenIsOption }: Config): TokenOwner {
  const alias = envInstance ?? currentInstance;
  const entry = instances.get(alias);
  const uri = entry?.uri ?? envInstance;
  const address = uri === null || entry?.kind === 'standalone' ? null : addressOfConfigUri(uri);
  const at = address ?? quoted(alias);
  const what = envInstance === null ? 'the current instance' : '$SW_INSTANCE_URI';
  return { name: tokenIsOption ? at : `${what}, ${at},`, origin: address === null ? null : originOf(address) };
}
