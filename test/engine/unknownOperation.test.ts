import { people, useBench } from './support';

const bench = useBench();

const run = async (onError?: 'continueRegularOutput') =>
	await bench().run('ident', 'teleport', {}, { items: people(2), node: { onError } });

test('an operation that this version does not have is named', async () => {
	const { error } = await run();
	expect(error?.message).toMatch(/no operation "ident: teleport"/);
	expect(error?.description).toMatch(/choose Resource and Operation again/);
});

test('with On Error: Continue, each item fails; none leaves as if it were a result', async () => {
	const { error, json } = await run('continueRegularOutput');
	expect(error).toBeUndefined();
	expect(json).toEqual(
		[0, 1].map(() => ({
			error: expect.stringMatching(/no operation "ident: teleport"/),
			httpCode: null,
			messages: [],
		})),
	);
	expect(bench().calls).toEqual([]);
});
