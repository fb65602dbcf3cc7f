import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { Identify } from '../../../nodes/Identify/Identify.node';

export const node = new Identify();

const MENU = ['resource', 'operation'];

/** Every value at its default but those given, as n8n fills them in. */
function valuesWith(given: INodeParameters): INodeParameters {
	const { properties } = node.description;
	const filled = NodeHelpers.getNodeParameters(
		properties,
		given,
		true,
		false,
		{ typeVersion: 1 },
		node.description,
	);
	return { ...filled, ...given };
}

/** The parameters that a person sees, as n8n's editor decides it; without the two menus. */
export function visibleParameters(given: INodeParameters): INodeProperties[] {
	const values = valuesWith(given);
	return node.description.properties.filter(
		(property) =>
			!MENU.includes(property.name) &&
			NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, node.description),
	);
}

/** The parameters of one operation, also those that another value would show. */
export function parametersOf(resource: string, operation: string): INodeProperties[] {
	return node.description.properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return resources?.includes(resource) && operations?.includes(operation);
	});
}

/** The fields of a collection. */
export function fieldsOf({ type, options }: INodeProperties): INodeProperties[] {
	if (type !== 'collection') return [];
	return (options ?? []).filter((option) => 'displayName' in option && 'type' in option);
}

/** The values of a list. */
export function valuesOf({ options }: INodeProperties): unknown[] {
	return (options ?? []).map((option) => ('value' in option ? option.value : undefined));
}

/** A parameter, or a field of a collection (`options.timeout`). */
export function find(properties: INodeProperties[], path: string): INodeProperties {
	const [name, field] = path.split('.');
	const found = properties.filter((property) => property.name === name);
	const [first] = found;
	if (!first || found.length > 1) throw new Error(`${found.length} parameters named ${path}`);
	return field === undefined ? first : find(fieldsOf(first), field);
}

/** Every parameter and field of a collection, with a name to show in tests. */
export const everyParameter = node.description.properties.flatMap((property) => [
	{ path: property.name, property },
	...fieldsOf(property).map((field) => ({
		path: `${property.name}.${field.name}`,
		property: field,
	})),
]);
