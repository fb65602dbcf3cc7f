import { EventEmitter, once } from 'node:events';
import type { IWebhookFunctions } from 'n8n-workflow';
import { isTaken } from '../../../nodes/Identify/callback/taken';

/** A response as Node.js has it, as far as it is looked at. */
class FakeResponse extends EventEmitter {
	destroyed = false;

	writableEnded = false;

	statusCode = 200;

	/** n8n writes its answer. */
	end(statusCode: number): void {
		this.statusCode = statusCode;
		this.writableEnded = true;
		// Nothing is finished on a connection that is gone.
		if (!this.destroyed) this.emit('finish');
	}

	/** The caller hangs up. */
	hangUp(): void {
		this.destroyed = true;
		this.emit('close');
	}
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

function response() {
	const fake = new FakeResponse();
	return { fake, taken: async () => await isTaken(fake as unknown as Response) };
}

test.each([
	[200, true],
	[204, true],
	[404, false],
	[500, false],
	[503, false],
])('an answer with %i: %s', async (status, expected) => {
	const { fake, taken } = response();
	const answer = taken();
	fake.end(status);
	expect(await answer).toBe(expected);
});

test.each([
	['before', 200, true],
	['before', 500, false],
	['meanwhile', 200, true],
	['meanwhile', 500, false],
])(
	'what n8n answers counts where the caller has hung up %s (%i)',
	async (when, status, expected) => {
		const { fake, taken } = response();
		if (when === 'before') fake.hangUp();
		const closed = when === 'meanwhile' ? once(fake, 'close') : undefined;
		const answer = taken();
		if (when === 'meanwhile') fake.hangUp();
		await closed;
		fake.end(status);
		expect(await answer).toBe(expected);
	},
);

test('an answer that never comes is none', async () => {
	jest.useFakeTimers();
	const { fake, taken } = response();
	fake.hangUp();
	const answer = taken();
	await jest.advanceTimersByTimeAsync(10_000);
	expect(await answer).toBe(false);
	jest.useRealTimers();
});
