import express, { type Express, type Request } from 'express';
import type { Book, ServiceCall } from './book';

/** A stand-in behind the proxy: the hosts it answers for, and what it keeps. */
export interface Service<Account extends { calls: ServiceCall[] } = { calls: ServiceCall[] }> {
	/** What the pages and tests know it by, e.g. `slack`. */
	readonly name: string;
	readonly hosts: readonly string[];
	readonly book: Book<Account>;
	readonly app: Express;
}

/** The token of `Authorization: Bearer …`: it names the account. */
export function bearer(request: Request): string {
	return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Accounts named like this have had their token taken away: the services refuse whatever they ask. */
export const REVOKED = /-revoked$/;

/**
 * An Express app that reads every body and notes every request in its account.
 * @param accountOf which account a request belongs to
 */
export function recording(
	book: Book<{ calls: ServiceCall[] }>,
	accountOf: (request: Request) => string,
): Express {
	const app = express();
	app.disable('x-powered-by');
	app.use(express.json({ limit: '50mb' }));
	app.use(express.urlencoded({ extended: true, limit: '50mb' }));
	app.use(express.text({ type: 'text/*', limit: '50mb' }));
	app.use((request, _response, next) => {
		book.of(accountOf(request)).calls.push({
			method: request.method,
			host: request.hostname,
			path: request.path,
			query: { ...request.query },
			body: (request.body as unknown) ?? null,
		});
		next();
	});
	return app;
}

/** Ends an app: a request that no route took is a fault of the stand-in, and says so. */
export function refuseTheRest(app: Express, name: string): void {
	app.use((request, response) => {
		response.status(404).json({
			ok: false,
			error: 'not_stood_in',
			message: `${name}: ${request.method} ${request.path}`,
		});
	});
}
