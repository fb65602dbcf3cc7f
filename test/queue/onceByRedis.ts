import { node, type NodeJson } from '../e2e/actionSupport';
import { EFFECT } from '../e2e/onceWorkflow';
import { TRIGGER } from '../e2e/triggerSupport';
import type { Cluster } from './cluster';

/**
 * Nodes that let each event through once, whichever processes deal with it at the same moment: Redis
 * counts in one step. As in docs/callbacks.md.
 */
export async function onceByRedis({ main, servers }: Cluster): Promise<NodeJson[]> {
	const id = await main.createCredential({
		name: 'Redis',
		type: 'redis',
		data: { host: '127.0.0.1', port: servers.redis.port, database: 0, user: '', password: '' },
	});
	const count = {
		operation: 'incr',
		key: '=identify:{{ $json.event_key }}',
		expire: true,
		ttl: 7_776_000,
	};
	const first = {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: 'first',
					leftValue: '={{ Object.values($json)[0] }}',
					rightValue: 1,
					operator: { type: 'number', operation: 'equals' },
				},
			],
		},
		options: {},
	};
	const event = { mode: 'raw', jsonOutput: `={{ $('${TRIGGER}').item.json }}`, options: {} };
	return [
		node('Count', 'n8n-nodes-base.redis', 1, count, {
			credentials: { redis: { id, name: 'Redis' } },
		}),
		node('First Time', 'n8n-nodes-base.filter', 2.2, first),
		node(EFFECT, 'n8n-nodes-base.set', 3.4, event),
	];
}
