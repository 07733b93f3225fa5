import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface SecureFront {
  /** The address of the proxy. */
  readonly proxy: string;
  close(): Promise<void>;
}

const file = (name: string): Buffer =>
  readFileSync(new URL(`../../server/data/self-signed.${name}.pem`, import.meta.url));

/**
 * A proxy that forwards every `https://` address to one plain server, so that examples need no internet. It uses the tests'
 * certificate for starwhale.example.com.
 */
export async function secureFront(origin: string): Promise<SecureFront> {
  const open = new Set<Socket>();
  const keep = <T extends Socket>(socket: T): T => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
    return socket;
  };
  const front = createServer();
  front.on('connect', (_request, socket: Socket) => {
    keep(socket).write('HTTP/1.1 200 OK\r\n\r\n');
    const secure = keep(new TLSSocket(socket, { isServer: true, key: file('key'), cert: file('cert') }));
    const target = keep(connect(Number(new URL(origin).port), '127.0.0.1'));
    secure.pipe(target).pipe(secure);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    proxy: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => front.close(() => resolve()));
    },
  };
}
