import type { Delivery } from '../callbacks/delivery';
import type { ActiveFault } from '../faults/faultList';
import type { IdentRecord } from '../idents';
import { isJsonObject, type Json, type JsonObject } from '../json';
import { statusText } from '../representations';
import type { RequestEntry } from '../requestLog';
import type { World } from '../world';

const LONGEST_TEXT = 2_000;

function shortened(text: string): string {
	if (text.length <= LONGEST_TEXT) return text;
	return `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)`;
}

function shortenedValues(value: Json): Json {
	if (typeof value === 'string') return shortened(value);
	if (Array.isArray(value)) return value.map(shortenedValues);
	if (!isJsonObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, shortenedValues(item)]),
	);
}

/** A logged request with its large parts cut: a signed PDF would fill the terminal. */
export function requestView(entry: RequestEntry): object {
	const { body, parsedBody, ...rest } = entry;
	return {
		...rest,
		bodyBytes: body.length,
		body: shortened(body.toString('utf8')),
		parsedBody: parsedBody === undefined ? null : shortenedValues(parsedBody),
	};
}

export function identView(ident: IdentRecord, world: World): object {
	const fields: JsonObject = { ...ident.fields };
	return {
		...ident,
		fields: shortenedValues(fields),
		status: statusText(ident, world.settings),
		createdAt: new Date(ident.createdAt).toISOString(),
	};
}

export function deliveryView(delivery: Delivery): object {
	return {
		...delivery,
		body: shortened(delivery.body.toString('utf8')),
		createdAt: new Date(delivery.createdAt).toISOString(),
		updatedAt: new Date(delivery.updatedAt).toISOString(),
	};
}

export function faultView({ match, ...fault }: ActiveFault): object {
	const { path, predicate, ...rest } = match;
	return {
		...fault,
		match: {
			...rest,
			...(path !== undefined && { path: String(path) }),
			...(predicate && { predicate: 'a function' }),
		},
	};
}

export function stateView(world: World): object {
	return {
		url: world.url,
		partner: world.owner.name,
		time: new Date(world.clock.now()).toISOString(),
		settings: world.settings,
		auth: world.auth,
		liveTokens: world.tokens.live.length,
		inFlight: world.exchanges.inFlight,
		requests: world.requests.count,
		idents: world.idents.idents.size,
		created: world.idents.created.length,
		appointments: world.idents.appointments,
		projects: [...world.projects.values()],
		webhooks: world.webhooks.all,
		deliveries: world.callbacks.deliveries.length,
		swallowNext: world.callbacks.swallowNext,
		faults: world.faults.active.map(faultView),
		otherOrigin: { url: world.otherOrigin.url, requests: world.otherOrigin.requests },
	};
}
