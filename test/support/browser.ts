import { execFileSync } from 'node:child_process';
import { chromium, type Browser, type Page } from 'playwright-core';
import { z } from 'zod';
import { outcomeOf } from '../../nodes/Identify/client/outcome';
import { owner } from './n8nClient';
import type { N8nView } from './n8nServer';
import { waitFor } from './waiting';

const launchSchema = z.object({ executablePath: z.string(), args: z.array(z.string()) });

/**
 * The browser from `@sparticuz/chromium` (Linux), or the one named by N8N_IDENTIFY24_CHROMIUM. Asked
 * of another process: that package is an ES module, which Jest cannot load.
 */
function findBrowser() {
	const own = process.env.N8N_IDENTIFY24_CHROMIUM;
	if (own) return { executablePath: own, args: ['--no-sandbox'] };
	const script =
		"const { default: c } = await import('@sparticuz/chromium');" +
		// The editor needs no WebGL. Emulated by the processor, it took half of the time of clicks and pictures.
		'c.setGraphicsMode = false;' +
		'console.log(JSON.stringify({ executablePath: await c.executablePath(), args: c.args }));';
	const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
		encoding: 'utf8',
		cwd: __dirname,
	});
	return launchSchema.parse(JSON.parse(output));
}

/** A headless browser with one page, which reaches this machine and nothing else. */
export async function openBrowser(): Promise<{ browser: Browser; page: Page }> {
	const { executablePath, args } = findBrowser();
	const browser = await chromium.launch({
		executablePath,
		args: [
			...args,
			'--disable-background-networking',
			'--disable-component-update',
			// The editor has links to n8n's own servers; nothing may leave the machine. Not by Playwright's
			// `route`, which would switch the browser's cache off.
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
		],
		headless: true,
	});
	try {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		// For a busy machine: the editor comes as hundreds of files, and is slow until it has them.
		context.setDefaultTimeout(60_000);
		return { browser, page: await context.newPage() };
	} catch (error) {
		await browser.close();
		throw error;
	}
}

/** Logs in as n8n's owner, by clicks. */
export async function logIn(page: Page, { url }: Pick<N8nView, 'url'>): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(owner.email);
	await page.locator('input[name="password"]').fill(owner.password);
	await page.locator('[data-test-id="form-submit-button"]').click();
	await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'), { timeout: 60_000 });
}

/** n8n's editor in a headless browser. */
export class Editor {
	private constructor(
		private readonly n8n: N8nView,
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(n8n: N8nView): Promise<Editor> {
		const { browser, page } = await openBrowser();
		try {
			const editor = new Editor(n8n, browser, page);
			await logIn(page, n8n);
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** The same editor, still logged in, in one more tab. */
	async newTab(): Promise<Editor> {
		return new Editor(this.n8n, this.browser, await this.page.context().newPage());
	}

	async openWorkflow(id: string) {
		await this.page.goto(`${this.n8n.url}/workflow/${id}`);
		await this.page
			.locator('[data-test-id="canvas-node"]')
			.first()
			.waitFor({ state: 'visible', timeout: 60_000 });
	}

	/** Clicks "Execute workflow" and waits until n8n says that it succeeded. */
	async executeWorkflow(timeout = 60_000) {
		const before = new Set((await this.executions()).map(({ id }) => id));
		await this.page.locator('[data-test-id="execute-workflow-button"]').first().click();
		await this.page
			.getByText(/executed successfully/i)
			.first()
			.waitFor({ state: 'visible', timeout });
		const started = (await this.executions()).find(({ id }) => !before.has(id));
		return started ? await this.n8n.waitForExecution(started.id) : undefined;
	}

	private async executions() {
		const id = /\/workflow\/([^/?]+)/.exec(this.page.url())?.[1];
		return id ? await this.n8n.listExecutions(id) : [];
	}

	/** Opens a node's panel by its name on the canvas; again where the editor, still busy, missed it. */
	async openNode(name: string) {
		const node = this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
		const panel = this.page.locator('[data-test-id="ndv"]');
		const lookMs = 5_000;
		await waitFor(
			`The panel of ${name}`,
			async () => {
				if (await panel.isVisible()) return true;
				await outcomeOf(node.dblclick({ timeout: lookMs }));
				const opened = await outcomeOf(panel.waitFor({ state: 'visible', timeout: lookMs }));
				return 'result' in opened ? true : undefined;
			},
			{ timeout: 60_000 },
		);
	}

	async close() {
		await this.browser.close();
	}
}

export const openEditor = Editor.open;
