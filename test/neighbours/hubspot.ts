import { Book, type ServiceCall } from './book';
import { bearer, recording, refuseTheRest, REVOKED, type Service } from './service';

export interface Contact {
	/** HubSpot's `vid`. */
	id: number;
	properties: Record<string, string>;
	/** ISO 8601. */
	createdAt: string;
	updatedAt: string;
}

export interface Crm {
	calls: ServiceCall[];
	contacts: Contact[];
	/** Tasks, notes, …, as n8n's *Engagement* creates them. */
	engagements: Array<{ id: number } & Record<string, unknown>>;
}

const open = (): Crm => ({ calls: [], contacts: [], engagements: [] });

interface Filter {
	propertyName: string;
	operator: string;
	value?: string;
}

/** One filter of the search API, for the operators that n8n's node offers. */
function passes({ properties }: Contact, { propertyName, operator, value = '' }: Filter): boolean {
	const held = properties[propertyName] ?? '';
	const [left, right] = [Number(held), Number(value)];
	switch (operator) {
		case 'EQ':
			return held === value;
		case 'NEQ':
			return held !== value;
		case 'HAS_PROPERTY':
			return held !== '';
		case 'NOT_HAS_PROPERTY':
			return held === '';
		case 'GT':
			return left > right;
		case 'GTE':
			return left >= right;
		case 'LT':
			return left < right;
		case 'LTE':
			return left <= right;
		default:
			return held.toLowerCase().includes(value.toLowerCase());
	}
}

/** Adds a contact, or changes the one with this e-mail address. */
export function saveContact(crm: Crm, email: string, properties: Record<string, string>) {
	const now = new Date();
	const known = crm.contacts.find((contact) => contact.properties.email === email);
	if (known) {
		Object.assign(known.properties, properties, { lastmodifieddate: String(now.getTime()) });
		known.updatedAt = now.toISOString();
		return { contact: known, isNew: false };
	}
	const contact: Contact = {
		id: 1001 + crm.contacts.length,
		properties: {
			createdate: String(now.getTime()),
			lastmodifieddate: String(now.getTime()),
			...properties,
			email,
		},
		createdAt: now.toISOString(),
		updatedAt: now.toISOString(),
	};
	crm.contacts.push(contact);
	return { contact, isNew: true };
}

/** How versions 1 and 3 of the API write a contact. */
function views({ id, properties, createdAt, updatedAt }: Contact) {
	const wrapped = Object.entries(properties).map(([name, value]) => [name, { value }]);
	return {
		v1: { vid: id, 'canonical-vid': id, properties: Object.fromEntries(wrapped) as object },
		v3: { id: String(id), properties, createdAt, updatedAt, archived: false },
	};
}

/** HubSpot's API as n8n's HubSpot node uses it for contacts and tasks. */
export function hubspot(): Service<Crm> {
	const book = new Book(open);
	const app = recording(book, bearer);
	const crmOf = (request: Parameters<typeof bearer>[0]) => book.of(bearer(request));
	app.use((request, response, next) => {
		if (!REVOKED.test(bearer(request))) return void next();
		response.status(401).json({ category: 'INVALID_AUTHENTICATION', message: 'token was revoked' });
	});
	app.get('/account-info/v3/details', (_request, response) => {
		response.json({ portalId: 1, accountType: 'STANDARD' });
	});
	app.post('/contacts/v1/contact/createOrUpdate/email/:email', (request, response) => {
		const { properties } = request.body as {
			properties: Array<{ property: string; value: unknown }>;
		};
		const changes = properties.map(({ property, value }) => [property, String(value ?? '')]);
		const saved = saveContact(
			crmOf(request),
			request.params.email,
			Object.fromEntries(changes) as Record<string, string>,
		);
		response.json({ vid: saved.contact.id, isNew: saved.isNew });
	});
	app.get('/contacts/v1/contact/vid/:vid/profile', (request, response) => {
		const contact = crmOf(request).contacts.find(({ id }) => String(id) === request.params.vid);
		if (!contact) return void response.status(404).json({ message: 'contact does not exist' });
		response.json(views(contact).v1);
	});
	app.post('/crm/v3/objects/contacts/search', (request, response) => {
		const { filterGroups = [], limit = 100 } = request.body as {
			filterGroups?: Array<{ filters?: Filter[] }>;
			limit?: number;
		};
		const found = crmOf(request).contacts.filter(
			(contact) =>
				filterGroups.length === 0 ||
				filterGroups.some(({ filters = [] }) => filters.every((filter) => passes(contact, filter))),
		);
		response.json({
			total: found.length,
			results: found.slice(0, limit).map((contact) => views(contact).v3),
		});
	});
	app.post('/engagements/v1/engagements', (request, response) => {
		const { engagements } = crmOf(request);
		const engagement = { ...(request.body as object), id: 5001 + engagements.length };
		engagements.push(engagement);
		response.json({ engagement: { id: engagement.id }, ...(request.body as object) });
	});
	refuseTheRest(app, 'HubSpot');
	return { name: 'hubspot', hosts: ['api.hubapi.com'], book, app };
}
