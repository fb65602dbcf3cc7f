import { sleep } from 'n8n-workflow';
import { decideFate, type Fate, type Trigger } from '../../../nodes/Identify/callback/fate';
import { ProcessMemory } from '../../../nodes/Identify/callback/processMemory';
import { Refusal } from '../../../nodes/Identify/callback/reply';
import type { TriggerSettings } from '../../../nodes/Identify/callback/settings';
import { ownFailure } from '../../../nodes/Identify/client/failure';
import { outcomeOf } from '../../../nodes/Identify/client/outcome';
import type { Session } from '../../../nodes/Identify/client/session';
import { callbackOf, IDENT_ID } from './support';

const WORDS: Record<string, string> = {
	'1': 'Pending',
	'2': 'Running',
	'3': 'Success',
	'4': 'Failed',
	'5': 'Successful',
};

beforeEach(() => {
	jest.useFakeTimers();
	// Jest's clock does not reach it.
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		const timer = new AbortController();
		void sleep(ms).then(() => timer.abort(new DOMException('too late', 'TimeoutError')));
		return timer.signal;
	});
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const seconds = async (count: number) => await jest.advanceTimersByTimeAsync(count * 1000);

/** An Identify that knows one status of all idents, and an n8n that takes what is emitted. */
class World {
	/** What ident/get says. */
	status = '5';

	/** How long it takes to say so, in seconds. */
	latency = 0;

	/** Whether it cannot be asked. */
	isDown = false;

	/** When each question was asked, in ms. */
	readonly asked: number[] = [];

	private underWay = 0;

	mostAtOnce = 0;

	/** What n8n answers, as soon as it does. */
	answer: Promise<boolean> = Promise.resolve(true);

	/** Status codes in the order in which they were emitted. */
	readonly emitted: string[] = [];

	readonly memory = new ProcessMemory();

	private readonly session: Session;

	constructor(private readonly settings: Partial<TriggerSettings> = {}) {
		this.session = Object.create(null);
		Object.assign(this.session, {
			account: 'account',
			callbackSecret: '',
			call: async (
				{ fields }: { fields: { ident_id: string } },
				{ signal }: { signal: AbortSignal },
			) => await this.ask(fields.ident_id, signal),
		});
	}

	private async ask(id: string, signal: AbortSignal) {
		this.asked.push(performance.now());
		this.underWay += 1;
		this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
		const { status, isDown } = this;
		await new Promise<void>((resolve, reject) => {
			void sleep(this.latency * 1000).then(resolve);
			signal.addEventListener('abort', () => reject(signal.reason));
		}).finally(() => (this.underWay -= 1));
		if (isDown) throw ownFailure('unknown', { message: 'Identify is down', advice: '' });
		const custom = { custom_id: 'A-1', custom1: '', custom2: '', custom3: '', custom4: '' };
		const name = { person_first_name: 'JANE', person_last_name: 'DOE' };
		const told = { project_id: '13', company_name: 'Test Company', ...name, ...custom };
		const state = { status: WORDS[status] ?? status, status_code: status };
		return { data: { id: id.toLowerCase(), ...told, ...state } };
	}

	/** A callback that says so; the status that it starts a workflow with, or what became of it. */
	async post(code: string, more: Record<string, unknown> = {}): Promise<string> {
		const body = JSON.stringify(
			callbackOf({ status: WORDS[code] ?? code, status_code: code, ...more }),
		);
		const trigger: Trigger = {
			key: 'workflow/node/',
			isTest: false,
			settings: {
				statuses: undefined,
				projectIds: undefined,
				ranges: undefined,
				confirm: true,
				output: 'callback',
				windowMs: 60_000,
				checkRegistration: true,
				path: '',
				problems: [],
				...this.settings,
			},
			withSession: async (work) => await work(this.session),
			isTaken: async () => await this.answer,
		};
		const arrival = {
			ip: '203.0.113.7',
			secret: undefined,
			headers: {},
			receivedAt: new Date(0).toISOString(),
			readBody: async () => await Promise.resolve(Buffer.from(body)),
		};
		const outcome = await outcomeOf<Fate>(decideFate(arrival, trigger, this.memory));
		if ('error' in outcome) {
			if (outcome.error instanceof Refusal) return String(outcome.error.status);
			throw outcome.error;
		}
		const fate = outcome.result;
		if (fate.kind !== 'emitted') return fate.kind;
		this.emitted.push(String(fate.json.status_code));
		return String(fate.json.status_code);
	}

	/** Identify has another status, and says so. */
	async changes(code: string): Promise<string> {
		this.status = code;
		const fate = this.post(code);
		await seconds(0);
		return await fate;
	}

