import { IdentifyApi } from '../../../credentials/IdentifyApi.credentials';
import { resources } from '../../../nodes/Identify/resources';
import { everyParameter } from './parameters';

/** Words that stay small inside a title, as in n8n's own nodes. */
const SMALL = /^(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$/;

const isTitle = (label: string) =>
	label
		.split(/\s+/)
		.every((word, index) => (index > 0 && SMALL.test(word)) || /^(?:\p{Lu}|\(?\d)/u.test(word));

/** Small letters but for the first, abbreviations aside. */
const isSentence = (text: string) =>
	text
		.split(' ')
		.every((word, index) =>
			index === 0 ? /^\p{Lu}/u.test(word) : !/^\p{Lu}(?:\p{Ll}|$)/u.test(word),
		);

const parameters = [
	...everyParameter,
	...new IdentifyApi().properties.map((property) => ({
		path: `credential ${property.name}`,
		property,
	})),
];

const modes = parameters.flatMap(({ path, property }) =>
	(property.modes ?? []).map((mode) => ({ path: `${path}, mode ${mode.name}`, ...mode })),
);

/** The entries of lists, but for countries, which are proper names. */
const entries = parameters.flatMap(({ path, property }) =>
	(property.options ?? []).flatMap((option) =>
		'value' in option && !/(?:nationality|country)$/.test(path)
			? [{ path: `${path}: ${option.value}`, name: option.name }]
			: [],
	),
);

it('the rules themselves can tell', () => {
	const titles = [
		'First Name',
		'Failed (4)',
		'PDF to Sign',
		'Custom 1',
		'Put Output File in Field',
	];
	expect(titles.filter((title) => !isTitle(title))).toEqual([]);
	expect(['First name', 'pdf to Sign', 'to Sign'].filter(isTitle)).toEqual([]);
	expect(['Get An Ident', 'get an ident', 'Create A project'].filter(isSentence)).toEqual([]);
	expect(['Get an ident', 'Get PDF files'].filter((text) => !isSentence(text))).toEqual([]);
});

it('the lists below are not empty', () => {
	expect(parameters.length).toBeGreaterThan(60);
	expect(modes.length).toBeGreaterThan(5);
	expect(entries.length).toBeGreaterThan(15);
});

const notices = parameters.filter(({ property }) => property.type === 'notice');
const labelled = parameters.filter((parameter) => !notices.includes(parameter));

it.each(notices)('the notice $path is made of sentences', ({ property }) => {
	expect(property.displayName).toMatch(/^\p{Lu}.*\.$/u);
});

it.each(labelled)('the label of $path is in Title Case', ({ property }) => {
	expect([property.displayName].filter((label) => !isTitle(label))).toEqual([]);
});

it.each(modes)('the label of $path is in Title Case', ({ displayName }) => {
	expect([displayName].filter((label) => !isTitle(label))).toEqual([]);
});

it.each(entries)('the entry $path is in Title Case', ({ name }) => {
	expect([name].filter((label) => !isTitle(label))).toEqual([]);
});

const operations = resources.flatMap(({ value, name, operations: own }) =>
	own.map((operation) => ({ ...operation, key: `${value}:${operation.value}`, resource: name })),
);

it.each(operations)('$key is named in Title Case and acts in a sentence', (operation) => {
	expect([operation.name, operation.resource].filter((label) => !isTitle(label))).toEqual([]);
	expect([operation.action].filter((action) => !isSentence(action))).toEqual([]);
	expect(operation.action).not.toMatch(/[.!]$/);
	expect(operation.description).toMatch(/^\p{Lu}/u);
});

it.each(parameters.filter(({ property }) => property.type === 'boolean'))(
	'the switch $path says "Whether"',
	({ property }) => {
		expect(property.description).toMatch(/^Whether /);
	},
);

const placeholders = [
	...parameters.map(({ path, property }) => ({ path, text: property.placeholder })),
	...modes.map(({ path, placeholder }) => ({ path, text: placeholder })),
].filter(({ text }) => text !== undefined);

it.each(placeholders)('the placeholder of $path is an example: $text', ({ text }) => {
	expect(text).toMatch(/^(?:e\.g\. |Add )\S/);
});

it.each(parameters.filter(({ property }) => property.type === 'collection'))(
	'the collection $path says what it adds',
	({ property }) => {
		expect(property.placeholder).toMatch(/^Add /);
		expect(property.default).toEqual({});
	},
);

it.each(parameters.filter(({ property }) => property.description !== undefined))(
	'the description of $path is text, without blanks around',
	({ property }) => {
		expect(property.description).toMatch(/^[\p{Lu}].*\S$/u);
		// n8n's habit: one sentence has no full stop, several have one each.
		const sentences = (property.description ?? '').split(/(?<!e\.g)\.\s/).length;
		expect(property.description?.endsWith('.')).toBe(sentences > 1);
	},
);

it('every field says what it is for, but those whose label says all', () => {
	const silent = parameters.filter(
		({ path, property: { description, hint, type } }) =>
			!/^(?:resource|operation)$|^credential /.test(path) &&
			!['notice', 'hidden', 'collection'].includes(type) &&
			!description &&
			!hint,
	);
	expect(silent.map(({ path }) => path)).toEqual([]);
});
