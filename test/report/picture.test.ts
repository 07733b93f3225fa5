import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../src/report/picture.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('a picture of a page', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'data:image/png;base64,'],
    ['\xff\xd8\xff\xe0', 'data:image/jpeg;base64,'],
    ['GIF89a', 'data:image/gif;base64,'],
    ['GIF87a', 'data:image/gif;base64,'],
    ['RIFF\x01\x02\x03\x04WEBPVP8 ', 'data:image/webp;base64,'],
  ])('is recognised by its first bytes: %j', (text, begin) => {
    expect(pictureOf(bytes(text))?.source).toBe(begin + bytes(text).toString('base64'));
  });

  it.each([
    '',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<!doctype html>',
    '\x89PNG',
    'RIFF1234WAVE',
  ])('is not %j, which could be a document or nothing', (text) => {
    expect(pictureOf(bytes(text))).toBeNull();
  });
});
