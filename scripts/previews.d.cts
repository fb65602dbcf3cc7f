import type { ZodTypeAny } from 'zod';

/** A field of an output preview. */
export interface Field {
	type: string;
	properties?: Record<string, Field>;
	items?: Field;
}

/** The preview of what a schema describes. */
export function previewOf(schema: ZodTypeAny): Field & { version: number };
