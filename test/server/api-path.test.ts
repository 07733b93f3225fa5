import { describe, expect, it } from 'vitest';
import { apiPath } from '../../src/server/api-path.ts';

describe('apiPath', () => {
  it('encodes names, but not the colon of owner:project', () => {
    expect(apiPath`project/${'a b/c?d#e'}/job/${'3'}`).toBe('/api/v1/project/a%20b%2Fc%3Fd%23e/job/3');
    expect(apiPath`project/${'starwhale:public'}`).toBe('/api/v1/project/starwhale:public');
    expect(apiPath`user/current`).toBe('/api/v1/user/current');
  });

  it.each(['', '.', '..', 'a\nb', '\u0000', '\ud800'])('refuses %j as a part', (part) => {
    expect(() => apiPath`project/${part}/job`).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
