import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether a model calls the node as a tool. n8n gives Agent 1 and 2 and the MCP Server Trigger a
 * context that says so (n8n 1.123 has no such method), while Agent 3 lets the engine run a node of
 * the type that n8n derives for tools, whose name ends so.
 */
export function isToolCall(context: IExecuteFunctions): boolean {
	const says = 'isToolExecution' in context && context.isToolExecution();
	return says || context.getNode().type.endsWith('Tool');
}
