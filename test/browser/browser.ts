import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PROGRAM = process.env['SWJOB_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. Without one the tests are skipped, or fail if CI=true. */
export const hasBrowser = existsSync(PROGRAM);

if (!hasBrowser) {
  const message = `the tests in a browser need ${PROGRAM}: install chromium, or set SWJOB_CHROMIUM`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Shown {
  readonly page: Page;
  /** Console messages, script errors, dialogs, and requests for anything but the file itself. */
  readonly events: readonly string[];
}

/** Opens a file as a double click does. */
export async function show(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<Shown> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options });
  const events: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => events.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => events.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    events.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('data:')) events.push(`request: ${url}`);
  });
  await page.goto(address);
  return { page, events };
}

/** By how many pixels the page is wider than the window; wide tables scroll separately. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Opens everything that is collapsed. */
export async function openDetails(page: Page): Promise<void> {
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
}

/** The height in pixels of the smallest letters in charts. */
export function smallestLetters(page: Page): Promise<number> {
  return page.evaluate(`Math.min(...[...document.querySelectorAll('svg text')]
    .filter((each) => each.getBoundingClientRect().height > 0)
    .map((each) => each.ownerSVGElement.getBoundingClientRect().width / each.ownerSVGElement.viewBox.baseVal.width
      * parseFloat(getComputedStyle(each).fontSize)))`);
}
