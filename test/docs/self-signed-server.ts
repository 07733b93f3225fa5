import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const DATA = new URL('../server/data/', import.meta.url);

/** A server with a certificate that nobody else has signed. */
export interface SelfSignedServer {
  readonly address: string;
  /** How many requests it received. */
  readonly asked: () => number;
  readonly close: () => void;
}

export async function startSelfSigned(): Promise<SelfSignedServer> {
  let asked = 0;
  const server = createServer(
    {
      cert: readFileSync(new URL('self-signed.cert.pem', DATA)),
      key: readFileSync(new URL('self-signed.key.pem', DATA)),
    },
    (_, response) => {
      asked++;
      response.writeHead(404).end('{}');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `https://127.0.0.1:${port}`, asked: () => asked, close: () => server.close() };
}
