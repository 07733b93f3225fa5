import type { InstanceConfig } from '../../config/instance-config.ts';
import { rowFromPlain, type TypedRow } from '../../datastore/typed-value.ts';
import { addressOfConfigUri } from '../../uri/address.ts';
import { checkFields } from '../fields.ts';
import { loadConfig } from '../jobs.ts';
import { printRows } from '../present.ts';
import type { Command } from '../run.ts';

/** The keys of an instance, in printing order. Scripts rely on them. */
const INSTANCE_FIELDS = ['alias', 'address', 'kind', 'user', 'role', 'project', 'current', 'logged_in', 'updated_at'];

/** Prints the instances of the config; instead of a token, only whether there is one. */
export const instanceList: Command = async (_args, _options, run) => {
  checkFields(run, INSTANCE_FIELDS);
  const config = await loadConfig(run);
  const rows = Array.from(config.instances.values(), (entry) => instanceRow(entry, config.currentInstance));
  await printRows(run, {
    batches: () => [rows],
    columns: () => INSTANCE_FIELDS,
    shown: ['current', 'alias', 'address', 'user', 'role', 'project'],
    columnStyles: [
      { name: 'current', header: '', importance: 90, minWidth: 1, format: ({ value }) => (value === true ? '*' : '') },
      { name: 'alias', importance: 100, fixed: true },
      { name: 'address', importance: 80, minWidth: 16 },
      { name: 'user', importance: 60 },
      { name: 'role', importance: 10 },
      { name: 'project', importance: 70 },
    ],
    page: true,
    idColumn: 'alias',
  });
  if (!config.instances.has(config.currentInstance)) {
    run.warn(`the current instance ${JSON.stringify(config.currentInstance)} is not in the config`);
  }
};

function instanceRow(entry: InstanceConfig, current: string): TypedRow {
  const { alias, kind, uri, userName, userRole, currentProject, token, updatedAt } = entry;
  return rowFromPlain({
    alias,
    // Only the origin: an address in the config may contain a password.
    address: kind === 'standalone' ? uri : addressOfConfigUri(uri),
    kind,
    user: userName,
    role: userRole,
    project: currentProject,
    current: alias === current,
    logged_in: kind === 'standalone' ? null : token !== null,
    updated_at: isoOf(updatedAt),
  });
}

/** ISO 8601 for the config's `2026-11-23 08:41:49 UTC`, with or without milliseconds; null for anything else. */
function isoOf(text: string | null): string | null {
  const time = text === null ? Number.NaN : Date.parse(text.replace(/^(\S+) (\S+) UTC$/, '$1T$2Z'));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
