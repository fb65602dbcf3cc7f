import { FILE_TYPES } from '../../nodes/Identify/contract/ident';
import { dataOf, statusOf, type Answer } from './service';
import { formOf, isRecord } from './shape';

/** The address of the ident's first file, if it has one: the sections hold a file, or a list of files. */
export function firstFile(full: Answer | undefined): string | undefined {
	const data = full && dataOf(full);
	if (!isRecord(data)) return undefined;
	return FILE_TYPES.map((section) => data[section])
		.flatMap((held) => (Array.isArray(held) ? held : [held]))
		.flatMap((file) => (isRecord(file) ? [file.download_url ?? file.download_link] : []))
		.find((url): url is string => typeof url === 'string' && URL.canParse(url));
}

interface Seen {
	/** By the documentation's section, e.g. `ident/get`. */
	answers: ReadonlyMap<string, Answer>;
	/** What a made-up token got. */
	refused: Answer;
	rateHeaders: ReadonlySet<string>;
	/** What a file's address answered without credentials. */
	file: string | undefined;
}

const NOT_ASKED = 'not asked (needs --ident)';

/** The questions that the documentation leaves open, each with what was seen: names, types, formats and codes. */
export function questions({
	answers,
	refused,
	rateHeaders,
	file,
}: Seen): Array<[question: string, seen: string]> {
	const get = answers.get('ident/get');
	const ident = get && dataOf(get);
	const full = answers.get('ident/getIdentData');
	const data = full && dataOf(full);
	const inner = isRecord(data) ? data.ident : undefined;
	const form = (from: unknown, name: string) =>
		!isRecord(from) ? NOT_ASKED : name in from ? formOf(from[name]) : 'missing';
	const id = isRecord(ident) ? String(ident.id) : '';
	const letters = /[a-z]/.test(id) ? (/[A-Z]/.test(id) ? 'both' : 'lower case') : 'upper case';
	const charsets = [...answers.values()].map(
		({ headers }) => /charset=([\w-]+)/i.exec(String(headers['content-type']))?.[1] ?? 'none',
	);
	const project = answers.get('project/get');
	const hooks = answers.get('webhook/getAll');
	const list = hooks ? Object.values(dataOf(hooks) ?? {}) : [];
	const states = list.flatMap((hook: unknown) => (isRecord(hook) ? String(hook.status) : []));
	const known = [...new Set(states)].filter((state) => /^\d{1,3}$/.test(state)).sort();
	return [
		[
			'Is project/get by GET with a body answered?',
			project ? `status ${statusOf(project)}` : 'no project',
		],
		['Trailing comma in ident/get?', get ? (get.trailingComma ? 'yes' : 'no') : NOT_ASKED],
		['A refused token', `HTTP ${refused.status}, status ${statusOf(refused)} in all`],
		[
			'Form of error bodies',
			isRecord(refused.body)
				? ['result', 'response_status', 'messages']
						.filter((name) => isRecord(refused.body) && name in refused.body)
						.join(', ')
				: 'no JSON',
		],
		['Headers about the rate limit', [...rateHeaders].sort().join(', ') || 'none'],
		['Callback states in webhook/getAll', known.join(', ') || 'none'],
		['Letters in ident IDs', id === '' ? NOT_ASKED : letters],
		['Charset that answers declare', [...new Set(charsets)].sort().join(', ')],
		['A file without credentials', file ?? (full ? 'this ident has no files' : NOT_ASKED)],
		['address', form(ident, 'address')],
		['id_issuing_authority', form(inner, 'id_issuing_authority')],
		['created_at of ident/get', form(ident, 'created_at')],
		['appointment_date of ident/get', form(ident, 'appointment_date')],
		['appointment_date of ident/getIdentData', form(inner, 'appointment_date')],
		[
			'Sections of files of this ident',
			isRecord(data)
				? FILE_TYPES.map((name) => `${name}: ${form(data, name)}`).join(', ')
				: NOT_ASKED,
		],
	];
}
