import type { IDataObject } from 'n8n-workflow';
import { FILE_FLOOR, FLOOR } from './floorPackage';
import { contestantNode, type NodeJson } from './workflow';

/** The newest one of n8n 2.41.1. */
const HTTP_REQUEST_VERSION = 4.5;

/** The Identify node. */
export function identify(
	resource: string,
	operation: string,
	parameters: IDataObject,
	credentialId: string,
): NodeJson {
	const all = { resource, operation, options: {}, ...parameters };
	return contestantNode('n8n-nodes-identify24.identify', 1, all, credentialId);
}

/** n8n's HTTP Request node with our credential, as the editor configures it by default. */
export function httpRequest(
	parameters: IDataObject,
	credentialId: string,
	more: IDataObject = {},
): NodeJson {
	const all = {
		method: 'GET',
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'identifyApi',
		options: {},
		...parameters,
	};
	const type = 'n8n-nodes-base.httpRequest';
	return contestantNode(type, HTTP_REQUEST_VERSION, all, credentialId, more);
}

/** The floor: see `floor/`. */
export function floor(parameters: IDataObject, credentialId: string): NodeJson {
	return contestantNode(FLOOR, 1, parameters, credentialId);
}

/** The floor of downloads. */
export function fileFloor(parameters: IDataObject, credentialId: string): NodeJson {
	return contestantNode(FILE_FLOOR, 1, parameters, credentialId);
}

/** A resource locator in mode "By ID", as the editor stores it. */
export function byId(value: string): IDataObject {
	return { __rl: true, mode: 'id', value };
}
