import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError, isTokenRefused } from '../errors.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { pictureOf } from './picture.ts';
import type { Picture } from './report-data.ts';

/** Larger pictures are not put into a page. */
const MAX_PICTURE_BYTES = 2 * 2 ** 20;
const MAX_PICTURES = 200;

export interface PictureOptions {
  readonly artifacts: ArtifactReader;
  /** Maximum of bytes for pictures in the page. */
  readonly pictureBytes: number;
  /** Called once with a message about all pictures that cannot be read. */
  readonly problem: (text: string) => void;
}

/** The first picture of a row, in the order of its columns. */
export function imageOf(row: TypedRow): TypedObject | null {
  for (const value of row.values()) {
    const image = imageIn(value);
    if (image !== null) return image;
  }
  return null;
}

function imageIn(value: TypedValue): TypedObject | null {
  if (value.type === 'MAP') {
    for (const entry of value.value) {
      const image = imageIn(entry.value);
      if (image !== null) return image;
    }
  }
  return value.type === 'OBJECT' && /Image$/.test(value.pythonType) && linkOf(value) !== null ? value : null;
}

/** Reads pictures until there is no room left. */
export class Pictures {
  readonly #options: PictureOptions;
  #bytes = 0;
  #count = 0;
  #failures = 0;
  #firstReason = '';
  #isUnreachable = false;

  constructor(options: PictureOptions) {
    this.#options = options;
  }

  async read(image: TypedObject): Promise<Picture | null> {
    const { pictureBytes, artifacts } = this.#options;
    const link = linkOf(image);
    if (this.#isUnreachable || this.#count >= MAX_PICTURES || this.#bytes >= pictureBytes) return null;
    if (link === null || (link.size ?? 0) > MAX_PICTURE_BYTES) return null;
    try {
      const picture = pictureOf(await artifacts.read(link));
      const size = picture?.source.length ?? 0;
      if (picture === null || this.#bytes + size > pictureBytes) return null;
      this.#bytes += size;
      this.#count++;
      return picture;
    } catch (error) {
      if (!isSwjobError(error) || isTokenRefused(error)) throw error;
      // A storage that cannot be reached would take seconds for each of them.
      if (isSwjobError(error, 'network')) this.#isUnreachable = true;
      if (this.#failures++ === 0) this.#firstReason = error.message;
      return null;
    }
  }

  /** Reports all pictures that cannot be read in one line, as the reason is usually the same. */
  finish(): void {
    if (this.#failures === 0) return;
    const count = this.#failures === 1 ? 'a picture' : `${this.#failures} pictures`;
    const what = this.#isUnreachable ? 'pictures' : count;
    this.#options.problem(`${what} cannot be read: ${this.#firstReason}`);
  }
}
