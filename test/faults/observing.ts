import { LoggerProxy } from 'n8n-workflow';

/** Collects whatever is logged while a test runs: no secret may be in it. */
export function useLog(): unknown[] {
	const log: unknown[] = [];
	const keep = (...parts: unknown[]) => void log.push(parts);
	beforeEach(() => {
		log.length = 0;
		LoggerProxy.init({ debug: keep, info: keep, warn: keep, error: keep });
		for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
			jest.spyOn(console, method).mockImplementation(keep);
		}
	});
	return log;
}

/** What every experiment must come to, beside its outcome. */
export const NO_HARM = {
	duplicates: 0,
	lost: 0,
	wrongFailed: 0,
	wrongUnsent: 0,
	secrets: [],
	problems: [],
};
