import type { WorkflowJson } from '../../support/n8nClient';
import { chain, node } from '../actionSupport';

const TEXT = {
	type: 'string',
	display: true,
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: true,
};

/** A person's workflow that hands one item to an example, as the sticky notes tell. */
export function caller(
	workflowId: string,
	input: Readonly<Record<string, string>>,
	{ waits = true } = {},
): WorkflowJson {
	const names = Object.keys(input);
	const assignments = names.map((name) => ({ id: name, name, value: input[name], type: 'string' }));
	return chain([
		node('Created', 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} }),
		node('Hand Over', 'n8n-nodes-base.executeWorkflow', 1.2, {
			workflowId: { __rl: true, mode: 'id', value: workflowId },
			workflowInputs: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`])),
				matchingColumns: [],
				schema: names.map((id) => ({ ...TEXT, id, displayName: id })),
			},
			mode: 'each',
			options: { waitForSubWorkflow: waits },
		}),
	]);
}
