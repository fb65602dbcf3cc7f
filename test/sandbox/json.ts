export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** "All data is sent as UTF-8 encoded JSON": undefined for anything else, a BOM included. */
export function parseUtf8Json(bytes: Buffer): Json | undefined {
	try {
		const value: Json = JSON.parse(utf8.decode(bytes));
		return value;
	} catch {
		return undefined;
	}
}

/** A comma before the closing brackets: what the documentation's own samples have. */
export function withTrailingComma(text: string): string {
	return text.replace(/([^[{,])([}\]]+)$/, '$1,$2');
}
