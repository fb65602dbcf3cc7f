import { ExpressionError, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { IdentifyFailure } from '../client/failure';
import { asInvalidItem, describeInvalidItems } from '../input/invalidItem';

export type NodeError = NodeApiError | NodeOperationError;

/**
 * n8n replaces a message in which it finds a network error's code, be it in "info@freeaccess.de"
 * (EACCES). Ours says what happened.
 */
function withMessage<Error extends NodeError>(error: Error, message: string): Error {
	error.message = message;
	return error;
}

/**
 * Gives an error the form that n8n shows: message, advice, HTTP code and item. Nothing of an
 * unknown error but its message is kept, because n8n stores errors whole.
 *
 * @param itemIndex - left out where there are no items, e.g. in dropdowns
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeError {
	if (error instanceof IdentifyFailure) {
		const { message, advice, httpCode, messages } = error.details;
		const options = {
			message,
			description: advice,
			httpCode: httpCode === null ? undefined : String(httpCode),
			itemIndex,
		};
		return withMessage(new NodeApiError(node, { message, messages }, options), message);
	}
	// Errors of n8n itself, e.g. of an expression, say what they have to say.
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return withMessage(new NodeOperationError(node, message, { itemIndex }), message);
}

/**
 * The output of an item that failed while the node is set to go on.
 *
 * n8n sends an item to the error output by its `error`, but reduces the JSON of an item that still
 * has one to the message. Not being enumerable, it is read for the former and lost in the copy that
 * n8n makes before the latter.
 */
export function errorItem(node: INode, error: unknown, itemIndex: number): INodeExecutionData {
	const details = error instanceof IdentifyFailure ? error.details : undefined;
	const message = details
		? `${details.message}. ${details.advice}`
		: toNodeError(node, error, itemIndex).message;
	const json: IDataObject = {
		error: message,
		httpCode: details?.httpCode ?? null,
		messages: details?.messages ?? [],
	};
	const item: INodeExecutionData = { json, pairedItem: { item: itemIndex } };
	if (node.onError !== 'continueErrorOutput') return item;
	return Object.defineProperty(item, 'error', { value: toNodeError(node, error, itemIndex) });
}

/**
 * One error for all items that cannot be sent.
 *
 * @param faulty - what is wrong with which item: InvalidItem, or an expression that failed
 * @param total - how many items there are
 * @param properties - the operation's parameters
 */
export function faultyItemsError(
	node: INode,
	faulty: ReadonlyMap<number, Error>,
	total: number,
	properties: readonly INodeProperties[],
): NodeError {
	const [first] = faulty;
	const invalid = [...faulty].map(([index, error]) => asInvalidItem(error, index, properties));
	const areExpressions = [...faulty.values()].every((error) => error instanceof ExpressionError);
	// n8n shows the expression itself when its own error reaches it.
	if (first && areExpressions) return toNodeError(node, first[1], first[0]);
	const message = describeInvalidItems(invalid, total);
	const options = {
		itemIndex: faulty.size === 1 ? first?.[0] : undefined,
		description:
			'Correct the fields named, in the node or in the data that it gets, and run it again.',
	};
	return withMessage(new NodeOperationError(node, message, options), message);
}
