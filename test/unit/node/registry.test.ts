import {
	NodeHelpers,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { findOperation, resources } from '../../../nodes/Identify/resources';
import { ACTION_TABLE, COLLECTIONS, DEFAULTS } from './actionTable';
import {
	everyParameter,
	fieldsOf,
	find,
	node,
	parametersOf,
	valuesOf,
	visibleParameters,
} from './parameters';

const names = (properties: Array<{ name: string }>) => properties.map(({ name }) => name);

describe('the menus', () => {
	it('offer the resources', () => {
		const menu = find(node.description.properties, 'resource');
		expect(valuesOf(menu)).toEqual([...new Set(ACTION_TABLE.map(({ resource }) => resource))]);
		expect(menu.noDataExpression).toBe(true);
	});

	it.each(['auth', 'ident', 'project', 'webhook'])('offer the operations of %s', (resource) => {
		const menus = node.description.properties.filter(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(resource),
		);
		expect(menus).toHaveLength(1);
		const offered = menus.flatMap(valuesOf);
		const expected = ACTION_TABLE.filter((row) => row.resource === resource);
		expect([...offered].sort()).toEqual(expected.map(({ operation }) => operation).sort());
		expect(offered).toContain(menus[0]?.default);
		expect(menus[0]?.noDataExpression).toBe(true);
	});

	it('offer to models what is for them, by default too, and nothing else', () => {
		const description = { ...node.description, name: `${node.description.name}Tool` };
		const offered = ({ options = [] }: INodeProperties, type: INodeTypeDescription) =>
			options
				.filter(
					(option): option is INodePropertyOptions =>
						'value' in option && NodeHelpers.displayParameter({}, option, { typeVersion: 1 }, type),
				)
				.map(({ value }) => value);
		const left: string[] = [];
		for (const { value: resource, operations } of resources) {
			const menu = node.description.properties.find(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource),
			);
			if (!menu) throw new Error(`${resource} has no menu`);
			const forTools = operations.filter(({ notForTools }) => notForTools === undefined);
			expect(offered(menu, node.description)).toHaveLength(operations.length);
			expect(offered(menu, description).sort()).toEqual(forTools.map(({ value }) => value).sort());
			if (forTools.length === 0) continue;
			left.push(resource);
			expect(offered(menu, description)).toContain(menu.default);
		}
		const menu = find(node.description.properties, 'resource');
		expect(offered(menu, node.description)).toEqual(resources.map(({ value }) => value));
		expect(offered(menu, description)).toEqual(left);
		expect(left).not.toContain('auth');
		expect(left).toContain(menu.default);
	});

	it('lead to the operation that was picked, and nowhere else', () => {
		for (const { resource, operation, endpoint } of ACTION_TABLE) {
			const found = findOperation(resource, operation);
			expect(found?.value).toBe(operation);
			expect(found?.endpoint && `${found.endpoint.method} ${found.endpoint.path}`).toBe(endpoint);
		}
		const all = resources.flatMap(({ value, operations }) =>
			operations.map((operation) => `${value}:${operation.value}`),
		);
		expect(all.sort()).toEqual(
			ACTION_TABLE.map((row) => `${row.resource}:${row.operation}`).sort(),
		);
		expect(findOperation('ident', 'delete')).toBeUndefined();
		expect(findOperation('constructor', 'create')).toBeUndefined();
		expect(findOperation('project', 'create')).toBeUndefined();
	});
});

describe.each(ACTION_TABLE)(
	'$resource:$operation',
	({ resource, operation, parameters, options }) => {
		it('shows the parameters of the interface, in its order', () => {
			const shown = visibleParameters({ resource, operation });
			// A notice is text; workflows store nothing of it.
			const stored = shown.filter(({ type }) => type !== 'notice');
			expect(names(stored)).toEqual(parameters);
		});

		it('has the options of the interface', () => {
			const offered = parametersOf(resource, operation)
				.filter(({ name }) => name === 'options')
				.flatMap(fieldsOf);
			expect(names(offered).sort()).toEqual([...(options ?? [])].sort());
		});
	},
);

