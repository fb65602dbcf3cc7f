import { FROM_ITEM } from '../support/person';
import { locator, node, type NodeJson } from './actionSupport';
import { identify } from './waitSupport';

/** The node that creates the idents. */
export const INVITE = 'Invite';

/** What comes behind a webhook that is given `people`: an item for each, and an ident for each item. */
export function invitingNodes(credentialId: string, onError: string): NodeJson[] {
	const parameters = {
		resource: 'ident',
		operation: 'create',
		project_id: locator('6'),
		...FROM_ITEM,
		options: {},
	};
	return [
		node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.people', options: {} }),
		identify(INVITE, credentialId, parameters, { onError }),
	];
}
