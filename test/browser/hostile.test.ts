import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_STEPS, HOSTILE_WORDS, hostileStore } from '../cli/hostile-store.ts';
import { barriers } from './accessibility.ts';
import { hasBrowser, openDetails, overflow, show, startBrowser } from './browser.ts';
import { writePage } from './pages.ts';

/** What a page never contains unless a name or value became markup. */
const INTRUDERS = `[...document.querySelectorAll('*')].filter((each) =>
  [...each.attributes].some(({ name }) => name.startsWith('on') || name === 'style') ||
  ['IFRAME', 'OBJECT', 'EMBED', 'B64'].includes(each.tagName) ||
  (each.tagName === 'IMG' && !each.getAttribute('src').startsWith('data:image/png;')) ||
  (each.tagName === 'A' && !each.getAttribute('href').startsWith('#'))).map((each) => each.outerHTML.slice(0, 200))`;

/** Presses every visible button, which nothing may cover, and types into every input, without a round trip for each. */
const USE = `(() => {
  const isVisible = (each) => each.getClientRects().length > 0 && getComputedStyle(each).visibility === 'visible';
  for (const button of [...document.querySelectorAll('button')].filter(isVisible)) {
    button.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { x, y, width, height } = button.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    if (button.disabled || !button.contains(top)) throw new Error('cannot be pressed: ' + button.outerHTML);
    button.click();
  }
  for (const input of document.querySelectorAll('input')) {
    if (!isVisible(input) || input.disabled || input.readOnly) throw new Error('cannot be filled: ' + input.outerHTML);
    input.value = '<b>';
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  }
})()`;

describe.skipIf(!hasBrowser)('pages about a store with only hostile names and texts', { timeout: 120_000 }, () => {
  let browser: Browser;
  let store: Awaited<ReturnType<typeof hostileStore>>;

  beforeAll(async () => {
    browser = await startBrowser();
    store = await hostileStore();
  });

  afterAll(() => browser?.close());

  it.each([
    ['a report', ['report', 'JOB']],
    ['a report of two jobs', ['report', 'JOB', 'JOB']],
    ['a chart of lines', ['plot', 'JOB', HOSTILE_STEPS]],
    ['a chart of bars', ['plot', 'JOB', HOSTILE_WORDS]],
    ['ROC curves', ['plot', 'JOB', 'roc_auc']],
    ['a matrix', ['plot', 'JOB', 'confusion_matrix/binarylabel']],
  ] as const)('%s runs nothing, requests nothing and shows everything as text', async (_, args) => {
    const file = await writePage(
      store.root,
      args.map((word) => (word === 'JOB' ? store.job : word)),
    );
    for (const width of [360, 1400]) {
      const { page, events } = await show(browser, file, { viewport: { width, height: 800 } });
      await openDetails(page);
      await page.evaluate(USE);
      await page.waitForLoadState('networkidle');
      expect(events).toEqual([]);
      expect(await page.evaluate(INTRUDERS)).toEqual([]);
      expect(await page.evaluate('document.scripts.length - document.querySelectorAll("figure script").length')).toBe(
        1,
      );
      expect(await page.locator('body').innerText()).not.toMatch(/[\u2028\u2029\u202e\u200b\u001b\u0085]/);
      expect(await overflow(page)).toBe(0);
      if (width === 1400) expect(await barriers(page)).toEqual([]);
      await page.close();
    }
  });

  it.each([
    ['lines', HOSTILE_STEPS],
    ['bars', HOSTILE_WORDS],
    ['ROC curves', 'roc_auc'],
    ['a matrix', 'confusion_matrix/binarylabel'],
  ])('an SVG file of %s is only a picture', async (_, table) => {
    const file = await writePage(store.root, ['plot', store.job, table], 'picture.svg');
    const { page, events } = await show(browser, file);
    expect(events).toEqual([]);
    expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
    expect(
      await page.evaluate('document.querySelector("script, foreignObject, image, a, use, parsererror")'),
    ).toBeNull();
    expect(
      await page.evaluate(
        '[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes]).filter(({ name }) => /^on|href/.test(name)).length',
      ),
    ).toBe(0);
    await page.close();
  });
});
