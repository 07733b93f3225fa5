import { type Environment, environmentText } from './environment.ts';
import { type ConfigDocument, mappingAt, textAt, wrongConfig } from './shape.ts';

/** One entry of `instances` in the config file. */
export interface InstanceConfig {
  readonly alias: string;
  /** `local`, or a Server's address as written in the file. */
  readonly uri: string;
  readonly kind: 'standalone' | 'server';
  readonly userName: string | null;
  readonly userRole: string | null;
  /** The whole `Authorization` header, with `Bearer `. */
  readonly token: string | null;
  readonly currentProject: string | null;
  readonly updatedAt: string | null;
}

/** The alias and address of the Standalone instance, which always exists. */
export const LOCAL = 'local';

/** The instances by alias, in the file's order; `local` is put in front if the file lacks it. */
export function readInstances(
  document: ConfigDocument,
  file: string,
  environment: Environment,
): Map<string, InstanceConfig> {
  const entries = mappingAt(document, 'instances', file);
  const instances = new Map<string, InstanceConfig>();
  if (!Object.hasOwn(entries, LOCAL)) instances.set(LOCAL, defaultLocal(environment));
  for (const alias of Object.keys(entries)) instances.set(alias, readInstance(entries, alias, file));
  return instances;
}

function readInstance(entries: ConfigDocument, alias: string, file: string): InstanceConfig {
  const key = `instances.${keyText(alias)}`;
  const entry = mappingAt(entries, alias, file, key);
  const text = (name: string): string | null => textAt(entry, name, file, `${key}.${name}`);
  const uri = text('uri') ?? (alias === LOCAL || text('type') === 'standalone' ? LOCAL : null);
  if (uri === null) throw wrongConfig(file, `${key}.uri`, 'is missing');
  const token = text('sw_token');
  // The token becomes an HTTP header, which must be a single line.
  if (token !== null && !/^[\x20-\x7e]+$/.test(token)) {
    throw wrongConfig(file, `${key}.sw_token`, 'contains invalid characters (a line break?)');
  }
  // By the address, as in the client, which uses `type` only in `instance list`.
  const kind = uri === LOCAL ? 'standalone' : 'server';
  return {
    alias,
    uri,
    kind,
    userName: text('user_name'),
    userRole: text('user_role'),
    token,
    currentProject: text('current_project') ?? (kind === 'standalone' ? 'self' : null),
    updatedAt: text('updated_at'),
  };
}

function defaultLocal(environment: Environment): InstanceConfig {
  const userName = environmentText(environment, 'USER') ?? environmentText(environment, 'USERNAME');
  return {
    alias: LOCAL,
    uri: LOCAL,
    kind: 'standalone',
    userName,
    userRole: null,
    token: null,
    currentProject: 'self',
    updatedAt: null,
  };
}

/** An alias of any characters, as part of a key in a message. */
function keyText(alias: string): string {
  return /^[\w.:/-]{1,80}$/.test(alias) ? alias : JSON.stringify(alias.slice(0, 80));
}
