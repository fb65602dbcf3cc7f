import type { IDataObject } from 'n8n-workflow';

/** Hands one of the API's objects to n8n untouched. */
export function toJson(data: Record<string, unknown>): IDataObject {
	const json: IDataObject = {};
	return Object.assign(json, data);
}
