import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from './places';

/** For people to look at after a run. */
const seen = join(projectRoot, '.dev', 'screenshots');

/** README's. Only `npm run pictures` writes them: each run of the tests would change them a little. */
const documented = join(projectRoot, 'docs', 'pictures');

/** The editor opens a checklist over a published workflow's nodes, sooner or later. */
const withoutPopovers = '[data-reka-popper-content-wrapper] { display: none !important; }';

/** What the page shows, as a PNG under this name. */
export async function picture(page: Page, name: string): Promise<void> {
	await mkdir(seen, { recursive: true });
	await page.screenshot({ path: join(seen, `${name}.png`) });
}

/** As `picture`, of what README or a page of `docs/` shows. */
export async function documentPicture(page: Page, name: string): Promise<void> {
	await picture(page, name);
	if (process.env.N8N_IDENTIFY24_PICTURES !== 'true') return;
	await mkdir(documented, { recursive: true });
	await page.screenshot({ path: join(documented, `${name}.png`), style: withoutPopovers });
}
