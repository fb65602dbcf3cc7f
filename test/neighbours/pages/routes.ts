import { join } from 'node:path';
import { json, Router, type RequestHandler, type Response } from 'express';
import { pageFiles, sendPage } from '../../pages/serve';
import type { Book } from '../book';
import { saveContact, type Crm } from '../hubspot';
import type { Inbox } from '../mail';
import type { Workspace } from '../slack';

export interface PageBooks {
	mail: Book<Inbox>;
	slack: Book<Workspace>;
	hubspot: Book<Crm>;
}

/** Where a contact goes that is added by the page: what the credentials of `npm start` name. */
export const DEMO_ACCOUNT = 'demo';

const CONTACT_PROPERTIES = [
	'firstname',
	'lastname',
	'email',
	'phone',
	'date_of_birth',
	'address',
	'zip',
	'city',
	'country',
];

/** One account where the page's address names it, else all: a person may have made a credential of their own. */
function accounts<Account extends object>(book: Book<Account>, name: unknown): Account[] {
	const all = Object.entries(book.toJSON());
	return all.filter(([own]) => typeof name !== 'string' || own === name).map(([, one]) => one);
}

/** Oldest first: the place in this list names a mail. */
function mailsOf(book: Book<Inbox>, account: unknown) {
	const mails = accounts(book, account).flatMap((inbox) => inbox.mails);
	return mails.sort((one, other) => one.at.localeCompare(other.at));
}

/** A page elsewhere may send a form here, but no JSON. */
const onlyOwnJson: RequestHandler = (request, response, next) => {
	const foreign = request.headers['sec-fetch-site'] === 'cross-site';
	if (request.is('application/json') && !foreign) next();
	else response.status(415).json({ error: 'Only application/json from these pages is taken.' });
};

function readContact(body: unknown): Record<string, string> {
	const given = Object.entries(typeof body === 'object' && body !== null ? body : {});
	return Object.fromEntries(
		given.flatMap(([name, value]) =>
			CONTACT_PROPERTIES.includes(name) && typeof value === 'string' && value.trim() !== ''
				? [[name, value.trim()]]
				: [],
		),
	);
}

function refuse(response: Response, status: number, error: string): void {
	response.status(status).json({ error });
}

/** Inbox, Slack and CRM as pages, with what they show as JSON under `/feed`. */
export function pageRoutes(books: PageBooks): Router {
	const router = Router();
	for (const name of ['mail', 'slack', 'crm']) {
		router.get(`/${name}`, (_request, response) => {
			sendPage(response, join(__dirname, `${name}.html`));
		});
	}
	router.use('/pages', pageFiles(join(__dirname, 'scripts')));
	router.get('/feed/mail', (request, response) => {
		const mails = mailsOf(books.mail, request.query.account).map((mail, id) => ({
			id,
			...mail,
			attachments: mail.attachments.map(({ fileName, mediaType, base64 }) => ({
				fileName,
				mediaType,
				bytes: Buffer.byteLength(base64, 'base64'),
			})),
		}));
		response.json({ mails });
	});
	router.get('/feed/mail/:id/attachments/:number', (request, response) => {
		const { id, number } = request.params;
		const mail = mailsOf(books.mail, request.query.account)[Number(id)];
		const attachment = mail?.attachments[Number(number)];
		if (!attachment) return refuse(response, 404, 'There is no such attachment.');
		response.attachment(attachment.fileName || 'attachment').type(attachment.mediaType);
		response.set('x-content-type-options', 'nosniff');
		response.end(Buffer.from(attachment.base64, 'base64'));
	});
	router.get('/feed/slack', (request, response) => {
		const workspaces = accounts(books.slack, request.query.account);
		const names = workspaces.flatMap(({ channels }) => channels.map(({ name }) => `#${name}`));
		response.json({
			channels: [...new Set(['#general', ...names])],
			messages: workspaces
				.flatMap(({ messages }) => messages)
				.sort((one, other) => one.at.localeCompare(other.at)),
		});
	});
	router.get('/feed/crm', (request, response) => {
		const crms = accounts(books.hubspot, request.query.account);
		response.json({
			contacts: crms.flatMap(({ contacts }) => contacts),
			tasks: crms.flatMap(({ engagements }) => engagements),
		});
	});
	router.post('/crm/contacts', onlyOwnJson, json(), (request, response) => {
		const { email, ...properties } = readContact(request.body);
		if (!email) return refuse(response, 400, 'A contact needs an e-mail address.');
		const { account } = request.query;
		const crm = books.hubspot.of(typeof account === 'string' ? account : DEMO_ACCOUNT);
		const { contact, isNew } = saveContact(crm, email, properties);
		response.status(isNew ? 201 : 200).json(contact);
	});
	return router;
}
