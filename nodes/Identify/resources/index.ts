import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { auth } from './auth';
import { ident } from './ident';
import type { AnyOperation, Resource } from '../run/operation';
import { project } from './project';
import { webhook } from './webhook';

/**
 * Every resource of the node. The menu, the parameters, the dispatch and the README's table derive
 * from this list: a new operation is one file and one line in its resource's list.
 */
export const resources: readonly Resource[] = [auth, ident, project, webhook];

/** Keeps an entry out of the menus of the node as a tool. */
const HIDDEN_FROM_TOOLS = { displayOptions: { hide: { '@tool': [true] } } };

function isForTools({ notForTools }: AnyOperation): boolean {
	return notForTools === undefined;
}

function operationMenu({ value, operations }: Resource): INodeProperties {
	const firstOperation = operations[0]?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: [...operations]
			.sort((a, b) => a.name.localeCompare(b.name))
			.map((operation) => ({
				name: operation.name,
				value: operation.value,
				action: operation.action,
				description: operation.description,
				...(operation.builderHint !== undefined && {
					builderHint: { propertyHint: operation.builderHint },
				}),
				...(!isForTools(operation) && HIDDEN_FROM_TOOLS),
			})),
		default: firstOperation,
	};
}

/** The parameters of a resource's operations, each list once, shown for all operations that share it. */
function operationProperties({ value, operations }: Resource): INodeProperties[] {
	const lists = new Set(operations.map(({ properties: own }) => own));
	return [...lists].flatMap((list) => {
		const sharing = operations.filter((operation) => operation.properties === list);
		const operation = sharing.map((one) => one.value);
		return updateDisplayOptions({ show: { resource: [value], operation } }, list);
	});
}

/** The node's parameters. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ value, name, operations }) => ({
			name,
			value,
			...(!operations.some(isForTools) && HIDDEN_FROM_TOOLS),
		})),
		default: 'ident',
	},
	...resources.map(operationMenu),
	...resources.flatMap(operationProperties),
];

/** Finds what a workflow stored; undefined when this version of the node has no such operation. */
export function findOperation(resource: string, operation: string): AnyOperation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}
