import { openEditor, type Editor } from '../support/browser';
import { picture } from '../support/pictures';
import { chain, node, useAction } from './actionSupport';
import { parameters } from './createSupport';

const bench = useAction();
let editor: Editor;

beforeAll(async () => {
	editor = await openEditor(bench.n8n);
	editor.page.setDefaultTimeout(15_000);
});
afterAll(async () => await editor?.close());

/** The editor's own setting of light and dark, as its menu stores it. */
async function useTheme(theme: 'light' | 'dark') {
	await editor.page.evaluate(`localStorage.setItem('N8N_THEME', '${theme}')`);
	await editor.page.emulateMedia({ colorScheme: theme });
}

/** What the panel lists under the name of the node. */
const found = () =>
	editor.page
		.locator('[data-test-id="node-creator"] [data-test-id="item-iterator-item"]')
		.filter({ has: editor.page.getByText('Identify', { exact: true }) })
		.first();

async function openPanel() {
	await editor.openWorkflow(await bench.n8n.createWorkflow(chain([])));
	await editor.page.locator('[data-test-id="node-creator-plus-button"]').click();
}

test.each(['light', 'dark'] as const)(
	'in the %s theme, the nodes panel finds the node by what people call it, with its icon',
	async (theme) => {
		await useTheme(theme);
		await openPanel();
		for (const words of ['KYC', 'VideoIdent', 'identity verification', 'Identify24']) {
			await editor.page.locator('[data-test-id="node-creator-search-bar"]').fill(words);
			const icon = found().locator('img').first();
			await icon.waitFor({ state: 'visible' });
			expect(await icon.getAttribute('src')).toMatch(
				theme === 'dark' ? /identify\.dark\.svg/ : /identify\.svg/,
			);
			// A picture that could not be read has no height of its own.
			expect((await icon.boundingBox())?.height).toBeGreaterThan(10);
		}
		await picture(editor.page, `nodes-panel-${theme}`);
	},
);

test('a credential with a wrong key, tested by a click: says what to change', async () => {
	await useTheme('light');
	const credentials = {
		identifyApi: {
			id: await bench.createCredential({ apiKey: 'not-this-one-0815' }),
			name: 'Identify Sandbox',
		},
	};
	const identify = { ...bench.identify('project', 'getMany'), credentials };
	await editor.openWorkflow(await bench.n8n.createWorkflow(chain([identify])));
	await editor.openNode('Identify');
	await editor.page.locator('[data-test-id="credential-edit-button"]').first().click();
	const modal = editor.page.locator('[data-test-id="editCredential-modal"]');
	await modal.getByText(/Couldn.t connect with these settings/).waitFor({ state: 'visible' });
	await modal
		.getByText(/API Key/)
		.first()
		.waitFor({ state: 'visible' });
	await picture(editor.page, 'credential-wrong-key');
	await modal.getByText('More details').click();
	await modal
		.getByText(/Partner Name|API Key/)
		.first()
		.waitFor({ state: 'visible' });
	expect(await modal.innerText()).toMatch(/Identify refused|not accepted|wrong/i);
	expect(await modal.innerText()).not.toContain('not-this-one-0815');
});

test('an error, as a person sees it: what happened, the field by its label, and what to do', async () => {
	const set = node('Person', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: JSON.stringify({ born: '09/05/1981' }),
		options: {},
	});
	const create = bench.identify('ident', 'create', parameters({ birthday: '={{ $json.born }}' }));
	const id = await bench.n8n.createWorkflow(chain([set, create]));
	await editor.openWorkflow(id);
	await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await editor.page.locator('[data-test-id="node-issues"], .el-notification').first().waitFor();
	await editor.openNode('Identify');
	const panel = editor.page.locator('[data-test-id="ndv"]');
	await panel
		.getByText(/Birthday/)
		.first()
		.waitFor({ state: 'visible' });
	await picture(editor.page, 'error');
	const text = await panel.innerText();
	expect(text).toMatch(/09\/05\/1981/);
	expect(text).toMatch(/May|September/);
	expect(bench.calls).toEqual([]);
});
