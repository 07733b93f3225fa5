import { Content } from './content.ts';
import type { Value } from './value.ts';

/**
 * An artifact: an Image, Audio, Video, Text, Binary or NumpyBinary whose content was stored beside the table.
 *
 * @example
 * ```ts
 * import { Artifact, job } from 'swjob';
 *
 * for await (const { img } of job('irti').getTableRows('objects', { columns: ['img'], limit: 1 })) {
 *   if (img instanceof Artifact) console.log(img.displayName, img.mimeType, img.dtype); // one.png image/png uint8
 * }
 * ```
 */
export class Artifact extends Content {
  /** The name that the writer gave it; '' if none. */
  get displayName(): string {
    return this.textAt('display_name');
  }
  /** The MIME type, such as `image/png`; `x/undefined` if the writer gave none. */
  get mimeType(): string {
    return this.textAt('_mime_type');
  }
  /** The sizes of its dimensions; `[]` if the writer gave none. */
  get shape(): readonly Value[] {
    return this.listAt('shape');
  }
  /** The NumPy type of its elements, such as `int8`. */
  get dtype(): string {
    return this.textAt('_dtype_name');
  }
}

/**
 * An image, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { Image, job } from 'swjob';
 *
 * for await (const { img } of job('irti').getTableRows('objects', { columns: ['img'], limit: 1 })) {
 *   if (img instanceof Image) console.log((await img.bytes()).length > 0); // true
 * }
 * ```
 */
export class Image extends Artifact {}
/** An image with one channel. */
export class GrayscaleImage extends Image {}
/**
 * A sound, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { Audio, job } from 'swjob';
 *
 * for await (const { audio } of job('irti').getTableRows('objects', { columns: ['audio'], limit: 1 })) {
 *   if (audio instanceof Audio) console.log(audio.mimeType); // audio/wav
 * }
 * ```
 */
export class Audio extends Artifact {}
/**
 * A video, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { job, Video } from 'swjob';
 *
 * for await (const { video } of job('irti').getTableRows('objects', { columns: ['video'], limit: 1 })) {
 *   if (video instanceof Video) console.log(video.displayName); // v.mp4
 * }
 * ```
 */
export class Video extends Artifact {}
/**
 * A text that was logged as an artifact. A long Python str that was logged as such reads back as a string.
 *
 * @example
 * ```ts
 * import { job, Text } from 'swjob';
 *
 * for await (const { text } of job('irti').getTableRows('objects', { columns: ['text'], limit: 1 })) {
 *   if (text instanceof Text) console.log(await text.text()); // hello text
 * }
 * ```
 */
export class Text extends Artifact {}
/**
 * Bytes that were logged as an artifact. Long Python bytes that were logged as such read back as a `Uint8Array`.
 *
 * @example
 * ```ts
 * import { Binary, job } from 'swjob';
 *
 * for await (const { bin } of job('irti').getTableRows('objects', { columns: ['bin'], limit: 1 })) {
 *   if (bin instanceof Binary) console.log((await bin.bytes()).length > 0); // true
 * }
 * ```
 */
export class Binary extends Artifact {}
/**
 * A NumPy array. Its content is the elements as NumPy holds them in memory, with the type `dtype` and the shape `shape`.
 *
 * @example
 * ```ts
 * import { job, NumpyBinary } from 'swjob';
 *
 * for await (const { np } of job('irti').getTableRows('objects', { columns: ['np'], limit: 1 })) {
 *   if (np instanceof NumpyBinary) console.log(np.dtype, new Int16Array((await np.bytes()).slice().buffer).length > 0); // int16 true
 * }
 * ```
 */
export class NumpyBinary extends Artifact {}

/**
 * A reference to content: that of an artifact, or anything that the writer named by a URI.
 *
 * @example
 * ```ts
 * import { job, Link } from 'swjob';
 *
 * for await (const { link } of job('irti').getTableRows('objects', { columns: ['link'], limit: 1 })) {
 *   if (link instanceof Link) console.log(link.uri, link.offset, link.size); // s3://bucket/key.bin 3 9
 * }
 * ```
 */
export class Link extends Content {
  /** What it refers to: a URI such as `s3://bucket/key`, or the name of an object on the instance. */
  get uri(): string {
    return this.textAt('uri');
  }
  /** Where the content starts, in bytes from the beginning of what the URI names. */
  get offset(): number {
    return this.numberAt('offset');
  }
  /** The size of the content in bytes; -1 means to the end. */
  get size(): number {
    return this.numberAt('size');
  }
}
