import axios from 'axios';
import { z } from 'zod';
import { sharedN8n } from '../support/harness';
import { IDENTIFY } from './actionSupport';

const n8n = sharedN8n();

const descriptions = z.array(
	z
		.object({
			name: z.string(),
			displayName: z.string(),
			outputs: z.unknown(),
			sensitiveOutputFields: z.array(z.string()).optional(),
			credentials: z.array(z.object({ name: z.string() }).passthrough()).optional(),
			properties: z.array(z.object({ name: z.string(), displayName: z.string() }).passthrough()),
		})
		.passthrough(),
);

async function describe(name: string) {
	const { data } = await axios.get<unknown>(`${n8n.url}/types/nodes.json`, {
		headers: { cookie: n8n.session, 'browser-id': 'identify24-tests' },
		proxy: false,
	});
	return descriptions.parse(data).find((description) => description.name === name);
}

test('n8n offers the Identify node to AI agents as a tool', async () => {
	const [node, tool] = await Promise.all([describe(IDENTIFY), describe(`${IDENTIFY}Tool`)]);
	expect(tool?.displayName).toBe('Identify Tool');
	expect(tool?.outputs).toEqual(['ai_tool']);
	expect(tool?.credentials).toEqual(node?.credentials);
	const names = tool?.properties.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(node?.properties.map(({ name }) => name) ?? []));
});

test('the token of auth:getToken is announced to n8n as sensitive', async () => {
	expect((await describe(IDENTIFY))?.sensitiveOutputFields).toEqual(['token']);
});
