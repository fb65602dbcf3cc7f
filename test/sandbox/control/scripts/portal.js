import { announce, button, byId, call, clock, element, keepFresh, link, outcome } from './page.js';

const NEWEST = 25;

const FAULTS = [
	['Too many requests (429)', { kind: 'status', status: 429, retryAfter: 5 }],
	['Out of service (503)', { kind: 'status', status: 503 }],
	['No answer', { kind: 'hang' }],
	['Broken connection', { kind: 'reset' }],
];

const KINDS = {
	status: 'Status change',
	repeat: 'Repeated',
	forged: 'Forged',
	broken: 'Broken',
	raw: 'By hand',
};

const control = async (method, path, body) => await call(method, `/__sandbox/${path}`, body);

function acting(text, action, said, properties) {
	const act = async () => {
		await action();
		await refresh();
		announce(said);
	};
	return button(text, act, properties);
}

function fill(id, rows, nothing) {
	const none = element('li', { className: 'soft' }, nothing);
	byId(id).replaceChildren(...(rows.length > 0 ? rows : [none]));
}

const nameOf = ({ fields }) =>
	[fields.person_first_name, fields.person_last_name].filter(Boolean).join(' ');

function webhookRow({ id, url, state }) {
	return element(
		'li',
		{},
		element('code', {}, url),
		element(
			'div',
			{ className: 'row' },
			element('span', {}, 'Last callback: ', outcome({ state })),
			acting('Remove', () => control('DELETE', `webhooks/${id}`), 'The URL is removed.', {
				'aria-label': `Remove ${url}`,
			}),
		),
	);
}

function identRow(ident, texts) {
	const { id, statusCode, terminDate } = ident;
	const name = nameOf(ident);
	const choices = Object.entries(texts).map(([code, text]) =>
		acting(
			`${text} (${code})`,
			() => control('POST', `idents/${id}/status`, { status_code: code, wait: false }),
			`The status of ${name} is ${text}.`,
			{
				'aria-pressed': String(code === statusCode),
				'aria-label': `Set ${name} to ${text} (${code})`,
			},
		),
	);
	return element(
		'li',
		{},
		element('h3', {}, name),
		element(
			'p',
			{ className: 'soft' },
			element('code', {}, id),
			terminDate ? ` · Appointment ${terminDate}` : '',
			' · ',
			link('Conference page', `/apply/${id}`, {
				target: '_blank',
				rel: 'noopener',
				'aria-label': `Conference page of ${name}`,
			}),
		),
		element('div', { className: 'row' }, ...choices),
	);
}

function deliveryRow(delivery) {
	const { id, kind, url, answer, body, createdAt } = delivery;
	return element(
		'li',
		{},
		element('h3', {}, `${id} · ${KINDS[kind]} · ${clock(createdAt)}`),
		element('div', {}, outcome(delivery), ' · ', element('code', {}, url)),
		answer ? element('div', { className: 'soft' }, `Answer: ${answer.slice(0, 500)}`) : '',
		element('details', {}, element('summary', {}, 'Content'), element('code', {}, body)),
		element(
			'div',
			{ className: 'row' },
			acting(
				'Repeat',
				() => control('POST', 'deliveries/repeat', { id }),
				`Callback ${id} is sent again.`,
				{ 'aria-label': `Repeat callback ${id}` },
			),
		),
	);
}

function faultButton([text, fault], active) {
	const on = active.filter(
		({ action }) => action.kind === fault.kind && action.status === fault.status,
	);
	const toggle = async () => {
		if (on.length === 0) await control('POST', 'faults', fault);
		for (const { id } of on) await control('DELETE', `faults/${id}`);
	};
	return acting(text, toggle, `${text} is ${on.length > 0 ? 'off' : 'on'}.`, {
		'aria-pressed': String(on.length > 0),
	});
}

/** A list that is open keeps its choice. */
function choose(id, options) {
	const select = byId(id);
	const { value } = select;
	select.replaceChildren(...options.map(([key, text]) => element('option', { value: key }, text)));
	if (options.some(([key]) => key === value)) select.value = value;
}

function draw({ now, webhooks, idents, deliveries }) {
	const { statusTexts, homePage } = now.settings;
	if (homePage) {
		byId('home').href = homePage;
		byId('home').hidden = false;
	}
	byId('partner').textContent = now.partner;
	byId('url').textContent = now.url;
	const newest = (list) => list.slice(-NEWEST).reverse();
	const opened = [...byId('deliveries').querySelectorAll('details')].map(({ open }) => open);
	fill('webhooks', webhooks.map(webhookRow), 'No webhook URL yet.');
	fill(
		'idents',
		newest(idents).map((ident) => identRow(ident, statusTexts)),
		'No idents yet.',
	);
	fill('deliveries', newest(deliveries).map(deliveryRow), 'Nothing sent yet.');
	const added = byId('deliveries').querySelectorAll('details').length - opened.length;
	byId('deliveries')
		.querySelectorAll('details')
		.forEach((details, index) => (details.open = opened[index - added] ?? false));
	byId('faults').replaceChildren(...FAULTS.map((fault) => faultButton(fault, now.faults)));
	const swallows = now.swallowNext > 0;
	byId('swallow').replaceChildren(
		acting(
			'Swallow the next callback',
			() => control('POST', 'deliveries/swallow', { times: swallows ? 0 : 1 }),
			swallows ? 'The next callback is sent.' : 'The next callback will be lost.',
			{ 'aria-pressed': String(swallows) },
		),
	);
	choose(
		'forge-ident',
		newest(idents).map((ident) => [ident.id, `${nameOf(ident)} (${ident.id})`]),
	);
	choose(
		'forge-status',
		Object.entries(statusTexts).map(([code, text]) => [code, `${text} (${code})`]),
	);
}

async function look() {
	const paths = ['state', 'webhooks', 'idents', 'deliveries'];
	const [state, { webhooks }, { idents }, { deliveries }] = await Promise.all(
		paths.map((path) => control('GET', path)),
	);
	// Only what is shown: the time alone would redraw all every second.
	const { partner, url, settings, faults, swallowNext } = state;
	const shown = faults.map(({ id, action }) => ({ id, action }));
	return {
		now: { partner, url, settings, faults: shown, swallowNext },
		webhooks,
		idents,
		deliveries,
	};
}

const refresh = keepFresh(look, draw);

byId('register').addEventListener('submit', async (event) => {
	event.preventDefault();
	const input = byId('webhook-url');
	try {
		await control('POST', 'webhooks', { url: input.value });
		input.value = '';
		await refresh();
		announce('The URL is registered.');
	} catch (error) {
		announce(error.message);
	}
});

byId('forge').addEventListener('submit', async (event) => {
	event.preventDefault();
	const status = byId('forge-status');
	try {
		await control('POST', 'deliveries/forge', {
			ident_id: byId('forge-ident').value,
			fields: {
				status_code: status.value,
				status: status.selectedOptions[0].textContent.replace(/ \(\d+\)$/, ''),
			},
		});
		await refresh();
		announce('The forged callback is sent.');
	} catch (error) {
		announce(error.message);
	}
});
