import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { Front, type FrontMoment } from '../sandbox/fronts/front';
import { trustAuthority, TRUSTED } from '../support/authority';
import { startEngine } from './engine';
import { remembered } from './onceSupport';
import { createFromItem, credentialFor, people, useBench } from './support';

const COUNT = 3;

const bench = useBench({ tls: TRUSTED });
let distrust: () => void;
let front: Front;
let warned: string[];

beforeAll(() => {
	distrust = trustAuthority();
});
afterAll(() => distrust());
beforeEach(async () => {
	warned = [];
	const keep = (message: string) => void warned.push(message);
	jest.spyOn(Container.get(Logger), 'warn').mockImplementation(keep);
	front = await Front.open(bench().sandbox.port);
});
afterEach(async () => {
	await front.close();
	jest.restoreAllMocks();
});

/** Fetches a token and then stops a run whose creates have got no further than this. */
async function stopAt(moment: FrontMoment) {
	const { sandbox } = bench();
	const gatewayHost = `https://127.0.0.1:${front.port}`;
	const credential = credentialFor(sandbox, { gatewayHost });
	await bench().run('project', 'getMany', {}, { credential });
	front.reset();
	front.strike({ moment, how: 'silence', nth: [1, 2, 3] });
	const running = startEngine({
		credential,
		items: people(COUNT),
		parameters: {
			resource: 'ident',
			operation: 'create',
			...createFromItem({ options: { concurrency: COUNT } }),
		},
	});
	await front.whenStruck(COUNT);
	running.cancel();
	return await running;
}

test.each<FrontMoment>(['onConnect', 'onFirstBytes', 'inHandshake'])(
	'stopped while the handshake hangs (%s): nothing can have been created, and none is told',
	async (moment) => {
		const run = await stopAt(moment);
		expect(run.status).toBe('canceled');
		expect(bench().sandbox.requests.to('POST', '/ident/create')).toEqual([]);
		expect(remembered(run)).toEqual([]);
		expect(warned.filter((line) => line.includes('may have been'))).toEqual([]);
	},
);
