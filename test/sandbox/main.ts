import { parseArgs } from 'node:util';
import {
	ACTIVE_PROJECT_ID,
	CONTROL_PREFIX,
	DEFAULT_ACCOUNTS,
	INACTIVE_PROJECT_ID,
	PENDING_IDENT_ID,
	startSandbox,
	SUCCESSFUL_IDENT_ID,
	type Sandbox,
} from './index';

/** `npm run sandbox`: the stand-in by itself, for people and for other processes. */

const DEFAULT_PORT = 4010;

function readPort(): number {
	const { values } = parseArgs({ options: { port: { type: 'string' } } });
	const text = values.port ?? process.env.PORT ?? String(DEFAULT_PORT);
	const port = Number(text);
	if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
	throw new Error(`"${text}" is not a port number.`);
}

const CONTROLS = [
	['GET', 'portal', 'page to register a callback URL and to change the status of idents'],
	['GET', 'state', 'settings, counters, projects, webhooks, faults'],
	['GET', 'requests', 'what the API was asked (?since= &path= &method= &limit=)'],
	['GET', 'idents', 'what was carried out; POST seeds one'],
	['POST', 'idents/:id/status', '{"status_code":"5"} changes a status and calls back'],
	['POST', 'webhooks', '{"url":"…"} registers a callback URL; GET, DELETE'],
	['GET', 'deliveries', 'callbacks; POST …/repeat, replay, send, forge, break, raw'],
	['POST', 'faults', '{"kind":"status","status":503}; GET, DELETE'],
	['POST', 'options', '{"latencyMs":50}; GET'],
	['POST', 'tokens/expire', 'ends all tokens'],
	['POST', 'clock', '{"advanceMs":1800000}'],
	['POST', 'reset', 'as freshly started'],
] as const;

function print(sandbox: Sandbox): void {
	const control = sandbox.url + CONTROL_PREFIX;
	const projects = [...sandbox.projects.values()].map(
		({ id, title, status }) => `  ${id.padEnd(5)} ${title} (${status})`,
	);
	const lines = [
		'Identify sandbox: a stand-in for the Identify VideoIdent API. Nothing leaves this computer.',
		'',
		`Gateway Host   ${sandbox.url}`,
		`Partner Name   ${sandbox.partner}`,
		`API Key        ${sandbox.apiKey}`,
		...DEFAULT_ACCOUNTS.slice(1).map(
			({ name, apiKey }) => `               (without permissions: ${name} / ${apiKey})`,
		),
		'',
		`Projects (${ACTIVE_PROJECT_ID} is a good one to try, ${INACTIVE_PROJECT_ID} refuses idents)`,
		...projects,
		'',
		'Idents',
		`  ${PENDING_IDENT_ID}  Pending`,
		`  ${SUCCESSFUL_IDENT_ID}  Successful, with files`,
		'',
		`Controls, under ${control}/`,
		...CONTROLS.map(([method, path, what]) => `  ${method.padEnd(5)} ${path.padEnd(18)} ${what}`),
		'',
		`Portal page: ${control}/portal`,
		'Stop with Ctrl+C.',
	];
	process.stdout.write(`${lines.join('\n')}\n`);
}

function isBusyPort(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function main(): Promise<void> {
	const port = readPort();
	try {
		const sandbox = await startSandbox({ port });
		print(sandbox);
		const stop = () => {
			void sandbox.stop();
		};
		process.once('SIGINT', stop);
		process.once('SIGTERM', stop);
	} catch (error) {
		if (!isBusyPort(error)) throw error;
		throw new Error(
			`Port ${port} is in use. Stop the other program or choose another: --port ${port + 1}`,
		);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
