import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackStore } from '../support/stores.ts';
import { barriers } from './accessibility.ts';
import { hasBrowser, overflow, show, smallestLetters, startBrowser } from './browser.ts';
import { writePage } from './pages.ts';

const CHARTS = [
  ['a line', ['6nlo', 'train/steps']],
  ['ROC curves', ['624a', 'roc_auc']],
  ['a matrix', ['624a', 'confusion_matrix/binarylabel']],
  ['bars', ['624a', 'results', '--y', 'input/label']],
  ['two jobs', ['6nlo', 'hqsp', 'train/steps', '--y', 'loss']],
] as const;

describe.skipIf(!hasBrowser)('a chart in a browser', () => {
  let browser: Browser;
  const pages = new Map<string, string>();

  beforeAll(async () => {
    browser = await startBrowser();
    const root = await unpackStore('vision');
    for (const [name, args] of CHARTS) pages.set(name, await writePage(root, ['plot', ...args]));
  });

  afterAll(() => browser?.close());

  const open = (name: string, options?: Parameters<typeof show>[2]) => show(browser, pages.get(name) ?? '', options);

  it.each(CHARTS)('of %s is quiet, fits, and is accessible', async (name) => {
    for (const [colorScheme, width] of [
      ['light', 1400],
      ['dark', 360],
    ] as const) {
      const { page, events } = await open(name, { colorScheme, viewport: { width, height: 800 } });
      await page.waitForLoadState('networkidle');
      expect(events).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(await smallestLetters(page)).toBeGreaterThan(9);
      expect(await barriers(page)).toEqual([]);
      await page.close();
    }
  });

  it('shows the values of the point under the pointer', async () => {
    const { page, events } = await open('a line');
    const box = await page.locator('svg').first().boundingBox();
    if (box === null) throw new Error('no chart');
    const tip = page.locator('.tip').first();
    expect(await tip.isVisible()).toBe(false);
    for (let part = 0; part < 20 && !(await tip.isVisible()); part++) {
      await page.mouse.move(box.x + box.width / 2, box.y + (box.height * part) / 20);
    }
    expect(await tip.innerText()).toMatch(/^(?:\w+\/)?loss\nid \d+\nvalue [\d.e-]+$/);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height + 200);
    expect(await tip.isVisible()).toBe(false);
    expect(events).toEqual([]);
    await page.close();
  });

  it.each([
    ['bars', 'svg rect.f', /^\w+: \d+$/],
    ['a matrix', 'svg g.c', /^\w+ taken for \w+: [\d.]+$/],
  ])('of %s shows what is under the pointer', async (name, mark, text) => {
    const { page, events } = await open(name);
    const tip = page.locator('.tip').first();
    await page.locator(mark).first().hover();
    expect(await tip.innerText()).toMatch(text);
    expect(await page.locator(`${mark} title`).count()).toBe(0);
    expect(events).toEqual([]);
    await page.close();
  });

  it('works with scripts disabled, and in print', async () => {
    const { page } = await open('ROC curves', { javaScriptEnabled: false });
    expect(await page.locator('svg path.s').count()).toBeGreaterThan(4);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
