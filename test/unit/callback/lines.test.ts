import { sleep } from 'n8n-workflow';
import { Lines } from '../../../nodes/Identify/callback/lines';
import { Refusal } from '../../../nodes/Identify/callback/reply';

const settle = async () => await sleep(0);
const never = new AbortController().signal;

test('those who come first are served first, one at a time', async () => {
	const line = new Lines(1).join('a');
	const served: number[] = [];
	const ends: Array<() => void> = [];
	for (const number of [1, 2, 3]) {
		void line.turn(never).then((end) => {
			served.push(number);
			ends.push(end);
		});
	}
	await settle();
	expect(served).toEqual([1]);
	ends[0]?.();
	// To end a turn twice does not give it to two.
	ends[0]?.();
	await settle();
	expect(served).toEqual([1, 2]);
	ends[1]?.();
	await settle();
	expect(served).toEqual([1, 2, 3]);
});

test('other lines are served meanwhile, and several at once where there is room', async () => {
	const lines = new Lines(2);
	await lines.join('a').turn(never);
	await lines.join('a').turn(never);
	const third = jest.fn();
	void lines.join('a').turn(never).then(third);
	await lines.join('b').turn(never);
	await settle();
	expect(third).not.toHaveBeenCalled();
});

test('whoever waits too long goes, and takes nobody’s turn', async () => {
	const line = new Lines(1).join('a');
	const end = await line.turn(never);
	const impatient = new AbortController();
	const gone = line.turn(impatient.signal);
	const next = line.turn(never);
	impatient.abort(new Error('too late'));
	await expect(gone).rejects.toThrow('too late');
	await expect(line.turn(impatient.signal)).rejects.toThrow('too late');
	end();
	(await next)();
	(await line.turn(never))();
});

test('lines are bounded, each and together, and close behind the last', () => {
	const lines = new Lines(1, { each: 2, all: 3 });
	lines.join('a');
	expect(lines.join('a').members).toBe(2);
	expect(() => lines.join('a')).toThrow(Refusal);
	lines.join('b');
	expect(() => lines.join('c')).toThrow(/Too many callbacks/);
	expect(lines.size).toBe(2);
	for (const key of ['a', 'a', 'b', 'unknown']) lines.leave(key);
	expect(lines.size).toBe(0);
	for (const key of ['c', 'd', 'e']) lines.join(key);
	expect(lines.size).toBe(3);
});