	/** What a callback comes to when the clock goes on. */
	async postFor(count: number, code: string, more?: Record<string, unknown>): Promise<string> {
		const fate = this.post(code, more);
		await seconds(count);
		return await fate;
	}
}

describe('a repeat', () => {
	test('is none after another status, though a filter dropped that one', async () => {
		const world = new World({ statuses: ['4'] });
		const fates = [];
		for (const code of ['4', '2', '4', '4']) fates.push(await world.changes(code));
		expect(fates).toEqual(['4', 'filtered', '4', 'repeated']);
	});

	test('is none after another status that was dropped by its text', async () => {
		const world = new World({ statuses: ['Failed', '6'] });
		const fates = [];
		for (const code of ['4', '7', '4']) fates.push(await world.changes(code));
		expect(fates).toEqual(['4', 'filtered', '4']);
	});

	test('is none after another status, where nothing is confirmed', async () => {
		const world = new World({ statuses: ['4'], confirm: false });
		const fates = [];
		for (const code of ['4', '2', '4']) fates.push(await world.changes(code));
		expect(fates).toEqual(['4', 'filtered', '4']);
		expect(world.asked).toEqual([]);
	});

	test('is none after a status that came too early, as soon as Identify knows of it', async () => {
		const world = new World({ statuses: ['4'] });
		expect(await world.changes('4')).toBe('4');
		// The second attempt runs, but Identify takes a second to say so.
		const running = world.post('2');
		await seconds(0.5);
		world.status = '2';
		await seconds(1);
		expect(await running).toBe('filtered');
		expect(await world.changes('4')).toBe('4');
	});

	test('stays one when an old callback comes late', async () => {
		const world = new World();
		expect(await world.changes('4')).toBe('4');
		expect(await world.postFor(2, '2')).toBe('repeated');
		expect(await world.changes('4')).toBe('repeated');
	});

	test('is none when n8n did not take the first', async () => {
		const world = new World();
		world.answer = Promise.resolve(false);
		expect(await world.changes('5')).toBe('5');
		world.answer = Promise.resolve(true);
		expect(await world.changes('5')).toBe('5');
		expect(await world.changes('5')).toBe('repeated');
	});

	test('is none after a status that n8n did not take', async () => {
		const world = new World();
		expect(await world.changes('4')).toBe('4');
		world.answer = Promise.resolve(false);
		expect(await world.changes('2')).toBe('2');
		world.answer = Promise.resolve(true);
		expect(await world.changes('4')).toBe('4');
	});

	test.each([true, false])('waits for n8n to take the first (taken: %s)', async (isTaken) => {
		const world = new World();
		let answer: (isTaken: boolean) => void = () => undefined;
		world.answer = new Promise<boolean>((resolve) => (answer = resolve));
		expect(await world.changes('5')).toBe('5');
		const burst = Promise.all([world.post('5'), world.post('5')]);
		await seconds(3);
		expect(world.emitted).toEqual(['5']);
		world.answer = Promise.resolve(true);
		answer(isTaken);
		await seconds(0);
		expect(await burst).toEqual([isTaken ? 'repeated' : '5', 'repeated']);
	});
});

describe('a callback that Identify does not confirm yet', () => {
	const early = async (world: World, lag: number) => {
		world.status = '2';
		const fate = world.post('5');
		await seconds(lag);
		world.status = '5';
		await seconds(8 - lag);
		return await fate;
	};

	test.each([
		['Successful alone', { statuses: ['5'] }],
		['every status', {}],
	])('is emitted as soon as Identify does (%s)', async (_name, settings) => {
		for (const lag of [0.3, 1.2, 3]) {
			const world = new World(settings);
			expect(await early(world, lag)).toBe('5');
			expect(world.asked.length).toBeLessThanOrEqual(4);
		}
	});

	test('is not lost when Identify only repeats the status before', async () => {
		const world = new World();
		expect(await world.changes('2')).toBe('2');
		expect(await early(world, 1.2)).toBe('5');
	});

	test.each<[string, Partial<TriggerSettings>, string]>([
		['503 where a filter drops what Identify says', { statuses: ['5'] }, '503'],
		['what Identify says, where that passes', {}, '2'],
		['filtered where nobody waits for it either', { statuses: ['4'] }, 'filtered'],
		['filtered where it is of another project', { projectIds: ['6'] }, 'filtered'],
	])('comes to %s', async (_name, settings, fate) => {
		const world = new World(settings);
		world.status = '2';
		expect(await world.postFor(8, '5')).toBe(fate);
		// A forged one costs a few requests.
		expect(world.asked.length).toBe(fate === 'filtered' ? 1 : 4);
	});

	test('comes to 503 where Identify only repeats the status before, until that is too long ago', async () => {
		const world = new World();
		expect(await world.changes('2')).toBe('2');
		expect(await world.postFor(8, '5')).toBe('503');
		await seconds(60);
		expect(await world.postFor(8, '5')).toBe('2');
	});

	test('is emitted at once as what Identify says, where that is further on', async () => {
		const world = new World();
		expect(await world.postFor(0, '2')).toBe('5');
		expect(await world.postFor(0, '5')).toBe('repeated');
	});

	test('is emitted at once where both say success', async () => {
		const world = new World();
		expect(await world.postFor(0, '3')).toBe('5');
		expect(await new World({ statuses: ['3'] }).postFor(0, '3')).toBe('503');
	});

	test('lets others of its ident go first meanwhile', async () => {
		const world = new World({ statuses: ['5'] });
		world.status = '2';
		const forged = world.post('5', { custom1: 'forged' });
		await seconds(0.5);
		world.status = '5';
		expect(await world.postFor(0, '5')).toBe('5');
		await seconds(1);
		expect(await forged).toBe('repeated');
	});
});

