import { SUCCESSFUL_IDENT_ID } from '../sandbox';
import type { EngineResult } from './engine';
import { asItems, identFromItem, useBench } from './support';

const bench = useBench();

/** What the editor says above the output. */
function hintsOf({ run }: EngineResult) {
	return Object.values(run.data.resultData.runData).flatMap(
		(tasks) => tasks.at(-1)?.hints?.map(({ message, type }) => ({ message, type })) ?? [],
	);
}

const get = async (ids: string[]) =>
	await bench().run('ident', 'get', identFromItem(), {
		items: asItems(ids.map((id) => ({ id }))),
		node: { onError: 'continueRegularOutput' },
	});

test('a run that goes on says how many items failed', async () => {
	const gone = '00000000-0000-4000-8000-000000000000';
	expect(hintsOf(await get([SUCCESSFUL_IDENT_ID, gone, 'no ident']))).toEqual([
		{
			message: '2 of 3 items failed. The field "error" of each says why and how to get unstuck.',
			type: 'warning',
		},
	]);
	expect(hintsOf(await get(['no ident']))).toHaveLength(1);
});

test('a run without a fault says nothing', async () => {
	expect(hintsOf(await get([SUCCESSFUL_IDENT_ID]))).toEqual([]);
});
