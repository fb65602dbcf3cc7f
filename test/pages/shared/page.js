/** What all pages use. Text from outside is only ever set as text. */

/**
 * An element with properties (names with a dash are set as attributes) and children.
 */
export function element(name, properties = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (key.includes('-')) made.setAttribute(key, value);
		else made[key] = value;
	}
	made.append(...children);
	return made;
}

export const byId = (id) => document.getElementById(id);

export async function call(method, path, body) {
	const response = await fetch(path, {
		method,
		headers: body && { 'Content-Type': 'application/json' },
		body: body && JSON.stringify(body),
	});
	const answer = await response.json();
	if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
	return answer;
}

/** Says something to everybody, screen readers included. */
export function announce(text) {
	byId('news').textContent = text;
}

export function link(text, href, properties = {}) {
	return element('a', { href, ...properties }, text);
}

export function button(text, action, properties = {}) {
	const made = element('button', { type: 'button', ...properties }, text);
	made.addEventListener('click', async () => {
		try {
			await action();
		} catch (error) {
			announce(error.message);
		}
	});
	return made;
}

export const clock = (time) => new Date(time).toLocaleString();

/** Looks again every second, and draws only what has changed: drawing takes the focus from a button. */
export function keepFresh(look, draw) {
	let drawn;
	let lost = false;
	const refresh = async () => {
		try {
			const seen = await look();
			const text = JSON.stringify(seen);
			if (text !== drawn) {
				drawn = text;
				draw(seen);
			}
			if (lost) announce('Connected again.');
			lost = false;
		} catch (error) {
			if (!lost) announce(error.status ? error.message : 'No answer: is npm start still running?');
			lost = true;
		}
	};
	(async () => {
		for (;;) {
			await refresh();
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
	})();
	return refresh;
}

/** Text with its addresses clickable. */
export function linked(text) {
	return text
		.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
		.map((part, index) =>
			index % 2 ? link(part, part, { target: '_blank', rel: 'noopener' }) : part,
		);
}

const STATES = {
	1: ['wait', 'Waiting to be sent'],
	2: ['wait', 'Being sent'],
	3: ['good', 'Delivered'],
	4: ['bad', 'Failed'],
};

/** What became of a callback, in words. */
export function outcome({ state, error, httpStatus }) {
	const [kind, text] = STATES[state];
	const detail = error ?? (httpStatus ? `HTTP ${httpStatus}` : '');
	return element('strong', { className: kind }, detail ? `${text}: ${detail}` : text);
}
