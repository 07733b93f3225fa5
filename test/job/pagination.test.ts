import { describe, expect, it } from 'vitest';
import { paginationOf } from '../../src/job/pagination.ts';

describe('the position of a page', () => {
  it('follows from the total and the size', () => {
    expect(paginationOf(14, 1, 5)).toEqual({ total: 14, page: 1, size: 5, pages: 3, has_next: true });
    expect(paginationOf(14, 3, 5)).toEqual({ total: 14, page: 3, size: 5, pages: 3, has_next: false });
    expect(paginationOf(15, 3, 5).pages).toBe(3);
    expect(paginationOf(14, 9, 5)).toMatchObject({ page: 9, has_next: false });
  });

  it('is the only page without a size, and 0 pages if there are no jobs', () => {
    expect(paginationOf(14, 1, undefined)).toEqual({ total: 14, page: 1, size: 14, pages: 1, has_next: false });
    expect(paginationOf(0, 1, undefined)).toEqual({ total: 0, page: 1, size: 0, pages: 0, has_next: false });
    expect(paginationOf(0, 1, 20)).toEqual({ total: 0, page: 1, size: 20, pages: 0, has_next: false });
  });
});
