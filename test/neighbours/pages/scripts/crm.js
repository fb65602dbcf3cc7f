import { announce, byId, call, element, keepFresh, linked } from './page.js';

const FIELDS = [
	['firstname', 'First name', 'text', true],
	['lastname', 'Last name', 'text', true],
	['email', 'Email', 'email', true],
	['phone', 'Phone', 'tel'],
	['date_of_birth', 'Date of birth', 'date'],
	['address', 'Address', 'text'],
	['zip', 'ZIP code', 'text'],
	['city', 'City', 'text'],
	['country', 'Country', 'text'],
];
const LABELS = Object.fromEntries(FIELDS);
const HIDDEN = ['createdate', 'lastmodifieddate', 'firstname', 'lastname'];

byId('fields').append(
	...FIELDS.map(([name, label, type, required = false]) =>
		element('label', {}, label, element('input', { name, type, required })),
	),
);

function contactRow({ properties }) {
	const rows = Object.entries(properties).filter(
		([name, value]) => value && !HIDDEN.includes(name),
	);
	const name = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
	return element(
		'li',
		{},
		element('h3', {}, name || properties.email),
		element(
			'dl',
			{},
			...rows.flatMap(([key, value]) => [
				element('dt', {}, LABELS[key] ?? key),
				element('dd', {}, ...linked(value)),
			]),
		),
	);
}

function taskRow(task) {
	const { subject = '', body = '', status = '' } = task.metadata ?? {};
	const type = task.engagement?.type ?? task.type ?? 'Task';
	return element(
		'li',
		{},
		element('h3', {}, subject || String(type)),
		element('p', { style: 'white-space: pre-wrap' }, ...linked(String(body))),
		element('p', { className: 'soft' }, `${type} ${status}`),
	);
}

function fill(id, rows, nothing) {
	const none = element('li', { className: 'soft' }, nothing);
	byId(id).replaceChildren(...(rows.length > 0 ? rows.reverse() : [none]));
}

const refresh = keepFresh(
	async () => await call('GET', `/feed/crm${location.search}`),
	({ contacts, tasks }) => {
		fill('contacts', contacts.map(contactRow), 'No contact yet.');
		fill('tasks', tasks.map(taskRow), 'No task yet.');
	},
);

byId('add').addEventListener('submit', async (event) => {
	event.preventDefault();
	const form = event.currentTarget;
	try {
		const properties = Object.fromEntries(new FormData(form));
		const contact = await call('POST', `/crm/contacts${location.search}`, properties);
		form.reset();
		await refresh();
		announce(`${contact.properties.email} is in the CRM.`);
	} catch (error) {
		announce(error.message);
	}
});
