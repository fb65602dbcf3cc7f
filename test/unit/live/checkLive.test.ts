import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { text } from 'node:stream/consumers';
import express from 'express';
import { checkLive } from '../../live/check';
import { CannotRun } from '../../live/service';
import { startSandbox, SUCCESSFUL_IDENT_ID, type Sandbox } from '../../sandbox';
import { SAMPLE_RESPONSES } from '../contract/samples';
import { readJson } from '../../../nodes/Identify/contract/json';
import { root } from '../package/places';

const MINUTE = 60_000;

/** Every text in a value, however deep. */
const valuesIn = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.values(value).flatMap(valuesIn)
		: typeof value === 'string' && value.length > 5
			? [value]
			: [];

const report = async (target: Parameters<typeof checkLive>[0]) => {
	const lines: string[] = [];
	const deviations = await checkLive(target, (line) => lines.push(line));
	return { deviations, text: lines.join('\n') };
};

describe('npm run check:live against the sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({});
	});
	afterAll(async () => {
		await sandbox.stop();
	});
	const target = () => ({
		host: sandbox.url,
		partner: sandbox.partner,
		apiKey: sandbox.apiKey,
		ident: SUCCESSFUL_IDENT_ID,
	});

	it('finds nothing, and answers the open questions', async () => {
		const { deviations, text: said } = await report(target());
		expect(said.split('\n').filter((line) => line.includes('✗'))).toEqual([]);
		expect(deviations).toBe(0);
		expect(said).toContain('Trailing comma in ident/get? → yes');
		expect(said).toContain('project/get by GET with a body answered? → status 200');
		expect(said).toContain('A refused token → HTTP 401');
		expect(said).toMatch(/Letters in ident IDs → (?:upper|lower) case/);
		expect(said).toMatch(/A file without credentials → HTTP \d{3}/);
		expect(said).toMatch(/id_issuing_authority → text/);
	});

	it('has no secret and no personal data in its report', async () => {
		const { text: said } = await report(target());
		const secrets = [sandbox.apiKey, sandbox.partner, SUCCESSFUL_IDENT_ID];
		const { data } = Object(readJson(SAMPLE_RESPONSES['ident/get']));
		for (const value of [...secrets, ...valuesIn(data)]) expect(said).not.toContain(value);
	});

	it('says that a key is wrong, or a host not there', async () => {
		await expect(report({ ...target(), apiKey: 'wrong-key' })).rejects.toThrow(/refuses partner/);
		const gone = { ...target(), host: 'http://127.0.0.1:1' };
		await expect(report(gone)).rejects.toThrow(CannotRun);
		await expect(report(gone)).rejects.toThrow(/cannot be reached/);
	});

	it.each([
		['the right key', [], 0, /No deviation/],
		['a wrong key', [], 2, /refuses partner/],
		[
			'a host without https',
			['--host', 'http://api.example.com'],
			2,
			/^--host must start with https/,
		],
		['a key as an argument', ['--key', 'S3cret-argument'], 2, /never an argument/],
	])(
		'as a command with %s',
		async (what, more, code, message) => {
			const child = spawn(
				process.execPath,
				[
					...['--import', 'tsx', 'test/live/main.ts', '--host', sandbox.url],
					...['--partner', sandbox.partner, ...more],
				],
				{ cwd: root },
			);
			child.stdin.on('error', () => undefined);
			child.stdin.end(what === 'the right key' ? `${sandbox.apiKey}\n` : 'S3cret-wrong\n');
			const [out, err, [status]] = await Promise.all([
				text(child.stdout),
				text(child.stderr),
				once(child, 'exit'),
			]);
			expect(out + err).toMatch(message);
			expect(out + err).not.toMatch(/S3cret/);
			expect(status).toBe(code);
		},
		MINUTE,
	);
});

describe('npm run check:live against a service that deviates', () => {
	let server: Server;
	let host = '';
	const PERSON = 'very.private@person.example';
	const sample = (section: keyof typeof SAMPLE_RESPONSES) =>
		Object(readJson(SAMPLE_RESPONSES[section]));

	beforeAll(async () => {
		const app = express();
		app.post('/auth', (_request, response) => response.json(sample('auth')));
		app.get('/project/getAll', (_request, response) => {
			const body = sample('project/getAll');
			delete body.data[0].status;
			response.set('X-RateLimit-Limit', '60').json({ ...body, response_status: '201' });
		});
		app.get('/project/get', (_request, response) => response.status(405).json({ result: false }));
		app.get('/webhook/getAll', (_request, response) => {
			const body = sample('webhook/getAll');
			body.data[0].created_at = '21.06.2020 11:03:49';
			body.data[0].status = 4;
			response.json({ ...body, data: body.data, [PERSON]: PERSON });
		});
		app.get('/ident/get/:id', (_request, response) => {
			const body = sample('ident/get');
			body.data.email = null;
			body.data.favourite_colour = PERSON;
			response.type('html').send(JSON.stringify(body));
		});
		app.get('/ident/getIdentData/:id', (_request, response) => response.send('<p>no</p>'));
		server = app.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		host = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	});
	afterAll(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close').catch(() => undefined);
	});

	it('names each deviation, and no value', async () => {
		const { deviations, text: said } = await report({
			host,
			partner: 'p4rtner',
			apiKey: 'k3y-secret',
			ident: 'x1',
		});
		for (const line of [
			'status 405 instead of 200',
			'data[].created_at: DD.MM.YYYY instead of YYYY-MM-DD hh:mm:ss',
			'data[].status: number instead of text',
			'(a name that is not shown): not documented (text)',
			'data.email: null instead of text',
			'data.favourite_colour: not documented (text)',
			'the media type is not application/json',
			'the answer is not JSON',
			'status 201 instead of 200',
			'Headers about the rate limit → x-ratelimit-limit',
		]) {
			expect(said).toContain(line);
		}
		expect(deviations).toBeGreaterThan(8);
		for (const secret of [PERSON, 'p4rtner', 'k3y-secret', 'Jane'])
			expect(said).not.toContain(secret);
	});
});
