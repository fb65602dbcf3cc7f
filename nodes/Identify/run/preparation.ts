import { sleep, type INode, type INodeProperties } from 'n8n-workflow';
import { Item } from '../input/item';
import { Parameters, type ParameterSource } from '../input/parameters';
import { faultyItemsError, type NodeError } from './nodeErrors';

/**
 * Reads and checks every item before anything is sent.
 *
 * @param prepare - what to do with an item; what it throws is kept in the item's place
 * @param requireRunning - throws when nobody waits for the outcome any more
 * @throws whatever `requireRunning` throws
 */
export async function prepareAll<Prepared>(
	source: ParameterSource,
	properties: readonly INodeProperties[],
	prepare: (item: Item) => Prepared | Promise<Prepared>,
	requireRunning: () => void,
): Promise<Array<Prepared | Error>> {
	const prepared: Array<Prepared | Error> = [];
	const parameters = new Parameters(source);
	const { length } = source.getInputData();
	for (let index = 0; index < length; index++) {
		// Lets n8n breathe: expressions of thousands of items take seconds, and someone may stop them.
		if (index % 50 === 0) await sleep(0);
		requireRunning();
		try {
			prepared.push(await prepare(new Item(source, index, properties, parameters)));
		} catch (error) {
			prepared.push(error instanceof Error ? error : new Error(String(error)));
		}
	}
	return prepared;
}

/** One error that names every bad field of every bad item; undefined when there is none. */
export function faultsIn(
	node: INode,
	properties: readonly INodeProperties[],
	prepared: readonly unknown[],
): NodeError | undefined {
	const faulty = new Map<number, Error>();
	for (const [index, entry] of prepared.entries()) {
		if (entry instanceof Error) faulty.set(index, entry);
	}
	return faulty.size > 0 ? faultyItemsError(node, faulty, prepared.length, properties) : undefined;
}
