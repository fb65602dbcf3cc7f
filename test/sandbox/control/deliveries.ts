import { Router } from 'express';
import type { Delivery } from '../callbacks/delivery';
import type { IdentRecord } from '../idents';
import type { JsonObject } from '../json';
import type { World } from '../world';
import {
	readBreakage,
	readCallbackOptions,
	readFields,
	readNumber,
	readObject,
	readOptionalText,
	readText,
	readTexts,
} from './read';
import { deliveryView } from './views';

function views(deliveries: readonly Delivery[]): object {
	return { deliveries: deliveries.map(deliveryView) };
}

function requireIdent(world: World, id: string): IdentRecord {
	const ident = world.idents.find(id);
	if (!ident) throw new Error(`There is no ident "${id}".`);
	return ident;
}

/** Callbacks on demand: what a real Identify would do only by accident or malice. */
export function deliveryRoutes(world: World): Router {
	const router = Router();
	const { callbacks } = world;
	router.get('/deliveries', (_req, res) => {
		res.json(views(callbacks.deliveries));
	});
	router.post('/deliveries/swallow', (req, res) => {
		callbacks.swallowNext = readNumber(readObject(req.body), 'times', 1);
		res.json({ swallowNext: callbacks.swallowNext });
	});
	router.post('/deliveries/send', async (req, res) => {
		const { ids } = readObject(req.body);
		res.json(views(await callbacks.send(ids === undefined ? undefined : readTexts(ids, 'ids'))));
	});
	router.post('/deliveries/repeat', async (req, res) => {
		const body = readObject(req.body);
		const times = readNumber(body, 'times', 1);
		res.json(views(await callbacks.repeat(readText(body, 'id'), times)));
	});
	router.post('/deliveries/replay', async (req, res) => {
		const { ids } = readObject(req.body);
		res.json(views(await callbacks.replay(readTexts(ids, 'ids'))));
	});
	router.post('/deliveries/forge', async (req, res) => {
		const body = readObject(req.body);
		const identId = readOptionalText(body, 'ident_id');
		const ident = identId === undefined ? undefined : requireIdent(world, identId);
		const fields: JsonObject = readObject(body.fields);
		res.json(views(await callbacks.forge(fields, ident, readCallbackOptions(body))));
	});
	router.post('/deliveries/break', async (req, res) => {
		const body = readObject(req.body);
		const ident = requireIdent(world, readText(body, 'ident_id'));
		const how = readBreakage(readText(body, 'how'));
		res.json(views(await callbacks.breakOne(ident, how, readCallbackOptions(body))));
	});
	router.post('/deliveries/raw', async (req, res) => {
		const body = readObject(req.body);
		const content =
			typeof body.base64 === 'string' ? Buffer.from(body.base64, 'base64') : body.body;
		if (typeof content !== 'string' && !Buffer.isBuffer(content)) {
			throw new Error('body or base64 is required.');
		}
		const headers = body.headers === undefined ? undefined : readFields(body.headers, 'headers');
		res.json(views(await callbacks.raw(content, headers, readCallbackOptions(body))));
	});
	return router;
}
