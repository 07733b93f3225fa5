import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackStore } from '../support/stores.ts';
import { barriers } from './accessibility.ts';
import { hasBrowser, openDetails, overflow, show, smallestLetters, startBrowser } from './browser.ts';
import { writePage } from './pages.ts';

describe.skipIf(!hasBrowser)('a report in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  const pages: Record<string, string> = {};

  beforeAll(async () => {
    browser = await startBrowser();
    const root = await unpackStore('vision');
    for (const jobs of ['624a', '6nlo', 'c7cf', '624a vks7']) {
      pages[jobs] = await writePage(root, ['report', ...jobs.split(' ')]);
    }
  });

  afterAll(() => browser?.close());

  const open = (jobs: string, options?: Parameters<typeof show>[2]) => show(browser, pages[jobs] ?? '', options);

  it.each(['624a', '6nlo', 'c7cf', '624a vks7'])('of %s logs nothing and requests nothing', async (jobs) => {
    const { page, events } = await open(jobs);
    await openDetails(page);
    await page.waitForLoadState('networkidle');
    expect(events).toEqual([]);
    const broken = await page.evaluate('[...document.images].filter((image) => image.naturalWidth === 0).length');
    expect(broken).toBe(0);
    await page.close();
  });

  it.each(['624a', '6nlo', 'c7cf', '624a vks7'])('of %s fits windows of 360 and 1,400 pixels', async (jobs) => {
    for (const width of [360, 1400]) {
      const { page } = await open(jobs, { viewport: { width, height: 800 } });
      expect(await overflow(page)).toBe(0);
      expect(await smallestLetters(page)).toBeGreaterThan(9);
      await openDetails(page);
      expect(await overflow(page)).toBe(0);
      await page.close();
    }
  });

  it.each(['624a', '6nlo', 'c7cf', '624a vks7'])('of %s is accessible', async (jobs) => {
    const { page } = await open(jobs);
    await openDetails(page);
    expect(await barriers(page)).toEqual([]);
    await page.close();
  });

  it.each(['624a', '6nlo', 'c7cf'])('of %s is as readable in dark mode', async (jobs) => {
    const { page } = await open(jobs, { colorScheme: 'dark' });
    expect(await barriers(page, ['color-contrast'])).toEqual([]);
    await page.close();
  });

  it('follows the colour scheme of the browser', async () => {
    const shade = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open('624a', { colorScheme });
      const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      await page.close();
      return color;
    };
    expect(await shade('light')).toBe('rgb(255, 255, 255)');
    expect(await shade('dark')).toBe('rgb(13, 17, 23)');
  });

  it('sorts by a column, with the keyboard too, and back', async () => {
    const { page } = await open('624a');
    const confidence = () => column(page, '#predictions', 5);
    const head = page.locator('#predictions th button', { hasText: 'confidence' });
    await head.focus();
    await page.keyboard.press('Enter');
    const up = (await confidence()).map(Number);
    expect(up).toHaveLength(60);
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    await head.click();
    expect((await confidence()).map(Number)).toEqual(up.toReversed());
    expect(await page.locator('#predictions th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.close();
  });

  it('filters rows by words', async () => {
    const { page } = await open('624a');
    await page.locator('#predictions input').fill('WRONG truck');
    const rows = page.locator('#predictions tbody tr:visible');
    const texts = await rows.allInnerTexts();
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toMatch(/truck.*wrong/s);
    expect(await page.locator('#predictions output').innerText()).toBe(`${texts.length} of 60 rows`);
    await page.locator('#predictions input').fill('');
    expect(await rows.count()).toBe(60);
    await page.close();
  });

  it('shows the rows behind a cell of the matrix, then all rows again', async () => {
    const { page } = await open('624a');
    const cell = page.locator('#matrix button[data-t=cat][data-p=truck]');
    await cell.click();
    const rows = page.locator('#predictions tbody tr:visible');
    expect(await rows.count()).toBe(2);
    for (const text of await rows.allInnerTexts()) expect(text).toMatch(/cat\s+truck\s+wrong/);
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    const clear = page.getByRole('button', { name: 'cat predicted as truck' }).and(page.locator('.tools button'));
    await clear.click();
    expect(await rows.count()).toBe(60);
    expect(await clear.isVisible()).toBe(false);
    expect(await cell.getAttribute('aria-pressed')).toBe('false');
    await page.close();
  });

  it('of several jobs filters the rows of the job whose matrix was clicked', async () => {
    const { page } = await open('624a vks7');
    await page.locator('#job-2-matrix td button').first().click();
    expect(await page.locator('#job-2-predictions tbody tr:visible').count()).toBeLessThan(60);
    expect(await page.locator('#job-1-predictions tbody tr:visible').count()).toBe(60);
    await page.close();
  });

  it('prints whole tables', async () => {
    const { page } = await open('624a');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
    await page.emulateMedia({ media: 'print' });
    const cut = `[...document.querySelectorAll('.scroll')].filter((each) => each.scrollHeight > each.clientHeight + 1).length`;
    expect(await page.evaluate(cut)).toBe(0);
    expect(await page.locator('nav').first().isVisible()).toBe(false);
    expect(await page.locator('.hint').first().isVisible()).toBe(false);
    // White digits would be lost if their background is not printed.
    const colours = `[...document.querySelectorAll('.matrix td')].map((each) => getComputedStyle(each).printColorAdjust)`;
    expect(new Set(await page.evaluate<string[]>(colours))).toEqual(new Set(['exact']));
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await overflow(page)).toBe(0);
    await page.close();
  });

  it('is complete with scripts disabled, without useless controls', async () => {
    const { page, events } = await open('624a', { javaScriptEnabled: false });
    expect(await page.locator('#predictions tbody tr').count()).toBe(60);
    expect(await page.locator('.gallery img').count()).toBe(10);
    expect(await page.locator('input, th button').count()).toBe(0);
    expect(await page.locator('#matrix button:enabled').count()).toBe(0);
    await page.locator('summary').first().click();
    expect(await page.locator('details').first().locator('table').isVisible()).toBe(true);
    expect(events).toEqual([]);
    await page.close();
  });
});

function column(page: Page, section: string, place: number): Promise<string[]> {
  return page.locator(`${section} tbody tr td:nth-child(${place})`).allInnerTexts();
}
