import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: [{ displayName: 'Concurrency', name: 'concurrency', type: 'number', default: 10 }],
};

const common = {
	group: ['transform'],
	version: 1,
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: 'identifyApi', required: true }],
} satisfies Partial<INodeTypeDescription>;

/** The same parameters as ident:get, and no others. */
export const floorDescription: INodeTypeDescription = {
	...common,
	displayName: 'Identify Floor',
	name: 'identifyFloor',
	description: 'The least that ident:get can cost; for the benchmark only',
	defaults: { name: 'Identify Floor' },
	properties: [
		{
			displayName: 'Ident',
			name: 'ident_id',
			type: 'resourceLocator',
			default: { mode: 'id', value: '' },
			modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
		},
		{ displayName: 'Output', name: 'output', type: 'string', default: 'simplified' },
		options,
	],
};

/** A download address, and how many files at once. */
export const fileFloorDescription: INodeTypeDescription = {
	...common,
	displayName: 'Identify File Floor',
	name: 'identifyFileFloor',
	description: 'The least that a download can cost; for the benchmark only',
	defaults: { name: 'Identify File Floor' },
	properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }, options],
};