describe('callbacks that come together', () => {
	const ten = Array.from({ length: 10 }, (_value, index) => index);

	test('equal ones: one is emitted, after one question', async () => {
		const world = new World();
		world.latency = 0.1;
		const burst = Promise.all(ten.map(async () => await world.post('5')));
		await seconds(1);
		expect((await burst).sort()).toEqual(['5', ...Array<string>(9).fill('repeated')]);
		expect(world.asked).toHaveLength(1);
	});

	test('forged ones, each other than the rest: few questions', async () => {
		const world = new World();
		world.status = '2';
		world.latency = 0.1;
		const burst = Promise.all(
			ten.map(async (index) => await world.post('5', { custom1: `${index}` })),
		);
		await seconds(8);
		// Of nine nobody knows what they tell; Identify lists them as failed.
		expect((await burst).sort()).toEqual(['2', ...Array<string>(9).fill('503')]);
		expect(world.asked.length).toBeLessThanOrEqual(6);
	});

	test('share it when Identify cannot be asked, and the next one asks again', async () => {
		const world = new World();
		world.latency = 0.1;
		world.isDown = true;
		const burst = Promise.all(ten.map(async () => await world.post('5')));
		await seconds(1);
		expect(await burst).toEqual(ten.map(() => '503'));
		expect(world.asked).toHaveLength(1);
		world.isDown = false;
		expect(await world.postFor(1, '5')).toBe('5');
	});

	test('of one ident are emitted in the order in which Identify had them', async () => {
		const world = new World({ windowMs: 0 });
		// The first answer takes longest to arrive.
		world.latency = 2;
		world.status = '2';
		const first = world.post('2');
		await seconds(0.1);
		world.latency = 0.1;
		world.status = '5';
		const second = world.post('5');
		await seconds(3);
		await Promise.all([first, second]);
		expect(world.emitted).toEqual(['2', '5']);
	});

	test('of other idents do not wait', async () => {
		const world = new World();
		world.latency = 2;
		const slow = world.post('5');
		await seconds(0.1);
		world.latency = 0;
		expect(await world.postFor(0, '5', { ident_id: 'other' })).toBe('5');
		await seconds(2);
		expect(await slow).toBe('5');
	});

	test('of many idents ask about ten at once, and about nothing after eight seconds', async () => {
		const world = new World();
		world.latency = 3;
		const many = Promise.all(
			Array.from(
				{ length: 40 },
				async (_value, index) => await world.post('5', { ident_id: `ident-${index}` }),
			),
		);
		const started = performance.now();
		await seconds(60);
		const fates = await many;
		expect(world.mostAtOnce).toBe(10);
		expect(fates.filter((fate) => fate === '5')).toHaveLength(20);
		expect(fates.filter((fate) => fate === '503')).toHaveLength(20);
		expect(Math.max(...world.asked) - started).toBeLessThanOrEqual(8_000);
	});

	test('in a flood on one ident are sent away beyond some, and leave nothing behind', async () => {
		const world = new World();
		world.latency = 1;
		const flood = Promise.all(Array.from({ length: 200 }, async () => await world.post('5')));
		await seconds(0);
		expect(await world.postFor(2, '5', { ident_id: 'other' })).toBe('5');
		expect((await flood).filter((fate) => fate === '503')).toHaveLength(170);
		await seconds(0);
		expect([world.memory.idents.size, world.memory.confirmations.size]).toEqual([0, 0]);
	});
});

test(`the key of an event is Identify's spelling of ${IDENT_ID}`, async () => {
	const world = new World();
	expect(await world.changes('5')).toBe('5');
	expect(await world.postFor(0, '5', { ident_id: IDENT_ID.toUpperCase() })).toBe('repeated');
});
