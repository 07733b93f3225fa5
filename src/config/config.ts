import { join, resolve } from 'node:path';
import { SwjobError, usageError } from '../errors.ts';
import { readConfigFile } from './config-file.ts';
import { type Environment, environmentText } from './environment.ts';
import { type InstanceConfig, readInstances } from './instance-config.ts';
import { parsePlainConfig } from './plain-config.ts';
import { type ConfigDocument, mappingAt, textAt } from './shape.ts';

/** The settings from swcli's config file and the environment. */
export interface Config {
  /** The file, whether it exists or not. */
  readonly path: string;
  /** An alias. If `instances` lacks it, using it fails, but reading the config does not. */
  readonly currentInstance: string;
  /** By alias, in the file's order; `local` is always there. */
  readonly instances: ReadonlyMap<string, InstanceConfig>;
  /** Absolute. */
  readonly storageRoot: string;
  /** The name of the summary table, below `project/<project>/`. */
  readonly summaryTable: string;
  /** `$SW_TOKEN`, for a Server whose entry has no token, and for an address without an entry. */
  readonly envToken: string | null;
  /** `$SW_INSTANCE_URI`: the address or alias of the Server that `envToken` is for; null: the current instance. */
  readonly envInstance: string | null;
  /** Set if both come from options of the library instead of the environment. */
  readonly tokenIsOption?: boolean;
  readonly home: string | undefined;
  /** Warnings for the user, one sentence each. */
  readonly warnings: readonly string[];
  /** The parsed file; every scalar is a string or null. Empty if there is no file. */
  readonly document: Readonly<ConfigDocument>;
}

/** The client replaces a file of any other version with defaults. */
export const CONFIG_VERSION = '2.0';

export interface ConfigOptions {
  /** Whether the named file may be missing, because it is about to be written. */
  readonly mayBeNew?: boolean;
}

/**
 * Reads the config from `file` (which must exist, unless it `mayBeNew`), else `$SW_CLI_CONFIG`, else
 * `~/.config/starwhale/config.yaml`; if there is no file, returns the client's defaults. Throws an error that names the
 * file and the key if it cannot be read or has the wrong shape. Loads the YAML library only for a file that is not in the
 * client's own spelling.
 */
export async function loadConfig(
  environment: Environment,
  file?: string,
  { mayBeNew = false }: ConfigOptions = {},
): Promise<Config> {
  const path = configPath(environment, file);
  const content = readConfigFile(path);
  if (content === null && file !== undefined && !mayBeNew) {
    throw usageError(`no config file at ${path}`, 'Check the path given with --config.');
  }
  const document = content === null ? {} : await documentOf(content.text, path);
  const instances = readInstances(document, path, environment);
  return {
    path,
    currentInstance: textAt(document, 'current_instance', path) ?? 'local',
    instances,
    storageRoot: storageRoot(document, path, environment),
    summaryTable: environmentText(environment, 'SW_EVALUATION_SUMMARY_TABLE') ?? 'eval/summary',
    envToken: environmentText(environment, 'SW_TOKEN')?.trim() || null,
    envInstance: environmentText(environment, 'SW_INSTANCE_URI')?.trim() || null,
    home: environment.home,
    warnings: content === null ? [] : warningsAbout(document, path, content.open, instances),
    document,
  };
}

async function documentOf(text: string, path: string): Promise<ConfigDocument> {
  return parsePlainConfig(text) ?? (await import('./document.ts')).parseConfigText(text, path);
}

/** Makes a path absolute and expands a leading `~`, which the client does not. */
export function expandHome(path: string, home: string | undefined): string {
  if (path !== '~' && !path.startsWith('~/') && !path.startsWith('~\\')) return resolve(path);
  if (home === undefined) throw noHome(`expand ${path}`);
  return resolve(home, `.${path.slice(1)}`);
}

function configPath(environment: Environment, file: string | undefined): string {
  if (file === '') throw usageError('--config needs a path');
  const named = file ?? environmentText(environment, 'SW_CLI_CONFIG');
  if (named?.includes('\0') === true) throw usageError('the path of the config file contains a NUL character');
  if (named !== null) return resolve(named);
  if (environment.home === undefined) throw noHome('find the config file');
  return join(environment.home, '.config', 'starwhale', 'config.yaml');
}

function storageRoot(document: ConfigDocument, path: string, environment: Environment): string {
  const inFile = textAt(mappingAt(document, 'storage', path), 'root', path, 'storage.root');
  const root = environmentText(environment, 'SW_LOCAL_STORAGE') ?? inFile ?? '~/.starwhale';
  if (root.includes('\0')) throw new SwjobError('operation-failed', 'the storage root contains a NUL character');
  return expandHome(root, environment.home);
}

function warningsAbout(
  document: ConfigDocument,
  path: string,
  open: boolean,
  instances: ReadonlyMap<string, InstanceConfig>,
): string[] {
  const warnings: string[] = [];
  if (open && Array.from(instances.values()).some((instance) => instance.token !== null)) {
    warnings.push(`the config file ${path} contains a token and other users can read it; run: chmod 600 '${path}'`);
  }
  const version = textAt(document, 'version', path);
  if (version !== CONFIG_VERSION) {
    const found = version === null ? 'no version' : `version ${JSON.stringify(version.slice(0, 40))}`;
    warnings.push(
      `the config file ${path} has ${found}, not '${CONFIG_VERSION}': swcli would replace it with defaults`,
    );
  }
  return warnings;
}

function noHome(purpose: string): SwjobError {
  return new SwjobError('operation-failed', `cannot ${purpose}: the home folder is unknown`, {
    hint: 'Set $HOME, or $SW_CLI_CONFIG and $SW_LOCAL_STORAGE.',
  });
}
