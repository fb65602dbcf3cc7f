import { join } from 'node:path';
import { Neighbours } from '../neighbours';
import { startSandbox, type SandboxState } from '../sandbox';
import { StateFile } from './state';
import { storyRoutes, type N8nPlaces } from './story';

export interface DemoOptions {
	/** For the state and the certificate of the stand-ins. */
	folder: string;
	/** Wanted ports; 0, the default, takes free ones. */
	port?: number;
	sandboxPort?: number;
	smtpPort?: number;
}

type Books = Neighbours['books'];

interface State {
	sandbox: SandboxState;
	mail: ReturnType<Books['mail']['toJSON']>;
	slack: ReturnType<Books['slack']['toJSON']>;
	hubspot: ReturnType<Books['hubspot']['toJSON']>;
}

/** Tests read what was called; nobody needs it after a restart. */
function withoutCalls<Account extends { calls: unknown[] }>(accounts: Record<string, Account>) {
	const entries = Object.entries(accounts);
	return Object.fromEntries(entries.map(([name, account]) => [name, { ...account, calls: [] }]));
}

/** Sandbox, neighbours and first page together, as they were when they last ended. */
export async function startDemo({ folder, port, sandboxPort, smtpPort }: DemoOptions) {
	const sandbox = await startSandbox({ port: sandboxPort, conferencePages: true });
	const neighbours = await Neighbours.start({ folder, port, smtpPort });
	await sandbox.configure({ homePage: neighbours.url });
	const { mail, slack, hubspot } = neighbours.books;
	const file = new StateFile(join(folder, 'state.json'), {
		save: (): State => ({
			sandbox: sandbox.save(),
			mail: mail.toJSON(),
			slack: withoutCalls(slack.toJSON()),
			hubspot: withoutCalls(hubspot.toJSON()),
		}),
		load: (saved) => {
			// Written by `save`, in a folder of our own.
			const state = saved as State;
			sandbox.load(state.sandbox);
			mail.load(state.mail);
			slack.load(state.slack);
			hubspot.load(state.hubspot);
		},
	});
	let trouble: string | undefined;
	try {
		file.load();
	} catch (error) {
		sandbox.reset();
		await sandbox.configure({ homePage: neighbours.url });
		for (const book of [mail, slack, hubspot]) book.load({});
		const reason = error instanceof Error ? error.message : String(error);
		trouble = `The saved state cannot be read and was put aside (state.json.broken): ${reason}`;
	}
	let n8n: N8nPlaces | null = null;
	neighbours.web.use(storyRoutes(sandbox, neighbours, () => n8n));
	file.follow();
	return {
		sandbox,
		neighbours,
		/** Why the saved state could not be loaded, if it could not. */
		trouble,
		/** Where n8n is, for the first page. */
		tell(places: N8nPlaces) {
			n8n = places;
		},
		async stop() {
			file.stop();
			await Promise.all([sandbox.stop(), neighbours.stop()]);
		},
	};
}
