import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Session } from '../client/session';
import type { Endpoint } from '../contract/endpoint';
import type { Item } from '../input/item';

/** What an operation returns for one item; the item loop adds the link to the input item. */
export type Output = Pick<INodeExecutionData, 'json' | 'binary'>;

/** Sends what was prepared. */
export type Send = (session: Session) => Promise<Output[]>;

/** What is to be done for an item, or has been done already. */
export type Prepared = Send | Output[];

/** One operation: its place in the menu, its parameters, and what it does with one item. */
export interface Operation {
	/** The stored name, e.g. `create`. */
	value: string;
	/** The label in the Operation menu. */
	name: string;
	/** The label in the node panel, a sentence. */
	action: string;
	description: string;
	/** The endpoint that it asks, if it asks one for each item. */
	endpoint?: Endpoint<z.ZodTypeAny, z.ZodTypeAny>;
	/** What it does besides, in words, e.g. `then each download address`. */
	asks?: string;
	/** What whoever builds a workflow should know to choose it well, e.g. n8n's AI builder. */
	builderHint?: string;
	/** What an item of its output holds with the defaults, for the editor's preview. */
	result: z.ZodTypeAny;
	/** Set where a model must not call it: what to use instead, sentences. */
	notForTools?: string;
	/**
	 * Set where an item carried out twice does harm: what became of each item is then remembered
	 * across n8n's retries. Says what its result is called and what is done to get it.
	 */
	once?: { one: string; many: string; done: string; isLasting: boolean };
	/** Its parameters, in the order shown; their visibility is added by the registry. */
	properties: INodeProperties[];
	/**
	 * Reads and checks one item, sending nothing.
	 *
	 * @returns how to send it; the output itself where nothing is to be sent
	 * @throws InvalidItem
	 */
	prepare(item: Item, context: IExecuteFunctions): Prepared | Promise<Prepared>;
}

/** A resource and its operations, in the order of the menu. */
export interface Resource {
	value: string;
	name: string;
	operations: readonly Operation[];
}
