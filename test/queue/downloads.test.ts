import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { IBinaryData } from 'n8n-workflow';
import { IDENTIFY, locator, node } from '../e2e/actionSupport';
import { credentialFor } from '../e2e/triggerSupport';
import { useCluster } from './cluster';
import { QueuedWorkflow } from './queuedWorkflow';

/** A recording that is stored in several pieces, and that no process can have kept by chance. */
const RECORDING = 20_000_000;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A folder that all processes see, as filesystem mode needs it. */
const storage = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'identify24-files-'));
afterAll(async () => await rm(storage, { recursive: true, force: true }));

const MODES = [
	{ mode: 'database', title: "n8n's database (the default of queue mode)", id: /^database:/ },
	{ mode: 'filesystem', title: 'a folder that all processes share', id: /^filesystem-v2:/ },
	{ mode: 'default', title: 'memory, and with the execution in the database', id: undefined },
];

describe.each(MODES)('a worker downloads into $title', ({ mode, id: storedAs }) => {
	const env = { N8N_DEFAULT_BINARY_DATA_MODE: mode, N8N_STORAGE_PATH: storage };
	const bench = useCluster({ workers: 1, webhooks: 1, env });

	async function bytesOf({ id, data }: IBinaryData): Promise<Buffer> {
		if (!storedAs) return Buffer.from(data, 'base64');
		expect(id).toMatch(storedAs);
		return await bench.cluster.main.binaryData(id ?? '');
	}

	test('main gives every byte', async () => {
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
			const { data } = await axios.get<ArrayBuffer>(
				new URL(files[index]?.path ?? '', sandbox.url).href,
				{ headers, responseType: 'arraybuffer', proxy: false },
			);
			const original = sha256(Buffer.from(data));
			const bytes = binary?.data ? await bytesOf(binary.data) : Buffer.alloc(0);
			expect(sha256(bytes)).toBe(original);
			if (files[index]?.section === 'recordings') expect(bytes).toHaveLength(RECORDING);
			if (json.file_hash !== null) expect(json.file_hash).toBe(original);
		}
	});
});
