import { createHash } from 'node:crypto';
import axios from 'axios';
import { IDENTIFY, locator, node } from '../e2e/actionSupport';
import { credentialFor } from '../e2e/triggerSupport';
import { useCluster } from './cluster';
import { QueuedWorkflow } from './queuedWorkflow';

/** A recording that is stored in several pieces, and that no process can have kept by chance. */
const RECORDING = 20_000_000;

const bench = useCluster({ workers: 1, webhooks: 1 });

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test("a worker downloads into n8n's database (the default of queue mode): main gives every byte", async () => {
	const { cluster, sandbox } = bench;
	const { pdf, screenshot } = sandbox.settings.fileBytes;
	await sandbox.configure({ fileBytes: { pdf, screenshot, recording: RECORDING } });
	const ident = sandbox.seedIdent({ statusCode: '5' });
	const parameters = {
		resource: 'ident',
		operation: 'downloadFiles',
		ident_id: locator('={{ $json.body.ident }}'),
		fileTypes: ['identification_pdf', 'signed_pdf', 'recordings', 'screenshots'],
	};
	const credentials = {
		identifyApi: { id: await credentialFor(cluster.main, sandbox), name: 'Identify Sandbox' },
	};
	const download = node('Download', IDENTIFY, 1, parameters, { credentials });
	const workflow = await QueuedWorkflow.publish(cluster, [download]);

	const id = await workflow.begin({ ident: ident.id });
	const execution = await cluster.main.waitForExecution(id);

	expect(execution.errorMessage).toBeUndefined();
	expect(cluster.workerOf(id)?.index).toBe(0);
	const items = execution.items('Download');
	const files = sandbox.idents.get(ident.id)?.files ?? [];
	expect(files).toHaveLength(5);
	expect(items).toHaveLength(files.length);
	const asked = sandbox.requests.to('GET', `/ident/getIdentData/${ident.id}`)[0];
	const headers = {
		'x-api-partner': sandbox.partner,
		'x-api-token': asked?.headers['x-api-token'] ?? '',
		'content-type': 'application/json',
	};
	for (const [index, { json, binary }] of items.entries()) {
		const stored = binary?.data?.id ?? '';
		expect(stored).toMatch(/^database:/);
		const { data } = await axios.get<ArrayBuffer>(
			new URL(files[index]?.path ?? '', sandbox.url).href,
			{ headers, responseType: 'arraybuffer', proxy: false },
		);
		const original = sha256(Buffer.from(data));
		const bytes = await cluster.main.binaryData(stored);
		expect(sha256(bytes)).toBe(original);
		if (files[index]?.section === 'recordings') expect(bytes).toHaveLength(RECORDING);
		if (json.file_hash !== null) expect(json.file_hash).toBe(original);
	}
});
