import { announce, button, byId, call, element, keepFresh, link } from './page.js';

const tab = { target: '_blank', rel: 'noopener' };

function step({ number, title, text, done, now, actions }) {
	const mark = done ? '✓ Done' : now ? 'Now' : 'Then';
	return element(
		'li',
		{ className: done ? 'done' : '', ...(now && { 'aria-current': 'step' }) },
		element('div', { className: 'mark' }, `${number} · ${mark}`),
		element('h2', {}, title),
		element('p', { className: 'soft' }, text),
		element('div', { className: 'row' }, ...actions),
	);
}

function action(text, href, primary, none = 'Not yet') {
	if (!href) return element('span', { className: 'soft' }, none);
	return link(text, href, { ...tab, className: primary ? 'button primary' : 'button' });
}

function story({ ident, mailed, posted, n8n }) {
	const form = n8n?.workflows.find(({ formUrl }) => formUrl)?.formUrl;
	const told = mailed && posted;
	const ended = ident?.final === true;
	return [
		step({
			number: 1,
			title: 'Fill the form',
			text: 'A workflow creates the identification and leads on to the conference page.',
			done: ident !== null,
			now: ident === null,
			actions: [action('Open the form', form, ident === null, 'No example has a form.')],
		}),
		step({
			number: 2,
			title: 'Play the specialist',
			text: ident
				? `End the identification of ${ident.firstName} as successful or not.`
				: 'On the conference page you end the identification as successful or not.',
			done: ended,
			now: ident !== null && !ended,
			actions: [action('Open the conference page', ident?.conferencePage, ident && !ended)],
		}),
		step({
			number: 3,
			title: 'See who was told',
			text: `E-mail: ${mailed ? 'arrived ✓' : 'not yet'}. Slack: ${posted ? 'posted ✓' : 'not yet'}.`,
			done: told,
			now: ended && !told,
			actions: [
				action('Open the mail inbox', '/mail', ended),
				action('Open Slack', '/slack', ended),
			],
		}),
	];
}

function copy(name, text) {
	return button(
		`Copy ${name}`,
		async () => {
			await navigator.clipboard.writeText(text);
			announce(`The ${name} is copied.`);
		},
		{ 'aria-label': `Copy ${name}` },
	);
}

function place(text, href, remark) {
	return element('li', {}, link(text, href, tab), element('div', { className: 'soft' }, remark));
}

function exampleRow({ name, id, state, formUrl, trouble }, url) {
	const remarks = [
		...(state === 'kept' ? ['left as you changed it'] : []),
		...(trouble ? [`not published: ${trouble}`] : []),
	];
	return element(
		'li',
		{},
		link(name, `${url}/workflow/${id}`, tab),
		...(formUrl ? [' · ', link(`Form of "${name}"`, formUrl, tab)] : []),
		...(remarks.length > 0 ? [element('div', { className: 'soft' }, remarks.join('; '))] : []),
	);
}

keepFresh(
	async () => await call('GET', '/story'),
	(seen) => {
		const { n8n, portal } = seen;
		byId('story').replaceChildren(...story(seen));
		if (!n8n) {
			byId('examples').replaceChildren(element('li', { className: 'soft' }, 'n8n is starting …'));
			return;
		}
		byId('login').replaceChildren(
			element('dt', {}, 'E-mail'),
			element(
				'dd',
				{ className: 'row' },
				element('code', {}, n8n.email),
				copy('e-mail', n8n.email),
			),
			element('dt', {}, 'Password'),
			element(
				'dd',
				{ className: 'row' },
				element('code', {}, n8n.password),
				copy('password', n8n.password),
			),
		);
		byId('examples').replaceChildren(
			...n8n.workflows.map((workflow) => exampleRow(workflow, n8n.url)),
		);
		byId('places').replaceChildren(
			place('n8n editor', n8n.url, 'All workflows and their executions.'),
			place(
				'Credentials',
				`${n8n.url}/home/credentials`,
				'Identify Sandbox, Demo Slack, Demo HubSpot, Demo Mail.',
			),
			place('Mail inbox', '/mail', 'E-mails that workflows send.'),
			place('Slack', '/slack', 'Messages that workflows post.'),
			place('CRM', '/crm', 'Contacts and tasks of HubSpot nodes. Add a contact here.'),
			place(
				'Partner portal',
				portal,
				'Idents, callbacks with their answers, and faults to switch on.',
			),
			element('li', { className: 'soft' }, 'Logs: ', element('code', {}, n8n.logs.join(', '))),
		);
	},
);
