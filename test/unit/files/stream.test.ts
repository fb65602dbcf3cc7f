import type * as workflow from 'n8n-workflow';
import { withoutSilence } from '../../../nodes/Identify/files/stream';

/** The waits under way: n8n-workflow before 2.36, whose `sleep` knows no signal. */
const waits: Array<() => void> = [];

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof workflow>('n8n-workflow'),
	sleep: async () => await new Promise<void>((resolve) => waits.push(resolve)),
}));

test('a download that is complete is never taken for a silent one, though n8n’s sleep goes on', async () => {
	const onSilence = jest.fn((): never => {
		throw new Error('silent');
	});
	const work = Promise.resolve('file');
	await expect(withoutSilence(work, () => 1, 60_000, onSilence)).resolves.toBe('file');
	for (const end of waits) end();
	for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
	expect(onSilence).not.toHaveBeenCalled();
});
