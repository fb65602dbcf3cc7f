import { RecentSessions } from '../../../nodes/Identify/callback/recentSessions';
import { Refusal } from '../../../nodes/Identify/callback/reply';
import type { Session } from '../../../nodes/Identify/client/session';

/** The time after which a credential is looked up anew, in ms. */
const KEPT = 5_000;

/** Sessions that know nothing but their number. */
function sessions() {
	const clock = { now: 1_000 };
	const recent = new RecentSessions(() => clock.now);
	const opened: Session[] = [];
	const open = jest.fn(async (): Promise<Session> => {
		const session: Session = Object.create(null);
		opened.push(session);
		return await Promise.resolve(session);
	});
	/** Which of the opened sessions a callback works with. */
	const use = async (key = 'trigger') =>
		await recent.use(key, open, async (session) => await Promise.resolve(opened.indexOf(session)));
	const fail = async (error: Error) =>
		await recent.use('trigger', open, async () => await Promise.reject(error));
	return { clock, recent, open, use, fail };
}

test('callbacks within five seconds look the credential up once', async () => {
	const { clock, open, use } = sessions();
	expect(await Promise.all([use(), use(), use()])).toEqual([0, 0, 0]);
	clock.now += KEPT - 1;
	expect(await use()).toBe(0);
	expect(open).toHaveBeenCalledTimes(1);
});

test('a stream of callbacks notices a changed credential all the same', async () => {
	const { clock, use } = sessions();
	const used: number[] = [];
	for (let count = 0; count < 8; count++) {
		used.push(await use());
		clock.now += KEPT / 4;
	}
	expect(used).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
});

test('other triggers and other credentials have sessions of their own', async () => {
	const { use } = sessions();
	expect([await use('a'), await use('b'), await use('a')]).toEqual([0, 1, 0]);
});

test.each([
	['Identify could not be asked', new Refusal(503, 'The callback could not be confirmed.'), 1],
	['something went wrong', new Error('fault'), 1],
	['the body is none', new Refusal(400, 'not JSON'), 0],
	['the ident is unknown', new Refusal(403, 'unknown'), 0],
])('after a callback that failed because %s', async (_name, error, next) => {
	const { use, fail } = sessions();
	await use();
	await expect(fail(error)).rejects.toBe(error);
	expect(await use()).toBe(next);
});

test('a wrong secret is compared with the newest one before it is refused', async () => {
	const { recent, open, use } = sessions();
	await use();
	const wrong = new Refusal(401, 'secret');
	// Whoever changed the secret a moment ago is let in.
	const changed = jest.fn().mockRejectedValueOnce(wrong).mockResolvedValueOnce('accepted');
	expect(await recent.use('trigger', open, changed)).toBe('accepted');
	expect(open).toHaveBeenCalledTimes(2);
	// Whoever guesses is refused after one look.
	const guessed = jest.fn().mockRejectedValue(wrong);
	await expect(recent.use('trigger', open, guessed)).rejects.toBe(wrong);
	expect(guessed).toHaveBeenCalledTimes(2);
	expect(open).toHaveBeenCalledTimes(3);
});

test('a look-up that fails is not kept, and fails those who wait for it', async () => {
	const { recent, use } = sessions();
	const error = new Error('no credential');
	const open = jest.fn(async () => await Promise.reject<Session>(error));
	const work = async () => await Promise.resolve(0);
	const attempts = [recent.use('trigger', open, work), recent.use('trigger', open, work)];
	expect(await Promise.allSettled(attempts)).toEqual(
		attempts.map(() => ({ status: 'rejected', reason: error })),
	);
	expect(open).toHaveBeenCalledTimes(1);
	expect(await use()).toBe(0);
});
