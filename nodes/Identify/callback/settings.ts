import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { hasExpression } from '../input/expressions';
import { cleanPath, pathProblem } from './path';
import { rangeFault, readRange, type Range } from './authorise';
import {
	projectFault,
	readList,
	splitStatuses,
	splitWords,
	statusFault,
	type Given,
	type ListRule,
} from '../input/lists';

/** What the person set on the trigger. A list that is undefined is not set: everything passes. */
export interface TriggerSettings {
	/** Codes and texts, of Statuses and Other Statuses together. */
	statuses: readonly string[] | undefined;
	projectIds: readonly string[] | undefined;
	/** Who may call. */
	ranges: readonly Range[] | undefined;
	confirm: boolean;
	output: (typeof OUTPUTS)[number];
	/** How long an event is remembered, in ms; 0 is off. */
	windowMs: number;
	checkRegistration: boolean;
	/** The chosen path of the URL, cleaned; empty when it is under the webhook ID. */
	path: string;
	/** What cannot be read, each a clause that ends with how to write it. */
	problems: readonly string[];
}

const OUTPUTS = ['callback', 'status', 'ident', 'identData'] as const;

/** What is no list; anything unreadable falls back to what is safe. */
const plainSchema = z.object({
	confirm: z.boolean().catch(true),
	output: z.enum(OUTPUTS).catch('callback'),
	ignoreRepeatsFor: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).catch(60),
	checkRegistration: z.boolean().catch(true),
});

const STATUSES: ListRule = {
	name: 'Statuses',
	split: splitStatuses,
	fault: statusFault,
	example: 'Give a list of codes, e.g. ["5", "4"], or a text, e.g. 5, 4',
};
const OTHER_STATUSES: ListRule = {
	name: 'Settings > Other Statuses',
	split: splitStatuses,
	fault: statusFault,
	example: 'Write codes or texts with commas between them, e.g. 6, Cancelled',
};
const PROJECT_IDS: ListRule = {
	name: 'Settings > Project IDs',
	split: splitWords,
	fault: projectFault,
	example: 'Write the IDs with commas between them, e.g. 6, 13',
};
const IP_ALLOWLIST: ListRule = {
	name: 'Settings > IP Allowlist',
	split: splitWords,
	fault: rangeFault,
	example: 'Write e.g. 203.0.113.7 or 203.0.113.0/24',
};

function together(
	one: string[] | undefined,
	other: string[] | undefined,
): readonly string[] | undefined {
	return one || other ? [...(one ?? []), ...(other ?? [])] : undefined;
}

/** Gives a parameter; one whose expression fails is one that gives nothing. */
function valueOf(context: IWebhookFunctions | IHookFunctions, name: string): Given {
	const { [name]: value } = context.getNode().parameters;
	// To resolve expressions takes n8n a while for each parameter, and triggers hardly have any.
	if (!hasExpression(value)) return { value, isComputed: false };
	try {
		return { value: context.getNodeParameter(name), isComputed: true };
	} catch {
		return { value: undefined, isComputed: true };
	}
}

/** Reads the trigger's parameters, all of them and once. */
export function readSettings(context: IWebhookFunctions | IHookFunctions): TriggerSettings {
	const entered: IDataObject = {};
	Object.assign(entered, context.getNode().parameters.settings);
	const collection: IDataObject = {};
	const settings = valueOf(context, 'settings');
	Object.assign(collection, settings.value);
	const inCollection = (name: string): Given => ({
		value: collection[name],
		isComputed: settings.isComputed && hasExpression(entered[name]),
	});
	const statuses = readList(valueOf(context, 'statuses'), STATUSES);
	const others = readList(inCollection('otherStatuses'), OTHER_STATUSES);
	const projects = readList(inCollection('projectIds'), PROJECT_IDS);
	const callers = readList(inCollection('ipAllowlist'), IP_ALLOWLIST);
	const plain = plainSchema.parse({
		...collection,
		confirm: valueOf(context, 'confirm').value,
		output: valueOf(context, 'output').value,
	});
	// As it is stored, see pathProblem.
	const path = 'path' in entered ? entered.path : collection.path;
	return {
		statuses: together(statuses.entries, others.entries),
		projectIds: projects.entries,
		ranges: callers.entries?.map(readRange).filter((range) => range !== undefined),
		confirm: plain.confirm,
		output: plain.output,
		windowMs: plain.ignoreRepeatsFor * 1000,
		checkRegistration: plain.checkRegistration,
		path: cleanPath(path),
		problems: [
			...[statuses, others, projects, callers].flatMap(({ problems }) => problems),
			...[pathProblem(path)].filter((problem) => problem !== undefined),
		],
	};
}
