import { announce, button, byId, call, clock, element, keepFresh, link, outcome } from './page.js';

const id = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1));

const KINDS = {
	identification_pdf: 'Identification PDF',
	signed_pdf: 'Signed PDF',
	recordings: 'Recording',
	screenshots: 'Screenshot',
};

function step(number, title, text, state) {
	const marks = { done: '✓ Done', now: 'Now', later: 'Later' };
	return element(
		'li',
		{ className: state, ...(state === 'now' && { 'aria-current': 'step' }) },
		element('div', { className: 'mark' }, `${number} · ${marks[state]}`),
		element('h2', {}, title),
		element('p', { className: 'soft' }, text),
	);
}

async function change(code, said) {
	for (const choice of byId('choices').children) choice.disabled = true;
	announce('Calling back …');
	try {
		await call('POST', `/__sandbox/idents/${id}/status`, { status_code: code });
		await refresh();
		announce(said);
	} finally {
		for (const choice of byId('choices').children) choice.disabled = false;
	}
}

const start = button('Start', () => change('2', 'The identification is running.'));
byId('choices').append(
	start,
	button('Successful', () => change('5', 'The identification ended as successful.'), {
		className: 'primary',
	}),
	button('Not successful', () => change('4', 'The identification ended as not successful.')),
);

function draw(ident) {
	if (ident.missing) {
		byId('lead').textContent =
			'There is no identification with this address. It may be older than 90 days, or the sandbox was reset.';
		return;
	}
	const { firstName, project, status, statusCode, final, files, deliveries, homePage } = ident;
	if (homePage) {
		byId('home').href = homePage;
		byId('home').hidden = false;
	}
	byId('title').textContent = `Video identification of ${firstName || 'a person'}`;
	byId('lead').textContent =
		`For ${project}. Status: ${status} (${statusCode}).` +
		(ident.appointment ? ` Appointment: ${ident.appointment}.` : '') +
		(final ? ' This identification has ended: there is nothing more to do here.' : '');
	const at = final ? 3 : statusCode === '1' ? 0 : 1;
	const states = [0, 1, 2].map((index) => (index < at ? 'done' : index === at ? 'now' : 'later'));
	byId('steps').replaceChildren(
		step(1, 'Waiting for the specialist', 'The customer has opened the link and waits.', states[0]),
		step(2, 'ID check', 'The specialist looks at face and document by video.', states[1]),
		step(
			3,
			'Done',
			final ? `The result: ${status}.` : 'The result goes to your workflow.',
			states[2],
		),
	);
	byId('specialist').hidden = final;
	start.hidden = statusCode !== '1';
	byId('files').hidden = files.length === 0;
	byId('file-list').replaceChildren(
		...files.map(({ name, section, url }) =>
			element(
				'li',
				{},
				link(`${KINDS[section]}: ${name}`, url, { target: '_blank', rel: 'noopener' }),
			),
		),
	);
	byId('callbacks').hidden = deliveries.length === 0 && !final;
	const none = element(
		'li',
		{ className: 'soft' },
		'No webhook URL is registered: nobody was told.',
	);
	const rows = [...deliveries]
		.reverse()
		.map((delivery) =>
			element(
				'li',
				{},
				outcome(delivery),
				element('div', {}, `${clock(delivery.createdAt)} to `, element('code', {}, delivery.url)),
				delivery.answer
					? element('div', { className: 'soft' }, `Answer: ${delivery.answer.slice(0, 300)}`)
					: '',
			),
		);
	byId('delivery-list').replaceChildren(...(rows.length > 0 ? rows : [none]));
}

const refresh = keepFresh(async () => {
	try {
		return await call('GET', `/__sandbox/conference/${encodeURIComponent(id)}`);
	} catch (error) {
		if (error.status === 404) return { missing: true };
		throw error;
	}
}, draw);
