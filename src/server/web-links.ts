import type { ArtifactReader } from '../job/instance.ts';
import type { SessionOptions } from '../session-options.ts';
import { isWebAddress, readRange } from './artifacts.ts';
import { openHttp } from './open.ts';

/**
 * A reader that also follows links of the web, to any host and without any token, for users who trust those who wrote
 * the data; everything else is read by the instance.
 */
export function followWebLinks(instance: ArtifactReader, options: SessionOptions): ArtifactReader {
  return {
    async read(link) {
      if (!isWebAddress(link.uri) || !URL.canParse(link.uri)) return instance.read(link);
      const http = openHttp({ address: new URL(link.uri).origin, token: null }, options);
      try {
        return await readRange(http, link.uri, link);
      } finally {
        await http.close();
      }
    },
  };
}
