import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_CONCURRENCY, DEFAULT_MAX_TRIES, DEFAULT_TIMEOUT_MS } from '../input/item';

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: DEFAULT_CONCURRENCY,
	description: 'How many requests are under way at once for one run of the node',
};

const maxTries: INodeProperties = {
	displayName: 'Max Tries',
	name: 'maxTries',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: DEFAULT_MAX_TRIES,
	description:
		'How often one request is tried at most, the first try included. A request that may already have been carried out is never sent again.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description:
		'How long one try may take, in milliseconds. For files, how long a download may be silent.',
};

/**
 * The collection `options` that every ident, project and webhook operation ends with.
 *
 * @param extra - options of one operation only
 */
export function optionsCollection(...extra: INodeProperties[]): INodeProperties {
	const options = [concurrency, maxTries, timeout, ...extra];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
