import type { z } from 'zod';
import { auth } from '../../nodes/Identify/contract/auth';
import type { Endpoint } from '../../nodes/Identify/contract/endpoint';
import { identGet, identGetData } from '../../nodes/Identify/contract/ident';
import { readJson } from '../../nodes/Identify/contract/json';
import { projectGet, projectGetAll } from '../../nodes/Identify/contract/project';
import { webhookGetAll } from '../../nodes/Identify/contract/webhook';
import { SAMPLE_RESPONSES } from '../unit/contract/samples';
import { firstFile, questions } from './questions';
import { ask, CannotRun, dataOf, statusOf, statusOfFile, type Answer } from './service';
import { differences, isRecord } from './shape';

export interface Target {
	host: string;
	partner: string;
	apiKey: string;
	ident?: string;
	project?: string;
}

type Asked = Endpoint<z.ZodTypeAny, z.ZodTypeAny>;

const samples: Record<string, string> = SAMPLE_RESPONSES;
const isRateHeader = (name: string) => /rate-?limit|retry-after/i.test(name);

/**
 * Compares a service with the documentation, by requests that change nothing.
 *
 * @param print - takes the report, line by line: names, types and formats, never a value
 * @returns the number of deviations
 * @throws CannotRun when the service cannot be asked at all
 */
export async function checkLive(target: Target, print: (line: string) => void): Promise<number> {
	let deviations = 0;
	const answers = new Map<string, Answer>();
	const rateHeaders = new Set<string>();

	const compare = async (
		endpoint: Asked,
		credentials: Record<string, string>,
		fields: Record<string, string> = {},
	): Promise<Answer> => {
		const answer = await ask(target.host, endpoint, credentials, fields);
		answers.set(endpoint.section, answer);
		Object.keys(answer.headers)
			.filter(isRateHeader)
			.forEach((name) => rateHeaders.add(name.toLowerCase()));
		const found: string[] = [];
		const { status, body } = answer;
		if (body === undefined) found.push('the answer is not JSON');
		else if (statusOf(answer) !== 200) found.push(`status ${statusOf(answer)} instead of 200`);
		else {
			const bodyStatus = isRecord(body) ? body.response_status : undefined;
			if (bodyStatus !== undefined && Number(bodyStatus) !== status) {
				found.push(`HTTP status ${status}, but another one in the body`);
			}
			found.push(...differences(readJson(samples[endpoint.section] ?? '{}'), body));
			const { success } = endpoint.response.safeParse(body);
			if (!success) found.push('this package could not read the answer');
		}
		const type = String(answer.headers['content-type'] ?? 'none').split(';')[0];
		if (type !== 'application/json') found.push('the media type is not application/json');
		deviations += found.length;
		print(`${endpoint.method} ${endpoint.path}: HTTP ${status}`);
		for (const line of found) print(`  ✗ ${line}`);
		if (found.length === 0) print('  ✓ as documented');
		return answer;
	};

	const login = await ask(
		target.host,
		auth,
		{},
		{ PARTNER: target.partner, APIKEY: target.apiKey },
	);
	const token = isRecord(login.body) ? login.body.token : undefined;
	if (typeof token !== 'string' || token === '') {
		const status = statusOf(login);
		throw new CannotRun(
			[400, 401, 402, 403].includes(status)
				? `Identify refuses partner and API key (status ${status}). Check --partner and the key.`
				: `auth gave no token (status ${status}). Is --host the address of Identify's API?`,
		);
	}
	await compare(auth, {}, { PARTNER: target.partner, APIKEY: target.apiKey });
	const credentials = { 'X-API-PARTNER': target.partner, 'X-API-TOKEN': token };
	const projects = dataOf(await compare(projectGetAll, credentials));
	const [first] = Object.values(isRecord(projects) || Array.isArray(projects) ? projects : {});
	const project = target.project ?? (isRecord(first) ? String(first.id) : undefined);
	if (project !== undefined) await compare(projectGet, credentials, { project_id: project });
	await compare(webhookGetAll, credentials);
	if (target.ident !== undefined) {
		await compare(identGet, credentials, { ident_id: target.ident });
		await compare(identGetData, credentials, { ident_id: target.ident });
	}
	const refused = await ask(target.host, projectGetAll, { ...credentials, 'X-API-TOKEN': 'none' });
	const file = firstFile(answers.get(identGetData.section));
	const plainFile = file === undefined ? undefined : await statusOfFile(file);

	print('');
	print('Questions that the documentation leaves open, and what was seen');
	for (const [question, seen] of questions({ answers, refused, rateHeaders, file: plainFile })) {
		print(`  ${question} → ${seen}`);
	}
	print('');
	print(
		`${deviations === 0 ? 'No deviation' : `Deviations: ${deviations}`} from Identify API 1.0.3.`,
	);
	print('This report has names, types and formats only. It can be sent to the maintainers.');
	return deviations;
}
