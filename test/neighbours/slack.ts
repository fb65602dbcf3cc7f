import { Book, type ServiceCall } from './book';
import { bearer, recording, refuseTheRest, REVOKED, type Service } from './service';

export interface SlackMessage {
	/** Slack's name of a message in its channel. */
	ts: string;
	/** With the `#`. */
	channel: string;
	text: string;
	/** Slack's layout blocks as sent; null without any. */
	blocks: unknown;
	/** ISO 8601. */
	at: string;
}

export interface Workspace {
	calls: ServiceCall[];
	channels: Array<{ id: string; name: string }>;
	messages: SlackMessage[];
}

const open = (): Workspace => ({
	calls: [],
	channels: [{ id: 'C0GENERAL01', name: 'general' }],
	messages: [],
});

interface Posted {
	channel?: string;
	text?: string;
	blocks?: unknown;
}

/** Slack's Web API as n8n's Slack node uses it. A channel that does not exist is made when written to. */
export function slack(): Service<Workspace> {
	const book = new Book(open);
	const app = recording(book, bearer);
	const channelOf = ({ channels }: Workspace, wanted: string) => {
		const name = wanted.replace(/^#/, '');
		const known = channels.find((channel) => channel.id === wanted || channel.name === name);
		if (known) return known;
		const made = { id: `C0DEMO${String(channels.length).padStart(5, '0')}`, name };
		channels.push(made);
		return made;
	};
	app.use((request, response, next) => {
		if (REVOKED.test(bearer(request))) response.json({ ok: false, error: 'token_revoked' });
		else next();
	});
	app.get('/api/users.profile.get', (_request, response) => {
		response.json({ ok: true, profile: { real_name: 'Demo' } });
	});
	app.get('/api/conversations.list', (request, response) => {
		const { channels } = book.of(bearer(request));
		response.json({ ok: true, channels, response_metadata: { next_cursor: '' } });
	});
	app.get('/api/users.list', (_request, response) => {
		const members = [{ id: 'U0DEMO00001', name: 'demo', is_bot: false, deleted: false }];
		response.json({ ok: true, members, response_metadata: { next_cursor: '' } });
	});
	app.post('/api/chat.postMessage', (request, response) => {
		const workspace = book.of(bearer(request));
		const { channel: wanted = '', text = '', blocks = null } = request.body as Posted;
		if (!wanted) return void response.json({ ok: false, error: 'channel_not_found' });
		if (!text && !blocks) return void response.json({ ok: false, error: 'no_text' });
		const channel = channelOf(workspace, wanted);
		const now = Date.now();
		const count = String(workspace.messages.length).padStart(6, '0');
		const ts = `${Math.floor(now / 1000)}.${count}`;
		const at = new Date(now).toISOString();
		workspace.messages.push({ ts, channel: `#${channel.name}`, text, blocks, at });
		response.json({ ok: true, channel: channel.id, ts, message: { text, ts, type: 'message' } });
	});
	refuseTheRest(app, 'Slack');
	return { name: 'slack', hosts: ['slack.com'], book, app };
}