describe('ident:create', () => {
	const create = { resource: 'ident', operation: 'create' };
	const all = parametersOf('ident', 'create');

	it.each(Object.entries(COLLECTIONS))('has the fields of %s', (collection, fields) => {
		expect(names(fieldsOf(find(all, collection))).sort()).toEqual([...fields].sort());
	});

	it.each([
		['none', []],
		['binary', ['pdfBinaryField']],
		['url', ['pdf_url']],
		['base64', ['pdf_content']],
	])('with the PDF source %s shows %j right below it', (pdfSource, expected) => {
		const shown = names(visibleParameters({ ...create, pdfSource }));
		const start = shown.indexOf('pdfSource') + 1;
		expect(shown.slice(start, shown.indexOf('customFields'))).toEqual(expected);
	});

	it('has these PDF sources', () => {
		expect(valuesOf(find(all, 'pdfSource'))).toEqual(['none', 'binary', 'url', 'base64']);
	});
});

it('the limit is hidden when everything is returned', () => {
	for (const resource of ['project', 'webhook']) {
		const shown = visibleParameters({ resource, operation: 'getMany', returnAll: true });
		expect(names(shown)).toEqual(['returnAll', 'options']);
	}
});

it.each(DEFAULTS)('%s: %s is %j by default', (key, path, expected) => {
	const [resource = '', operation = ''] = key.split(':');
	expect(find(parametersOf(resource, operation), path).default).toEqual(expected);
});

describe('resource locators', () => {
	const modes = (resource: string, operation: string, name: string) =>
		find(parametersOf(resource, operation), name).modes?.map((mode) => mode.name);

	it.each(['create', 'get'])('project_id of %s is picked or entered', (operation) => {
		const resource = operation === 'create' ? 'ident' : 'project';
		expect(modes(resource, operation, 'project_id')).toEqual(['list', 'id']);
	});

	it.each(['get', 'getData', 'getChanges', 'downloadFiles', 'setAppointment', 'waitForResult'])(
		'ident_id of %s is an ID or a conference URL',
		(operation) => {
			expect(modes('ident', operation, 'ident_id')).toEqual(['id', 'url']);
		},
	);

	it('search with methods that the node has', () => {
		const methods = everyParameter
			.flatMap(({ property }) => property.modes ?? [])
			.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
		expect(methods.length).toBeGreaterThan(0);
		for (const method of methods) expect(Object.keys(node.methods.listSearch)).toContain(method);
	});
});

it('types suit the values', () => {
	const type = (operation: string, path: string) =>
		find(parametersOf('ident', operation), path).type;
	expect(type('setAppointment', 'termin_date')).toBe('dateTime');
	expect(type('create', 'birthday')).toBe('dateTime');
	expect(type('create', 'nationality')).toBe('options');
	expect(type('create', 'country')).toBe('options');
	expect(type('downloadFiles', 'fileTypes')).toBe('multiOptions');
});

it('no parameter is left that belongs to no operation', () => {
	for (const { path, property } of everyParameter) {
		if (path.includes('.') || ['resource', 'operation'].includes(path)) continue;
		const { resource = [], operation = [] } = property.displayOptions?.show ?? {};
		const rows = ACTION_TABLE.filter(
			(candidate) =>
				resource.includes(candidate.resource) && operation.includes(candidate.operation),
		);
		const operations = rows.map((row) => row.operation).sort();
		expect({ path, resource, operation: [...operation].sort() }).toEqual({
			path,
			resource: [expect.any(String)],
			operation: operations,
		});
		expect(operations.length).toBeGreaterThan(0);
	}
});

it('Create and Validate share one list of parameters', () => {
	const lists = ['create', 'validate'].map((operation) => parametersOf('ident', operation));
	expect(lists[1]).toEqual(lists[0]);
	const shared = everyParameter.filter(({ path }) => path === 'person_first_name');
	expect(shared.map(({ property }) => property.displayOptions?.show)).toEqual([
		{ resource: ['ident'], operation: ['create', 'validate'] },
	]);
});
