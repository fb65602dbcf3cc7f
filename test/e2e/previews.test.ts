import { resources } from '../../nodes/Identify/resources';
import { openEditor, type Editor } from '../support/browser';
import type { WorkflowJson } from '../support/n8nClient';
import { picture } from '../support/pictures';
import { previewOf } from '../support/preview';
import { useAction } from './actionSupport';

const bench = useAction();
let editor: Editor;

beforeAll(async () => {
	editor = await openEditor(bench.n8n);
});
afterAll(async () => await editor?.close());

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map(({ value, result }) => ({ key: `${resource}:${value}`, resource, value, result })),
);

test('n8n serves the preview of every operation', async () => {
	const type = encodeURIComponent('n8n-nodes-identify24.identify');
	const served = await Promise.all(
		operations.map(async ({ resource, value }) => {
			const path = `/schemas/${type}/1.0.0/${resource}/${value}.json`;
			return await (await fetch(`${bench.n8n.url}${path}`)).json();
		}),
	);
	expect(served).toEqual(operations.map(({ result }) => previewOf(result)));
});

/** All operations side by side, each with a node after it. */
function everyOperation(): WorkflowJson {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const rows = operations.map(({ key, resource, value }, row) => ({
		identify: {
			...bench.identify(resource, value, {}),
			name: `Do ${key}`,
			position: [250, row * 120],
		},
		next: {
			name: `After ${key}`,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {},
			position: [500, row * 120],
		},
	}));
	const to = (name: string) => ({ node: name, type: 'main', index: 0 });
	const connections = Object.fromEntries(
		rows.map(({ identify, next }) => [identify.name, { main: [[to(next.name)]] }]),
	);
	return {
		name: 'Output previews',
		nodes: [
			{ ...start, parameters: {}, position: [0, 0] },
			...rows.flatMap(({ identify, next }) => [identify, next]),
		],
		connections: {
			...connections,
			Start: { main: [rows.map(({ identify }) => to(identify.name))] },
		},
	};
}

test('the editor shows the fields of every operation before the first run', async () => {
	await editor.openWorkflow(await bench.n8n.createWorkflow(everyOperation()));
	for (const { key, result } of operations) {
		await editor.openNode(`After ${key}`);
		const input = editor.page.locator('[data-test-id="ndv-input-panel"]');
		const shown = input.getByText('Usually outputs the following fields').first();
		await shown.waitFor({ state: 'visible' });
		for (const field of Object.keys(previewOf(result).properties ?? {})) {
			const there = input.getByText(field, { exact: true }).first();
			await there.waitFor({ state: 'attached', timeout: 5_000 });
		}
		await picture(editor.page, `preview-${key.replace(':', '-')}`);
		await editor.page.keyboard.press('Escape');
		await editor.page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
	}
});
