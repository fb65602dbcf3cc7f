import type { z } from 'zod';

/** One endpoint of the API: where it is, what goes in and what comes back. */
export interface Endpoint<Request extends z.ZodTypeAny, Response extends z.ZodTypeAny> {
	/** The documentation's name of it, e.g. `ident/create`. */
	section: string;
	method: 'GET' | 'POST';
	/** Path on the gateway; `{field}` stands for a field of the request. */
	path: string;
	/** Whether the request's fields travel as a JSON body (project/get does so by GET). */
	sendsBody: boolean;
	/** Whether a call changes something at Identify, so that a repeat could do it twice. */
	changes: boolean;
	request: Request;
	response: Response;
}

/** Keeps the two schema types of an endpoint literal. */
export function defineEndpoint<Request extends z.ZodTypeAny, Response extends z.ZodTypeAny>(
	endpoint: Endpoint<Request, Response>,
): Endpoint<Request, Response> {
	return endpoint;
}
