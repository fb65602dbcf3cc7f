import type { Request, RequestHandler } from 'express';
import { authorize, requireJsonContentType } from './accounts';
import { Abandoned, type Exchange } from './exchange';
import { interrupt } from './faults/interrupt';
import { midBodyManner } from './faults/answers';
import { withTrailingComma, type JsonObject } from './json';
import { ApiError, errorBody, jsonReply, retryAfterHeader, textReply, type Reply } from './replies';
import type { RequestEntry } from './requestLog';
import type { World } from './world';

/** An authorized request to one endpoint. */
export interface Call {
	world: World;
	entry: RequestEntry;
	/** The last part of the path, where an endpoint has one. */
	id: string;
	partner: string;
}

interface EndpointOptions {
	/** Without: POST /auth itself. */
	authorized?: boolean;
	/** Downloads have no documented media type. */
	jsonOnly?: boolean;
}

type Handler = (call: Call) => Reply | Promise<Reply>;

/** A successful answer, with the trailing comma where the settings want it. */
export function apiReply(world: World, body: JsonObject, isIdentGet = false): Reply {
	const { trailingCommas } = world.settings;
	const comma = trailingCommas === 'all' || (trailingCommas === 'identGet' && isIdentGet);
	const text = JSON.stringify(body);
	return textReply(comma ? withTrailingComma(text) : text);
}

/** Errors as the documentation lists them; a 401 in the form that the settings choose. */
function errorReply(world: World, error: unknown): Reply {
	if (!(error instanceof ApiError)) {
		const text = error instanceof Error ? error.message : String(error);
		return jsonReply(errorBody(500, [`The sandbox itself failed: ${text}`]), 500);
	}
	const { status, messages, retryAfter } = error;
	const inBody = status === 401 && world.settings.unauthorizedForm === 'body';
	const reply = jsonReply(errorBody(status, messages), inBody ? 200 : status);
	if (retryAfter !== null) reply.headers['retry-after'] = retryAfterHeader(retryAfter);
	return reply;
}

/** Whatever went wrong, the exchange ends: with an answer or, when abandoned, without. */
async function guarded(
	world: World,
	exchange: Exchange,
	work: () => Promise<boolean>,
): Promise<boolean> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Abandoned || exchange.res.headersSent) exchange.reset();
		else await exchange.send(errorReply(world, error));
		return false;
	}
}

/** Reads the request and lets it wait its turn. False when it has been answered already. */
async function admit(world: World, exchange: Exchange): Promise<boolean> {
	const { entry } = exchange;
	const early = world.faults.striking(entry, ['beforeRead']);
	if (await interrupt(exchange, early, world)) return false;
	await exchange.readBody();
	exchange.faults = world.faults.striking(entry, ['afterRead', 'afterCarriedOut', 'midBody']);
	world.requests.changed(entry);
	const { maxInFlight, retryAfter, latencyMs } = world.settings;
	if (maxInFlight !== null && entry.inFlight > maxInFlight) {
		throw new ApiError(429, ['Too many requests hit the API too quickly.'], retryAfter);
	}
	const leave = await world.capacity.enter();
	if (!leave) throw new Abandoned();
	exchange.onSettle(leave);
	// A client that gives up meanwhile changes nothing: the real server would not notice either.
	if (latencyMs > 0 && !(await world.scheduler.sleep(latencyMs))) throw new Abandoned();
	return !(await interrupt(exchange, exchange.faultsAt('afterRead'), world));
}

export function intake(world: World): RequestHandler {
	return async (req, res, next) => {
		const exchange = world.exchanges.open(req, res);
		if (await guarded(world, exchange, async () => await admit(world, exchange))) next();
		else exchange.settle();
	};
}

async function perform(call: Omit<Call, 'partner'>, handler: Handler, partner: string) {
	try {
		const reply = await handler({ ...call, partner });
		call.entry.carriedOut = true;
		call.world.requests.changed(call.entry);
		return reply;
	} catch (error) {
		return errorReply(call.world, error);
	}
}

/** One endpoint: media type, authorization, the operation itself, then the faults of its answer. */
export function endpoint(
	world: World,
	name: string,
	handler: Handler,
	{ authorized = true, jsonOnly = true }: EndpointOptions = {},
): RequestHandler {
	return async (req: Request) => {
		const exchange = world.exchanges.of(req);
		const { entry } = exchange;
		const { id } = req.params;
		const call = { world, entry, id: typeof id === 'string' ? id : '' };
		const operation: Handler = async (made) => {
			if (jsonOnly) requireJsonContentType(entry);
			if (!authorized) return await handler(made);
			const partner = authorize(entry, name, world.accounts, world.tokens);
			return await handler({ ...made, partner });
		};
		await guarded(world, exchange, async () => {
			const reply = await perform(call, operation, '');
			const late = exchange.faultsAt('afterCarriedOut');
			if (await interrupt(exchange, late, world, reply)) return false;
			const [cut] = exchange.faultsAt('midBody');
			await exchange.send(reply, cut ? midBodyManner(cut.action, reply) : {});
			return true;
		});
		exchange.settle();
	};
}
