import { WakeUps } from '../../../nodes/Identify/waiting/wakeUps';

function memory() {
	const clock = { now: 0 };
	return { clock, wakeUps: new WakeUps(() => clock.now) };
}

it('of calls that come together, the first to claim resumes the execution', () => {
	const { wakeUps } = memory();
	const calls = [1, 2, 3].map(() => wakeUps.arrive('1/a'));
	expect(calls.reverse().map(({ claim }) => claim())).toEqual([true, false, false]);
});

it('a call that comes just after one has resumed it does not', () => {
	const { clock, wakeUps } = memory();
	wakeUps.arrive('1/a').claim();
	clock.now = 9_999;
	expect(wakeUps.arrive('1/a').claim()).toBe(false);
});

it('after some seconds one may again: n8n may have failed to resume it', () => {
	const { clock, wakeUps } = memory();
	const early = wakeUps.arrive('1/a');
	wakeUps.arrive('1/a').claim();
	clock.now = 10_001;
	expect(wakeUps.arrive('1/a').claim()).toBe(true);
	expect(early.claim()).toBe(false);
});

it('executions and nodes do not know of one another', () => {
	const { wakeUps } = memory();
	const claims = ['1/a', '1/b', '2/a'].map((key) => wakeUps.arrive(key).claim());
	expect(claims).toEqual([true, true, true]);
});

it('parked again, it can be woken again, but not by a call of the round before', () => {
	const { wakeUps } = memory();
	const late = wakeUps.arrive('1/a');
	wakeUps.arrive('1/a').claim();
	wakeUps.park('1/a');
	expect(late.claim()).toBe(false);
	expect(wakeUps.arrive('1/a').claim()).toBe(true);
});

it('a call that was under way when its limit passed does not end the next round', () => {
	const { wakeUps } = memory();
	const late = wakeUps.arrive('1/a');
	wakeUps.park('1/a');
	expect(late.claim()).toBe(false);
});

it('forgets waits that nobody calls any more', () => {
	const { clock, wakeUps } = memory();
	for (let id = 0; id < 100; id++) wakeUps.arrive(`${id}/a`);
	expect(wakeUps.size).toBe(100);
	clock.now = 60_001;
	wakeUps.arrive('x/a');
	expect(wakeUps.size).toBe(1);
});
