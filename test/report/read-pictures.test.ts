import { describe, expect, it } from 'vitest';
import type { TypedObject, TypedValue } from '../../src/datastore/typed-value.ts';
import { SwjobError } from '../../src/errors.ts';
import { imageOf, Pictures } from '../../src/report/read-pictures.ts';

const text = (value: string): TypedValue => ({ type: 'STRING', value });
const object = (pythonType: string, attributes: Readonly<Record<string, TypedValue>>): TypedObject => ({
  type: 'OBJECT',
  pythonType: `starwhale.base.data_type.${pythonType}`,
  value: new Map(Object.entries(attributes)),
});
const image = (uri: string, size = 100, type = 'Image'): TypedObject =>
  object(type, { link: object('Link', { uri: text(uri), size: { type: 'INT64', value: size } }) });

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Reads pictures with these contents; a link without content is damage. */
function pictures(contents: Readonly<Record<string, Uint8Array>>, pictureBytes = 1 << 20) {
  const problems: string[] = [];
  const read: string[] = [];
  const artifacts = {
    read: async ({ uri }: { readonly uri: string }) => {
      read.push(uri);
      const content = contents[uri];
      if (content === undefined) throw new SwjobError('damaged', `no content ${uri}`);
      return content;
    },
  };
  const problem = (told: string) => void problems.push(told);
  return { pictures: new Pictures({ artifacts, pictureBytes, problem }), problems, read };
}

describe('the picture of a row', () => {
  it('is the first one in the order of the columns, in a dict too', () => {
    const dict: TypedValue = {
      type: 'MAP',
      value: [
        { key: text('label'), value: text('cat') },
        { key: text('img'), value: image('a') },
      ],
    };
    expect(
      imageOf(
        new Map<string, TypedValue>([
          ['id', text('1')],
          ['input', dict],
          ['output', image('b')],
        ]),
      ),
    ).toEqual(image('a'));
    expect(imageOf(new Map<string, TypedValue>([['x', image('c', 1, 'GrayscaleImage')]]))?.pythonType).toMatch(
      /GrayscaleImage$/,
    );
  });

  it('is missing if there are only other artifacts, or an image without content', () => {
    const none: readonly TypedValue[] = [image('a', 1, 'Audio'), image(''), text('Image'), { type: 'LIST', value: [] }];
    for (const value of none) expect(imageOf(new Map([['x', value]]))).toBeNull();
    expect(imageOf(new Map())).toBeNull();
  });
});

describe('pictures', () => {
  it('are read while there is space, except ones that are too large', async () => {
    const { pictures: reader, read } = pictures({ a: PNG, b: PNG, c: PNG, big: PNG }, 70);
    expect(await reader.read(image('big', 3 * 2 ** 20))).toBeNull();
    expect(read).toEqual([]);
    expect((await reader.read(image('a')))?.source).toMatch(/^data:image\/png;base64,/);
    expect(await reader.read(image('b'))).not.toBeNull();
    // There was space before it, but not for it.
    expect(await reader.read(image('c'))).toBeNull();
    expect(read).toEqual(['a', 'b', 'c']);
    const full = pictures({ a: PNG }, 0);
    expect(await full.pictures.read(image('a'))).toBeNull();
    expect(full.read).toEqual([]);
  });

  it('are two hundred at most', async () => {
    const { pictures: reader, read } = pictures({ a: PNG });
    for (let count = 0; count < 200; count++) expect(await reader.read(image('a'))).not.toBeNull();
    expect(await reader.read(image('a'))).toBeNull();
    expect(read).toHaveLength(200);
  });

  it('that cannot be read are reported once', async () => {
    const { pictures: reader, problems } = pictures({ text: Buffer.from('no picture') });
    expect(await reader.read(image('text'))).toBeNull();
    reader.finish();
    expect(problems).toEqual([]);
    expect(await reader.read(image('gone'))).toBeNull();
    reader.finish();
    expect(await reader.read(image('lost'))).toBeNull();
    reader.finish();
    expect(problems).toEqual([
      'a picture cannot be read: no content gone',
      '2 pictures cannot be read: no content gone',
    ]);
  });

  it('are not read any more once their storage cannot be reached', async () => {
    const problems: string[] = [];
    let reads = 0;
    const read = () => {
      reads++;
      return Promise.reject(new SwjobError('network', 'no such host'));
    };
    const reader = new Pictures({
      artifacts: { read },
      pictureBytes: 100,
      problem: (text) => void problems.push(text),
    });
    for (const uri of ['a', 'b', 'c']) expect(await reader.read(image(uri))).toBeNull();
    reader.finish();
    expect({ reads, problems }).toEqual({ reads: 1, problems: ['pictures cannot be read: no such host'] });
  });

  it('rethrow errors other than those of the data', async () => {
    const artifacts = { read: () => Promise.reject(new TypeError('a fault')) };
    const reader = new Pictures({ artifacts, pictureBytes: 100, problem: () => undefined });
    await expect(reader.read(image('a'))).rejects.toThrow('a fault');
  });
});
