import type { Config } from '../config/config.ts';
import { Session } from '../session.ts';
import { addressOfConfigUri, originOf } from '../uri/address.ts';
import { parseProject } from '../uri/parse.ts';

/** A session with a token that replaces the config's for one Server: that of its project, else the current one. */
export class ConfiguredSession extends Session {
  readonly #token: string | undefined;
  readonly #project: string;

  constructor(options: Session['options'], token: string | undefined, project: string) {
    super(options);
    this.#token = token;
    this.#project = project;
  }

  override async config(): Promise<Config> {
    return this.#withToken(await super.config());
  }

  #withToken(config: Config): Config {
    if (this.#token === undefined) return config;
    const owner = ownerOf(this.#project, config);
    const origin = originOfUri(owner);
    const instances = new Map(
      Array.from(config.instances, ([alias, entry]) => {
        const isOwner = entry.kind === 'server' && origin !== null && originOfUri(entry.uri) === origin;
        return [alias, isOwner ? { ...entry, token: null } : entry] as const;
      }),
    );
    return { ...config, instances, envToken: this.#token.trim(), envInstance: owner, tokenIsOption: true };
  }
}

/** The address of a project's Server if the config has it, else the instance's name. */
function ownerOf(project: string, { currentInstance, instances }: Config): string {
  const reference = parseProject(project).instance;
  switch (reference.kind) {
    case 'address':
      return reference.address;
    case 'current':
      return addressOf(currentInstance);
    case 'alias':
      return addressOf(reference.alias);
    case 'name':
      return addressOf(reference.name);
  }

  function addressOf(name: string): string {
    const entry = instances.get(name) ?? [...instances.values()].find(({ uri }) => hostOf(uri) === name.toLowerCase());
    // The alias of a Standalone instance is not an address: its token is sent nowhere.
    return entry?.kind === 'server' ? (addressOfConfigUri(entry.uri) ?? entry.alias) : name;
  }
}

function hostOf(uri: string): string | null {
  const address = addressOfConfigUri(uri);
  return address === null ? null : new URL(address).host;
}

function originOfUri(uri: string): string | null {
  const address = addressOfConfigUri(uri);
  return address === null ? null : originOf(address);
}
