import type { IExecuteFunctions } from 'n8n-workflow';

/** Says something about the output, above it in the editor, where the output alone would puzzle. */
export function hint(
	context: IExecuteFunctions,
	message: string,
	type: 'info' | 'warning' = 'info',
): void {
	context.addExecutionHints({ message, type, location: 'outputPane' });
}
