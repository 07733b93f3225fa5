import { damaged, type ErrorCode, isSwjobError } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import type { SessionOptions } from '../session-options.ts';
import { isWebAddress, readRange } from './artifacts.ts';
import { withHttp } from './open.ts';

const LEADS_NOWHERE: ReadonlySet<ErrorCode> = new Set(['network', 'not-allowed', 'not-found']);

/**
 * A reader that also follows web links, to any host and without a token, for users who trust the writers of the data. The
 * instance reads everything else.
 */
export function followWebLinks(instance: ArtifactReader, options: SessionOptions): ArtifactReader {
  return {
    reads: isWebLink,
    async read(link) {
      if (!isWebLink(link.uri)) return instance.read(link);
      const { origin } = new URL(link.uri);
      try {
        return await withHttp({ address: origin, token: null }, options, (http) => readRange(http, link.uri, link));
      } catch (error) {
        // A page that is gone, or a host that is down, concerns this link only.
        if (!isSwjobError(error) || !LEADS_NOWHERE.has(error.code)) throw error;
        throw damaged(`a web link leads nowhere: ${error.message}`, { cause: error });
      }
    },
  };
}

function isWebLink(uri: string): boolean {
  return isWebAddress(uri) && URL.canParse(uri);
}
