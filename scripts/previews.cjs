'use strict';

/** Output previews: what n8n's editor shows of an operation's output before the first run. */

const { mkdir, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { zodToJsonSchema } = require('zod-to-json-schema');

/** The editor shows one type for each field: of several, that which is not null. */
function plain(schema) {
	const choices = schema.anyOf ?? [schema];
	const chosen = choices.find(({ type, anyOf }) => anyOf || (type && type !== 'null')) ?? {};
	if (chosen !== schema && chosen.anyOf) return plain(chosen);
	const type = [chosen.type ?? 'string'].flat().find((name) => name !== 'null');
	if (type === 'object') {
		const entries = Object.entries(chosen.properties ?? {});
		return {
			type,
			properties: Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)])),
		};
	}
	return type === 'array' ? { type, items: plain(chosen.items ?? {}) } : { type };
}

/** The preview of what a zod schema describes, in the form of n8n's own nodes. */
function previewOf(schema) {
	return { ...plain(zodToJsonSchema(schema, { $refStrategy: 'none' })), version: 1 };
}

/**
 * Writes the previews of all operations, and of the trigger, where n8n looks for them.
 *
 * @param {string} folder - the folder of the compiled nodes
 * @param {Array<{ value: string, operations: Array<{ value: string, result: unknown }> }>} resources
 * @param {unknown} event - the trigger's output
 */
async function writePreviews(folder, resources, event) {
	const version = path.join(folder, '__schema__', 'v1.0.0');
	const files = resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, result }) => [path.join(resource, `${value}.json`), result]),
	);
	for (const [name, schema] of [...files, ['output.json', event]]) {
		const file = path.join(version, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `${JSON.stringify(previewOf(schema), null, '\t')}\n`);
	}
}

module.exports = { previewOf, writePreviews };
