import { join } from 'node:path';
import { Router } from 'express';
import type { Neighbours } from '../neighbours';
import { pageFiles, sendPage } from '../pages/serve';
import type { IdentRecord, Sandbox } from '../sandbox';

/** What n8n has, as `npm start` tells once n8n is up. */
export interface N8nPlaces {
	url: string;
	email: string;
	password: string;
	workflows: Array<{ name: string; id: string; state: string; formUrl?: string; trouble?: string }>;
	logs: string[];
}

const FINAL = new Set(['3', '4', '5']);

function identView({ id, fields, statusCode }: IdentRecord, sandbox: Sandbox) {
	return {
		firstName: fields.person_first_name ?? '',
		conferencePage: `${sandbox.url}/apply/${id}`,
		final: FINAL.has(statusCode),
	};
}

/** How far the story has come: the newest ident made by a workflow, and what was sent after its end. */
function progress(sandbox: Sandbox, neighbours: Neighbours) {
	const ident = sandbox.created.at(-1);
	if (!ident) return { ident: null, mailed: false, posted: false };
	const ended = sandbox.callbacks.deliveries.find(
		({ identId, payload }) => identId === ident.id && FINAL.has(String(payload?.status_code)),
	);
	const after = ({ at }: { at: string }) =>
		ended !== undefined && Date.parse(at) >= Math.floor(ended.createdAt);
	const { mail, slack } = neighbours.books;
	return {
		ident: identView(ident, sandbox),
		mailed: Object.values(mail.toJSON()).some(({ mails }) => mails.some(after)),
		posted: Object.values(slack.toJSON()).some(({ messages }) => messages.some(after)),
	};
}

/** The first page: the story in three clicks, and the way to every place. */
export function storyRoutes(
	sandbox: Sandbox,
	neighbours: Neighbours,
	n8n: () => N8nPlaces | null,
): Router {
	const router = Router();
	router.get('/', (_request, response) => sendPage(response, join(__dirname, 'home.html')));
	router.use('/pages', pageFiles(join(__dirname, 'scripts')));
	router.get('/story', (_request, response) => {
		response.json({
			...progress(sandbox, neighbours),
			n8n: n8n(),
			portal: `${sandbox.url}/__sandbox/portal`,
		});
	});
	return router;
}
