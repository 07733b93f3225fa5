import type { ArtifactReader } from '../job/instance.ts';
import type { SessionOptions } from '../session-options.ts';
import { isWebAddress, readRange } from './artifacts.ts';
import { openHttp } from './open.ts';

/**
 * A reader that also follows web links, to any host and without a token, for users who trust the writers of the data. The
 * instance reads everything else.
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
