import { createHmac } from 'node:crypto';
import { internalError, isObject, objectOf, success } from './answer.ts';
import { queryTable } from './query-table.ts';
import { type ApiRequest, type Route, route } from './router.ts';
import { exportTable, scanTable } from './scan-table.ts';
import type { TableDirectory } from './table-directory.ts';

export function datastoreRoutes(tables: TableDirectory, signLink: (uri: string, expires: number) => string): Route[] {
  return [
    route('POST', 'datastore/listTables', async ({ body }) => {
      const { prefix, prefixes } = objectOf(body);
      const wanted = [prefix, ...(Array.isArray(prefixes) ? prefixes : [])];
      return success({ tables: await tables.names(wanted.filter((one) => typeof one === 'string')) });
    }),
    route('POST', 'datastore/scanTable', async ({ body }) => success(await scanTable(tables, objectOf(body)))),
    route('POST', 'datastore/queryTable', async ({ body }) => success(await queryTable(tables, objectOf(body)))),
    route('POST', 'datastore/scanTable/export', async ({ body }) => ({
      status: 200,
      contentType: 'text/csv;charset=utf-8',
      body: await exportTable(tables, objectOf(body)),
    })),
    route('POST', 'filestorage/sign-links', (request) => success(signedLinks(request, signLink))),
    route('POST', 'project/:project/evaluation/:version/uri/sign-links', (request) =>
      success(signedLinks(request, signLink)),
    ),
  ];
}

function signedLinks({ query, body }: ApiRequest, signLink: (uri: string, expires: number) => string): object {
  const lifetime = query.get('expTimeMillis');
  if (lifetime === null) {
    throw internalError('Cannot invoke "java.lang.Long.longValue()" because "expTimeMillis" is null');
  }
  const uris = Array.isArray(body) ? body.filter((uri) => typeof uri === 'string') : [];
  if (isObject(body)) throw internalError('JSON parse error');
  return Object.fromEntries(uris.map((uri) => [uri, signLink(uri, Date.now() + Number(lifetime))]));
}

/** The signature in a link, which proves that this server issued it. */
export function signatureOf(secret: string, uri: string, expires: string): string {
  return createHmac('sha256', secret).update(`${uri}\n${expires}`).digest('hex');
}
