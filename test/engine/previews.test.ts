import type { INodeParameters } from 'n8n-workflow';
import { identCreate } from '../../nodes/Identify/contract/identCreate';
import { resources } from '../../nodes/Identify/resources';
import { ACTIVE_PROJECT_ID } from '../sandbox/constants';
import { previewOf, type PreviewField } from '../support/preview';
import { createParameters, identParameters, locator, useBench } from './support';

const bench = useBench();

/** What each operation is given for an output with everything that its preview shows. */
const CASES: Record<string, INodeParameters> = {
	'auth:getToken': {},
	'ident:create': createParameters(),
	'ident:downloadFiles': identParameters(),
	'ident:get': identParameters(),
	'ident:getChanges': identParameters(undefined, { known_status_code: '1' }),
	'ident:getData': identParameters(),
	'ident:setAppointment': identParameters(undefined, {
		termin_date: '2030-06-30T15:20',
		termin_user: '1',
	}),
	'ident:validate': createParameters(),
	'ident:waitForResult': identParameters(),
	'project:get': { project_id: locator(ACTIVE_PROJECT_ID) },
	'project:getMany': {},
	'webhook:getMany': {},
	'webhook:sendTest': {},
};

const operations = resources.flatMap(({ value, operations: own }) =>
	own.map((operation) => [`${value}:${operation.value}`, operation] as const),
);

/** What a request may lack. */
const OPTIONAL = Object.entries(identCreate.request.shape).flatMap(([name, field]) =>
	field.isOptional() ? [name] : [],
);

/** The names in a value or a preview, without types: a null says nothing of its type. */
function namesIn(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(namesIn).slice(0, 1);
	if (typeof value !== 'object' || value === null) return null;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]): [string, unknown] => [name, namesIn(inner)]),
	);
}

/** The same of a preview. */
function namesOf({ properties, items }: PreviewField): unknown {
	if (items) return [namesOf(items)];
	if (!properties) return null;
	return Object.fromEntries(
		Object.entries(properties).map(([name, field]): [string, unknown] => [name, namesOf(field)]),
	);
}

/** A list may be empty, and a request leaves out what is not given. */
function withoutEmptyLists(shown: unknown, found: unknown): unknown {
	if (Array.isArray(shown) && Array.isArray(found)) return found.length === 0 ? found : shown;
	if (typeof shown !== 'object' || shown === null) return shown;
	if (typeof found !== 'object' || found === null) return shown;
	return Object.fromEntries(
		Object.entries(shown)
			.filter(([name]) => name in found || !OPTIONAL.includes(name))
			.map(([name, inner]): [string, unknown] => [
				name,
				withoutEmptyLists(inner, Reflect.get(found, name)),
			]),
	);
}

test.each(operations)('%s returns what its preview shows', async (name, { value, result }) => {
	const parameters = CASES[name];
	expect(parameters).toBeDefined();
	if (name === 'webhook:getMany') bench().sandbox.webhooks.register('https://example.com/callback');
	const callbackUrl = `${bench().sandbox.url}/callback`;
	const { json } = await bench().run(name.split(':')[0] ?? '', value, {
		...parameters,
		...(name === 'webhook:sendTest' && { callbackUrl }),
	});
	const found = namesIn(json[0]);
	const shown = namesOf(previewOf(result));
	expect(found).toEqual(withoutEmptyLists(shown, found));
});
