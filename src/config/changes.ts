import { notFound } from '../errors.ts';
import { LOCAL } from './instance-config.ts';
import type { ConfigDocument } from './shape.ts';
import { isMapping, ownValue } from './shape.ts';

/** Adds an instance, or changes the given keys of one; its other keys, and those given as undefined, stay unchanged. */
export function putInstance(
  document: ConfigDocument,
  alias: string,
  entry: Readonly<Record<string, string | undefined>>,
): void {
  const instances = ownValue(document, 'instances');
  const before = isMapping(instances) ? ownValue(instances, alias) : undefined;
  // Copies, because a YAML alias (`b: *a`) makes two keys share one mapping.
  const after: ConfigDocument = isMapping(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(entry)) if (value !== undefined) setKey(after, key, value);
  const all: ConfigDocument = isMapping(instances) ? { ...instances } : {};
  setKey(all, alias, after);
  document['instances'] = all;
}

/** Removes an instance; if it was the current one, `local` becomes current. Throws for an unknown alias. */
export function removeInstance(document: ConfigDocument, alias: string): void {
  const instances = instancesWith(document, alias);
  document['instances'] = Object.fromEntries(Object.entries(instances).filter(([name]) => name !== alias));
  if (String(ownValue(document, 'current_instance')) === alias) document['current_instance'] = LOCAL;
}

/** Makes an instance the current one. Throws for an unknown alias. */
export function selectInstance(document: ConfigDocument, alias: string): void {
  instancesWith(document, alias);
  document['current_instance'] = alias;
}

/** Makes a project the current one of an instance. Throws for an unknown alias. */
export function selectProject(document: ConfigDocument, alias: string, project: string): void {
  instancesWith(document, alias);
  putInstance(document, alias, { current_project: project });
}

/** Sets an own key of any name, even `__proto__`. */
export function setKey(mapping: ConfigDocument, key: string, value: unknown): void {
  Object.defineProperty(mapping, key, { value, writable: true, enumerable: true, configurable: true });
}

function instancesWith(document: ConfigDocument, alias: string): ConfigDocument {
  const instances = ownValue(document, 'instances');
  if (isMapping(instances) && Object.hasOwn(instances, alias)) return instances;
  const aliases = isMapping(instances) ? Object.keys(instances) : [];
  throw notFound(
    `the config has no instance ${JSON.stringify(alias)}`,
    `The instances are: ${aliases.join(', ')}. swjob instance login adds one.`,
  );
}
