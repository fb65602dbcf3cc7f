import { announce, button, byId, call, clock, element, keepFresh, link } from './page.js';

let open;
let known;

const EMOJI = {
	white_check_mark: '✅',
	heavy_check_mark: '✔️',
	x: '❌',
	warning: '⚠️',
	tada: '🎉',
	bell: '🔔',
	calendar: '📅',
	hourglass: '⌛',
	rotating_light: '🚨',
	information_source: 'ℹ️',
	link: '🔗',
	email: '📧',
};

const plain = (text) =>
	text
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&')
		.replace(/:([a-z_]+):/g, (all, name) => EMOJI[name] ?? all);

const MARKS = { '*': 'strong', _: 'em', '~': 's', '`': 'code' };

/** Only addresses of the web and of mail become links. */
function safeLink(address, label) {
	return /^(https?:|mailto:)/i.test(address)
		? link(label, address, { target: '_blank', rel: 'noopener' })
		: label;
}

/** Slack's mrkdwn as elements. */
function mrkdwn(text) {
	const parts = String(text).split(
		/(<[^<>\s][^<>]*>|https?:\/\/[^\s<>]+|`[^`\n]+`|\*[^*\n]+\*|(?<!\w)_[^_\n]+_(?!\w)|~[^~\n]+~)/,
	);
	return parts.map((part, index) => {
		if (index % 2 === 0) return plain(part);
		if (part.startsWith('<')) {
			const [address, label] = part.slice(1, -1).split('|');
			return safeLink(plain(address), plain(label ?? address));
		}
		if (part.startsWith('http')) return safeLink(part, part);
		const inner = part.slice(1, -1);
		return element(MARKS[part[0]], {}, ...(part[0] === '`' ? [plain(inner)] : mrkdwn(inner)));
	});
}

const textOf = (item) => {
	if (!item) return [];
	return item.type === 'mrkdwn' ? mrkdwn(item.text) : [plain(String(item.text ?? ''))];
};

function block(given) {
	const line = (...children) => element('p', { style: 'white-space: pre-wrap' }, ...children);
	switch (given?.type) {
		case 'header':
			return [element('h3', {}, ...textOf(given.text))];
		case 'divider':
			return [element('hr')];
		case 'section':
			return [given.text, ...(given.fields ?? [])]
				.filter(Boolean)
				.map((item) => line(...textOf(item)));
		case 'context':
			return [
				element(
					'p',
					{ className: 'soft' },
					...(given.elements ?? []).flatMap((item) => [...textOf(item), ' ']),
				),
			];
		case 'actions':
			return [
				element(
					'div',
					{ className: 'row' },
					...(given.elements ?? [])
						.filter(({ url }) => /^https?:/i.test(url ?? ''))
						.map(({ text, url }) =>
							element(
								'a',
								{ className: 'button', href: url, target: '_blank', rel: 'noopener' },
								...textOf(text),
							),
						),
				),
			];
		default:
			return [];
	}
}

function blocksOf({ blocks }) {
	try {
		const parsed = typeof blocks === 'string' ? JSON.parse(blocks) : blocks;
		const list = Array.isArray(parsed) ? parsed : (parsed?.blocks ?? []);
		return list.flatMap(block);
	} catch {
		return [];
	}
}

function message(given) {
	const blocks = blocksOf(given);
	// With blocks, Slack shows the text in notifications only.
	const body =
		blocks.length > 0
			? blocks
			: [element('p', { style: 'white-space: pre-wrap' }, ...mrkdwn(given.text))];
	return element(
		'li',
		{},
		element('div', { className: 'soft' }, `n8n · ${clock(given.at)}`),
		...body,
	);
}

function draw(seen) {
	const { channels, messages } = seen;
	if (known !== undefined && messages.length > known) {
		announce(`New message in ${messages.at(-1).channel}`);
	}
	known = messages.length;
	const chosen = channels.includes(open) ? open : (messages.at(-1)?.channel ?? channels[0]);
	byId('channels').replaceChildren(
		...channels.map((name) => {
			const count = messages.filter(({ channel }) => channel === name).length;
			const choose = () => {
				open = name;
				draw(seen);
				document.querySelector('[aria-pressed="true"]').focus();
			};
			const pressed = String(name === chosen);
			return element('li', {}, button(`${name} (${count})`, choose, { 'aria-pressed': pressed }));
		}),
	);
	byId('channel').textContent = chosen;
	const rows = messages
		.filter(({ channel }) => channel === chosen)
		.reverse()
		.map(message);
	const none = element('li', { className: 'soft' }, 'No message yet.');
	byId('messages').replaceChildren(...(rows.length > 0 ? rows : [none]));
}

keepFresh(async () => await call('GET', `/feed/slack${location.search}`), draw);
