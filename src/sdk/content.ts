import { decodeText, isEncoding } from '../datastore/artifact.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError, usageError } from '../errors.ts';
import { replaceFile, replaceFileBy } from '../files/replace-file.ts';
import { failedWrite } from '../files/write-failure.ts';
import type { ArtifactLink, ArtifactReader } from '../job/instance.ts';
import { show } from '../text/show.ts';
import { filledText, optional, text, throwIfAborted } from './arguments.ts';
import type { CallOptions } from './call-options.ts';
import { called } from './called.ts';
import { plainBytes, StarwhaleObject, type Value } from './value.ts';

/** Where an object's bytes are stored, and what reads them. */
export interface StoredContent {
  readonly link: ArtifactLink | null;
  readonly reader: ArtifactReader;
  readonly encoding: TypedValue | undefined;
}

/**
 * An object with content of its own: an artifact or a link. Its bytes are read on demand.
 *
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { Image, job, Text } from 'swjob';
 *
 * const folder = mkdtempSync(join(tmpdir(), 'artifacts-'));
 * for await (const { img, text } of job('irti').getTableRows('objects')) {
 *   if (img instanceof Image) await img.save(join(folder, img.displayName));
 *   if (text instanceof Text) console.log(await text.text()); // hello text
 * }
 * ```
 */
export class Content extends StarwhaleObject {
  readonly #content: StoredContent;

  /** @hidden Made by swjob when it reads. */
  constructor(pythonType: string, attributes: ReadonlyMap<string, Value>, content: StoredContent) {
    super(pythonType, attributes);
    this.#content = content;
  }

  /**
   * Reads the content as bytes; empty if none was stored.
   *
   * @param options a signal that ends the call
   * @throws {@link SwjobError} `damaged` if part of the content is missing, or if a link leads out of a Standalone store;
   *   `operation-failed` for more than 256 MiB on a Server; `not-allowed`, `network`
   */
  bytes(options: CallOptions = {}): Promise<Uint8Array> {
    return called({ name: 'Content.bytes', of: Content.prototype.bytes, options }, async () =>
      plainBytes(await this.#read()),
    );
  }

  /**
   * Reads the content as a string.
   *
   * @param encoding such as `utf-8`; by default the one that the object names, else UTF-8
   * @param options a signal that ends the call
   * @throws {@link SwjobError} as `bytes` does, and `usage` for an encoding that is not known
   */
  text(encoding?: string, options: CallOptions = {}): Promise<string> {
    return called({ name: 'Content.text', of: Content.prototype.text, options }, async () => {
      const given = optional(text)(encoding, 'encoding');
      if (given !== undefined && !isEncoding(given)) {
        throw usageError(`unknown encoding ${show(given)}`, 'Give a name such as utf-8, utf-16le or latin1.');
      }
      const named: TypedValue | undefined =
        given === undefined ? this.#content.encoding : { type: 'STRING', value: given };
      return decodeText(await this.#read(), named);
    });
  }

  /**
   * Writes the content to a file. The file is created, or replaced, only once the content is complete.
   *
   * @param path the file's path
   * @param options a signal that ends the call, in which case nothing is written
   * @throws {@link SwjobError} as `bytes` does, and `operation-failed` if the file cannot be written
   */
  save(path: string, options: CallOptions = {}): Promise<void> {
    const call = { name: 'Content.save', of: Content.prototype.save, options, ends: 'by itself' as const };
    return called(call, async ({ signal }) => {
      const to = filledText(path, 'path');
      const { link, reader } = this.#content;
      try {
        // In chunks if the instance can: the content may be larger than memory.
        if (link !== null && reader.chunks) await replaceFileBy(to, untilAborted(reader.chunks(link), signal));
        else replaceFile(to, await this.#read(signal));
      } catch (error) {
        throw isSwjobError(error) ? error : failedWrite(`cannot save the artifact to ${path}`, error);
      }
    });
  }

  async #read(signal?: AbortSignal): Promise<Uint8Array> {
    const { link, reader } = this.#content;
    const bytes = link === null ? new Uint8Array() : await reader.read(link);
    throwIfAborted(signal, 'Content.save');
    return bytes;
  }
}

async function* untilAborted(chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    throwIfAborted(signal, 'Content.save');
    yield chunk;
  }
}
