import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_ACCOUNT, Neighbours } from '../neighbours';
import { startSandbox, type Sandbox } from '../sandbox';
import { callbackUrls, exampleFiles, readExample } from '../support/exampleFile';
import { startN8n, type N8nServer } from '../support/n8nServer';
import { locateTarball } from '../support/places';
import { fillPlayground } from '../support/playground';

describe('the n8n of npm start', () => {
	let folder: string;
	let sandbox: Sandbox;
	let neighbours: Neighbours;
	let n8n: N8nServer;

	beforeAll(async () => {
		folder = mkdtempSync(join(process.env.N8N_IDENTIFY24_TEMP ?? tmpdir(), 'identify24-play-'));
		sandbox = await startSandbox({ conferencePages: true });
		neighbours = await Neighbours.start({ folder: join(folder, 'neighbours') });
		n8n = await startN8n({
			tarball: locateTarball(),
			userFolder: join(folder, 'n8n'),
			env: neighbours.env,
		});
	});
	afterAll(async () => {
		await n8n?.stop();
		await neighbours?.stop();
		await sandbox?.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const fill = async () =>
		await fillPlayground(n8n, { sandbox, neighbours: neighbours.addresses, account: DEMO_ACCOUNT });
	const urls = () => sandbox.webhooks.all.map(({ url }) => url).sort();
	const triggering = exampleFiles.filter((file) =>
		readExample(file).nodes.some(({ type }) => type.endsWith('.identifyTrigger')),
	);

	test('publishes examples once, with their callback URLs, and leaves the person what is theirs', async () => {
		const expected = triggering.flatMap((file) => callbackUrls(n8n.url, readExample(file))).sort();
		expect(expected.length).toBeGreaterThan(0);

		const first = await fill();
		expect(first.map(({ trouble }) => trouble)).toEqual(first.map(() => undefined));
		expect(urls()).toEqual([...new Set(expected)]);
		const idOf = (file: string | undefined) =>
			first.find(({ name }) => file !== undefined && name === readExample(file).name)?.id ?? '';
		for (const file of triggering) {
			expect(await n8n.getWorkflow(idOf(file))).toMatchObject({ active: true });
		}

		const [unpublished] = triggering;
		await n8n.deactivate(idOf(unpublished));
		const [removed] = sandbox.webhooks.all;
		sandbox.webhooks.remove(removed?.id ?? '');
		const before = urls();
		const second = await fill();
		expect(second.map(({ id, state }) => ({ id, state }))).toEqual(
			first.map(({ id }) => ({ id, state: 'unchanged' })),
		);
		expect(urls()).toEqual(before);
		expect(await n8n.getWorkflow(idOf(unpublished))).toMatchObject({ active: false });
	});
});
