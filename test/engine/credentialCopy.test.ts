import { credentialFor, identParameters, useBench } from './support';

const bench = useBench();

/** As copied from an e-mail: invisible characters, and the key wrapped over two lines. */
const marked = (secret: string) => `\u200B${secret.slice(0, 3)}\r\n${secret.slice(3)}\u00A0\n`;

test('a credential copied with invisible characters and line breaks works', async () => {
	const { sandbox } = bench();
	bench().credential = credentialFor(sandbox, {
		partner: marked(sandbox.partner),
		apiKey: marked(sandbox.apiKey),
	});
	const { json, error } = await bench().run('ident', 'get', identParameters());
	expect(error?.message).toBeUndefined();
	expect(json).toHaveLength(1);
	expect(bench().call.headers['x-api-partner']).toBe(sandbox.partner);
});

test('a blank inside the key is named, and nothing is sent', async () => {
	const { sandbox } = bench();
	bench().credential = credentialFor(sandbox, {
		apiKey: `${sandbox.apiKey.slice(0, 4)} ${sandbox.apiKey.slice(4)}`,
	});
	const { error } = await bench().run('ident', 'get', identParameters());
	expect(error?.message).toMatch(/credential cannot be used: API Key has a blank inside/);
	expect(JSON.stringify(error)).not.toContain(sandbox.apiKey.slice(4));
	expect(sandbox.requests.count).toBe(0);
});
