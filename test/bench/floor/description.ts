import type { INodeTypeDescription } from 'n8n-workflow';

/** The same parameters as ident:get, and no others. */
export const floorDescription: INodeTypeDescription = {
	displayName: 'Identify Floor',
	name: 'identifyFloor',
	group: ['transform'],
	version: 1,
	description: 'The least that ident:get can cost; for the benchmark only',
	defaults: { name: 'Identify Floor' },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: 'identifyApi', required: true }],
	properties: [
		{
			displayName: 'Ident',
			name: 'ident_id',
			type: 'resourceLocator',
			default: { mode: 'id', value: '' },
			modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
		},
		{ displayName: 'Simplify', name: 'simplify', type: 'boolean', default: true },
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			default: {},
			options: [{ displayName: 'Concurrency', name: 'concurrency', type: 'number', default: 10 }],
		},
	],
};
