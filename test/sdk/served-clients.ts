import { Starwhale, type StarwhaleOptions } from '../../src/index.ts';
import { loggedIn } from '../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { unpackStore } from '../support/stores.ts';

/** A server with the jobs of the store `jobs`, and clients of it. */
export interface ServedClients {
  readonly server: StandInServer;
  readonly open: (options?: StarwhaleOptions) => Starwhale;
  /** The paths that a call requests. */
  readonly sent: (call: () => unknown) => Promise<string[]>;
  /** Closes the clients that were opened since the last time. */
  readonly closeOpened: () => Promise<unknown>;
}

export async function serveClients(): Promise<ServedClients> {
  const server = await startStandIn({ root: await unpackStore('jobs') });
  const config = (await loggedIn(server)).SW_CLI_CONFIG;
  const opened: Starwhale[] = [];
  return {
    server,
    open: (options = {}) => {
      const starwhale = new Starwhale({ config, ...options });
      opened.push(starwhale);
      return starwhale;
    },
    sent: async (call) => {
      const before = server.requests.length;
      await call();
      return server.requests.slice(before).map(({ method, path }) => `${method} ${path.replace('/api/v1/', '')}`);
    },
    closeOpened: () => Promise.all(opened.splice(0).map((each) => each.close())),
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
