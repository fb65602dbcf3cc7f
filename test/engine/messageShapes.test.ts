import { createParameters, identParameters, useBench } from './support';

const bench = useBench();

const IDENT_ID = 'ece4f137-31ea-11ee-849e-005056bb3f3f';

/** What services written in PHP make of a list, by what becomes of it. */
const SHAPES: Array<[string, unknown, string[]]> = [
	['an empty object', {}, []],
	['a list with a gap', { '0': 'Successful..', '2': 'Sent' }, ['Successful..', 'Sent']],
	['by field', { email: ['is not valid'] }, ['email: is not valid']],
	['a text', 'Successful..', ['Successful..']],
	['nothing', null, []],
	['a truth', true, ['true']],
	['a number', 7, ['7']],
	['objects', [{ code: 7, text: 'Sent' }], ['code: 7, text: Sent']],
	['lists of lists', [['a', 'b']], ['a, b']],
];

describe.each(SHAPES)('messages that are %s', (_what, messages, said) => {
	it('never lose an ident that was created', async () => {
		const answer = { result: true, messages, ident_id: IDENT_ID, conference_url: 'https://x.de/1' };
		bench().sandbox.faults.add({
			kind: 'body',
			body: JSON.stringify(answer),
			moment: 'afterCarriedOut',
			match: { path: '/ident/create', times: 1 },
		});
		const { json, error } = await bench().run('ident', 'create', createParameters());
		expect(error?.message).toBeUndefined();
		expect(json).toEqual([
			{ ident_id: IDENT_ID, conference_url: 'https://x.de/1', messages: said },
		]);
		expect(bench().sandbox.created).toHaveLength(1);
	});

	it('never keep anyone from logging in', async () => {
		const { sandbox } = bench();
		await bench().run('ident', 'get', identParameters());
		const { token } = bench().credential.data;
		bench().credential.data.token = '';
		sandbox.faults.add({
			kind: 'body',
			body: JSON.stringify({ result: true, response_status: 200, token, messages }),
			match: { path: '/auth', times: 1 },
		});
		const { json, error } = await bench().run('ident', 'get', identParameters());
		expect(error?.message).toBeUndefined();
		expect(json).toHaveLength(1);
	});

	it('are told when Identify refuses', async () => {
		bench().sandbox.faults.add({
			kind: 'body',
			status: 400,
			body: JSON.stringify({ result: false, messages }),
			match: { path: '/ident/create', times: 1 },
		});
		const { error } = await bench().run('ident', 'create', createParameters());
		const words = said.length > 0 ? `: ${said.join(', ')}` : '';
		expect(error?.message).toBe(
			`Identify rejected the request as invalid${words} (ident/create, HTTP 400)`,
		);
		expect(bench().sandbox.created).toEqual([]);
	});
});
