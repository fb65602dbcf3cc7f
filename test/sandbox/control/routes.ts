import { join } from 'node:path';
import { json, Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { readFault } from '../faults/readFault';
import { isJsonObject } from '../json';
import { isSettingsChange } from '../settings';
import type { World } from '../world';
import { pageFiles, sendPage } from '../../pages/serve';
import { conferenceRoutes } from './conference';
import { deliveryRoutes } from './deliveries';
import { onlyLoopback } from './loopback';
import { readFields, readNumber, readObject, readOptionalText, readText } from './read';
import { faultView, identView, requestView, stateView } from './views';

/** A web page elsewhere could post a form to this port, but no JSON without being asked first. */
const onlyJson: RequestHandler = (req, res, next) => {
	const plain = Number(req.headers['content-length'] ?? 0) > 0 && !req.is('application/json');
	const foreign = req.headers['sec-fetch-site'] === 'cross-site';
	if (!plain && !foreign) next();
	else res.status(415).json({ error: 'The controls take application/json only.' });
};

/** Express knows error handlers by their four parameters. */
const onError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
	if (res.headersSent) return next(error);
	res.status(400).json({ error: error instanceof Error ? error.message : String(error) });
};

function requestRoutes(world: World): Router {
	const router = Router();
	router.get('/requests', (req, res) => {
		const { method, path, since = '0', limit = '1000' } = req.query;
		const entries = world.requests.entries
			.filter(({ seq }) => seq > Number(since))
			.filter((entry) => method === undefined || entry.method === method)
			.filter((entry) => path === undefined || entry.path === path)
			.slice(0, Number(limit));
		res.json({ count: world.requests.count, requests: entries.map(requestView) });
	});
	router.post('/tokens/expire', (_req, res) => {
		res.json({ expired: world.tokens.expireAll() });
	});
	return router;
}

function faultRoutes(world: World): Router {
	const router = Router();
	router.get('/faults', (_req, res) => {
		res.json({ faults: world.faults.active.map(faultView) });
	});
	router.post('/faults', (req, res) => {
		res.status(201).json({ id: world.faults.add(readFault(readObject(req.body))) });
	});
	router.delete('/faults', (_req, res) => {
		world.faults.clear();
		res.json({ faults: [] });
	});
	router.delete('/faults/:id', (req, res) => {
		const removed = world.faults.remove(Number(req.params.id));
		res.status(removed ? 200 : 404).json({ removed });
	});
	return router;
}

function identRoutes(world: World): Router {
	const router = Router();
	router.get('/idents', (_req, res) => {
		const idents = [...world.idents.idents.values()];
		const views = idents.map((ident) => identView(ident, world));
		res.json({ idents: views, appointments: world.idents.appointments });
	});
	router.post('/idents', (req, res) => {
		const body = readObject(req.body);
		const ident = world.idents.seed(world.owner.name, {
			id: readOptionalText(body, 'id'),
			partner: readOptionalText(body, 'partner') ?? world.owner.name,
			companyName: readOptionalText(body, 'companyName'),
			statusCode: readOptionalText(body, 'statusCode'),
			terminDate: readOptionalText(body, 'terminDate'),
			fields: readFields(body.fields, 'fields'),
		});
		res.status(201).json(identView(ident, world));
	});
	router.post('/idents/:id/status', async (req, res) => {
		const body = readObject(req.body);
		const code = readText(body, 'status_code');
		const change = world.setStatus(req.params.id, code, readOptionalText(body, 'status'));
		// Not waiting lets a receiver that is slow or down be watched from outside.
		if (body.wait === false) change.catch(() => undefined);
		const deliveries = body.wait === false ? [] : await change;
		res.json({ deliveries: deliveries.map(({ id, state }) => ({ id, state })) });
	});
	return router;
}

function webhookRoutes(world: World): Router {
	const router = Router();
	router.get('/webhooks', (_req, res) => {
		res.json({ webhooks: world.webhooks.all });
	});
	router.post('/webhooks', (req, res) => {
		const body = readObject(req.body);
		const partner = readOptionalText(body, 'partner') ?? world.owner.name;
		res.status(201).json(world.webhooks.add(partner, readText(body, 'url')));
	});
	router.delete('/webhooks', (_req, res) => {
		for (const { id } of world.webhooks.all) world.webhooks.remove(id);
		res.json({ webhooks: [] });
	});
	router.delete('/webhooks/:id', (req, res) => {
		const removed = world.webhooks.remove(req.params.id);
		res.status(removed ? 200 : 404).json({ removed });
	});
	return router;
}

function generalRoutes(world: World): Router {
	const router = Router();
	router.get(['/', '/portal'], (_req, res) => {
		sendPage(res, join(__dirname, 'portal.html'));
	});
	router.get('/state', (_req, res) => {
		res.json(stateView(world));
	});
	router.post('/reset', (_req, res) => {
		world.reset();
		res.json(stateView(world));
	});
	router.get('/options', (_req, res) => {
		res.json(world.settings);
	});
	router.post('/options', async (req, res) => {
		const change = readObject(req.body);
		if (isJsonObject(change) && isSettingsChange(change)) await world.configure(change);
		res.json(world.settings);
	});
	router.post('/clock', (req, res) => {
		world.clock.advance(readNumber(readObject(req.body), 'advanceMs'));
		res.json({ time: new Date(world.clock.now()).toISOString() });
	});
	return router;
}

/** The controls of the sandbox for other processes and for the portal page. */
export function controlRoutes(world: World): Router {
	const router = Router();
	router.use(onlyLoopback, onlyJson, json({ limit: '64mb', strict: false }));
	router.use(generalRoutes(world), requestRoutes(world), faultRoutes(world));
	router.use(identRoutes(world), webhookRoutes(world), deliveryRoutes(world));
	router.use(conferenceRoutes(world));
	router.use('/pages', pageFiles(join(__dirname, 'scripts')));
	router.use((req, res) => {
		res.status(404).json({ error: `There is no control ${req.method} ${req.path}.` });
	});
	router.use(onError);
	return router;
}
