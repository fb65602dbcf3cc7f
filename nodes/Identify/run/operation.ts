import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Session } from '../client/session';
import type { Endpoint } from '../contract/endpoint';
import type { Item } from '../input/item';

/** What an operation returns for one item; the item loop adds the link to the input item. */
export type Output = Pick<INodeExecutionData, 'json' | 'binary'>;

/** Sends what was prepared. */
export type Send = (session: Session) => Promise<Output[]>;

/** Something that must not be done twice. */
export interface Change {
	send: Send;
	/** By what a person finds in the partner portal whether it was done, e.g. `the ident with …`. */
	lookFor: string;
	/** What makes two of them the same, e.g. the person: in another try all else may differ. */
	identity: readonly unknown[];
}

/** What is to be done for an item, or has been done already. */
export type Prepared = Send | Change | Output[];

/** How one item is waited for. */
export interface Wait {
	/**
	 * Looks whether it is final by now.
	 *
	 * @param signal - ends the look, in place of the execution's signal
	 * @returns its output; undefined while it is open
	 */
	look: (session: Session, signal?: AbortSignal) => Promise<Output | undefined>;
	/** The longest wait, in ms. */
	limitMs: number;
}

/** The place of an operation in the menu, and its parameters. */
interface Entry {
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
	/** Its parameters, in the order shown; their visibility is added by the registry. */
	properties: INodeProperties[];
}

/** An operation that deals with each item by itself, and at once. */
export interface Operation extends Entry {
	/**
	 * Set where an item carried out twice does harm: what became of each item is then remembered
	 * across n8n's retries. Says what its result is called and what is done to get it. Its items are
	 * prepared as changes.
	 */
	once?: { one: string; many: string; done: string; isLasting: boolean };
	/**
	 * Reads and checks one item, sending nothing.
	 *
	 * @returns how to send it; the output itself where nothing is to be sent
	 * @throws InvalidItem
	 */
	prepare(item: Item, context: IExecuteFunctions): Prepared | Promise<Prepared>;
}

/** An operation that waits, maybe for days, until all items are final. */
export interface WaitOperation extends Entry {
	/**
	 * Reads and checks one item, sending nothing.
	 *
	 * @throws InvalidItem
	 */
	wait(item: Item): Wait;
}

export type AnyOperation = Operation | WaitOperation;

/** A resource and its operations, in the order of the menu. */
export interface Resource {
	value: string;
	name: string;
	operations: readonly AnyOperation[];
}
