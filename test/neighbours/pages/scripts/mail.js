import { announce, button, byId, call, clock, element, keepFresh, link, linked } from './page.js';

let open;
let known;

/** Shown in a frame without scripts; its links open elsewhere. */
function htmlFrame(html) {
	const frame = element('iframe', { title: 'Content of the message' });
	frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
	frame.srcdoc =
		'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ' +
		"style-src 'unsafe-inline'; img-src data:\">" +
		'<meta name="color-scheme" content="light"><base target="_blank">' +
		`<style>body{font:16px/1.5 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere}</style>${html}`;
	frame.addEventListener('load', () => {
		const { body } = frame.contentDocument;
		frame.style.height = `${Math.max(120, body.scrollHeight + 40)}px`;
	});
	return frame;
}

function show(mail) {
	if (!mail) {
		byId('mail').replaceChildren(element('p', { className: 'soft' }, 'No message yet.'));
		return;
	}
	const fields = [
		['From', mail.from],
		['To', mail.to.join(', ')],
		['Date', clock(mail.at)],
	];
	const attachments = mail.attachments.map(({ fileName, bytes }, number) =>
		element(
			'li',
			{},
			link(
				`Download ${fileName || 'attachment'}`,
				`/feed/mail/${mail.id}/attachments/${number}${location.search}`,
				{ download: fileName },
			),
			` (${bytes} bytes)`,
		),
	);
	byId('mail').replaceChildren(
		element('h2', {}, mail.subject || '(no subject)'),
		element(
			'dl',
			{},
			...fields.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
		),
		mail.html ? htmlFrame(mail.html) : element('pre', {}, ...linked(mail.text)),
		attachments.length > 0
			? element('ul', { className: 'plain', 'aria-label': 'Attachments' }, ...attachments)
			: '',
	);
}

function draw(mails) {
	if (known !== undefined && mails.length > known) {
		announce(`New mail: ${mails.at(-1).subject}`);
	}
	known = mails.length;
	const chosen = mails.find(({ id }) => id === open) ?? mails.at(-1);
	const rows = [...mails].reverse().map((mail) => {
		const choose = () => {
			open = mail.id;
			draw(mails);
			document.querySelector('[aria-pressed="true"]').focus();
		};
		const { subject, to, at } = mail;
		return element(
			'li',
			{},
			button(
				`${subject || '(no subject)'} · to ${to.join(', ')} · ${new Date(at).toLocaleTimeString()}`,
				choose,
				{ 'aria-pressed': String(mail === chosen) },
			),
		);
	});
	const none = element('li', { className: 'soft' }, 'The inbox is empty.');
	byId('list').replaceChildren(...(rows.length > 0 ? rows : [none]));
	// A message that is being read stays as it is.
	if (byId('mail').dataset.shown !== String(chosen?.id)) show(chosen);
	byId('mail').dataset.shown = String(chosen?.id);
}

keepFresh(async () => (await call('GET', `/feed/mail${location.search}`)).mails, draw);
