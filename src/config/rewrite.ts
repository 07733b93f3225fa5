import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isSwjobError, SwjobError } from '../errors.ts';
import { LockedError, withLockFile } from '../files/lock-file.ts';
import { makeFolder } from '../files/make-folder.ts';
import { replaceFileIf } from '../files/replace-file.ts';
import { removeTemporaries } from '../files/temporary-name.ts';
import { writeFailure } from '../files/write-failure.ts';
import { setKey } from './changes.ts';
import { CONFIG_VERSION, type Config, expandHome } from './config.ts';
import { MAX_CONFIG_BYTES, readConfigFile } from './config-file.ts';
import { formatConfig, PlainScalar, parseConfigVerbatim } from './document.ts';
import { LOCAL } from './instance-config.ts';
import { type ConfigDocument, isMapping, ownValue, wrongConfig } from './shape.ts';

/**
 * Changes the config file: reads it again, passes its content to `change`, and replaces the file atomically, readable by
 * its owner only. Everything else keeps its value, even unknown keys, but comments are lost, as with the client. A missing
 * file is created with the client's defaults; a symbolic link is followed. A lock keeps changes of several processes from
 * overwriting each other. In the content, scalars that may not be strings are `PlainScalar`s, as `changes.ts` expects.
 */
export function updateConfig(config: Config, change: (document: ConfigDocument) => void): void {
  try {
    const target = linkTarget(config.path);
    makeFolder(dirname(target));
    withLockFile(target, (isOwn) => {
      // While we hold the lock, these can only be leftovers. They contain tokens.
      removeTemporaries(target);
      for (let tries = 1; ; tries++) {
        const before = readConfigFile(config.path)?.text;
        const text = changed(before, config, change);
        // swcli does not use the lock.
        const isCurrent = (): boolean => isOwn() && readConfigFile(config.path)?.text === before;
        if (replaceFileIf(target, text, 0o600, isCurrent)) return;
        if (!isOwn() || tries === MAX_TRIES) throw cannotWrite(config.path, 'another program keeps changing it');
      }
    });
  } catch (error) {
    if (isSwjobError(error)) throw error;
    if (error instanceof LockedError) {
      throw cannotWrite(config.path, 'another swjob is changing it', `If none is running, remove ${error.message}.`);
    }
    const { reason, hint } = writeFailure(error);
    throw cannotWrite(config.path, reason, hint);
  }
}

function changed(before: string | undefined, config: Config, change: (document: ConfigDocument) => void): string {
  const document = before === undefined ? {} : parseConfigVerbatim(before, config.path);
  completeConfig(document, config);
  change(document);
  const text = formatConfig(document);
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES) throw cannotWrite(config.path, 'it would grow beyond 1 MiB');
  return text;
}

const MAX_TRIES = 20;

/** Adds missing keys without which the client fails. */
function completeConfig(document: ConfigDocument, config: Config): void {
  const version = scalarText(ownValue(document, 'version'));
  if (version !== null && !/^2(?:\.0*)?$/.test(version)) {
    throw new SwjobError('operation-failed', `the config file ${config.path} has a version that swjob cannot write`, {
      hint: `swcli and swjob write version '${CONFIG_VERSION}': move the file away to start with the defaults.`,
    });
  }
  document['version'] = CONFIG_VERSION;
  if (scalarText(ownValue(document, 'current_instance')) === null) document['current_instance'] = LOCAL;
  const instances = ensureMapping(document, 'instances', config.path);
  if (!isMapping(ownValue(instances, LOCAL))) {
    const userName = config.instances.get(LOCAL)?.userName ?? '';
    setKey(instances, LOCAL, { uri: LOCAL, user_name: userName, current_project: 'self', type: 'standalone' });
  }
  const storage = ensureMapping(document, 'storage', config.path);
  const root = scalarText(ownValue(storage, 'root'));
  storage['root'] = root === null ? config.storageRoot : expandHome(root, config.home);
}

function ensureMapping(document: ConfigDocument, key: string, file: string): ConfigDocument {
  const value = ownValue(document, key);
  if (isMapping(value)) return value;
  if (value !== undefined && value !== null) throw wrongConfig(file, key, 'must be a mapping');
  const made: ConfigDocument = {};
  setKey(document, key, made);
  return made;
}

function scalarText(value: unknown): string | null {
  const text = value instanceof PlainScalar ? value.text : value;
  return typeof text === 'string' && text !== '' ? text : null;
}

/** The file that a path leads to; the last link may point to a file that does not exist yet. */
function linkTarget(path: string): string {
  let target = path;
  for (let hops = 0; hops < 40; hops += 1) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error('too many symbolic links');
}

function cannotWrite(path: string, reason: string, hint?: string): SwjobError {
  return new SwjobError('operation-failed', `cannot write the config file ${path}: ${reason}`, { hint });
}
