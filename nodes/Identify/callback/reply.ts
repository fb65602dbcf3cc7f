/** Why a request is not accepted as a callback, and the HTTP answer that says so. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	constructor(
		readonly status: 400 | 401 | 403 | 503,
		message: string,
	) {
		super(message);
	}
}
