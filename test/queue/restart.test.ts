import { node } from '../e2e/actionSupport';
import {
	credentialFor,
	payloadOf,
	post,
	publish,
	type PublishedTrigger,
} from '../e2e/triggerSupport';
import { Receiver } from '../support/receiver';
import { waitFor } from '../support/waiting';
import { useCluster } from './cluster';
import { report } from './figures';

jest.setTimeout(240_000);

/** How many callbacks are under way at once, half of them at each webhook processor. */
const SENDERS = 4;

/** How many follow once everything is up again. */
const AFTER = 40;

const bench = useCluster();
let receiver: Receiver;
let trigger: PublishedTrigger;

beforeAll(async () => {
	const { cluster, sandbox } = bench;
	receiver = await Receiver.start();
	const tell = node('Tell', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: receiver.url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify({ ident: $json.ident_id }) }}',
		options: {},
	});
	const credentialId = await credentialFor(cluster.main, sandbox);
	trigger = await publish(cluster.main, credentialId, { then: [tell] });
}, 60_000);
beforeEach(() => receiver.reset());
afterAll(async () => await receiver.stop());

/** Sends callbacks, each of another ident, before, during and after what is done. Gives the HTTP status of each ident, 0 for none. */
async function callbacksDuring(work: () => Promise<unknown>): Promise<Map<string, number>> {
	const { cluster, sandbox } = bench;
	const path = new URL(trigger.url).pathname;
	const statuses = new Map<string, number>();
	let isOver = false;
	let left = AFTER;
	const send = async (sender: number) => {
		while (!isOver || left-- > 0) {
			const { id } = sandbox.seedIdent({ statusCode: '5' });
			const url = new URL(path, cluster.webhook(sender).url).href;
			const { status } = await post(url, payloadOf(sandbox, id)).catch(() => ({ status: 0 }));
			statuses.set(id, status);
		}
	};
	const sending = Array.from({ length: SENDERS }, async (_, sender) => await send(sender));
	await waitFor('The load', () => statuses.size >= 20 || undefined);
	await work().finally(() => (isOver = true));
	await Promise.all(sending);
	return statuses;
}

/** The idents that an execution has told of. */
const toldOf = () => new Set(receiver.requests.map(({ body }) => String(JSON.parse(body).ident)));

const disturbances: Array<[string, () => Promise<unknown>]> = [
	['Redis restarted', async () => await bench.cluster.servers.redis.restart()],
	['PostgreSQL restarted', async () => await bench.cluster.servers.postgres.restart()],
	[
		'main killed and started again',
		async () => {
			await bench.cluster.main.kill();
			await bench.cluster.main.restart();
		},
	],
];

test.each(disturbances)(
	'%s under load: every callback that was answered 200 is executed',
	async (name, work) => {
		const statuses = await callbacksDuring(work);
		const accepted = [...statuses].filter(([, status]) => status === 200).map(([id]) => id);
		const missing = () => {
			const told = toldOf();
			return accepted.filter((id) => !told.has(id));
		};
		// Those still missing in the end are named below.
		await waitFor('The executions', () => missing().length === 0 || undefined, {
			timeout: 60_000,
			interval: 250,
		}).catch(() => undefined);
		const others = [...statuses.values()].filter((status) => status !== 200);
		report(
			`${name}: ${statuses.size} callbacks, ${accepted.length} answered 200, others ${JSON.stringify(others)}, ${receiver.requests.length} executed`,
		);
		expect(missing()).toEqual([]);
		// All is well again: the load after it was taken.
		expect(accepted.length).toBeGreaterThanOrEqual(AFTER);
	},
);
