/** A request that a stand-in was sent, as the service would have seen it. */
export interface ServiceCall {
	method: string;
	host: string;
	/** Without the query. */
	path: string;
	query: Record<string, unknown>;
	/** Parsed JSON or form; text, or null without one. */
	body: unknown;
}

/**
 * What one service keeps, account by account: whoever brings a token that nobody has used gets an empty
 * account, so tests that share a stand-in never meet.
 */
export class Book<Account extends object> {
	private readonly accounts = new Map<string, Account>();

	/** @param open an empty account */
	constructor(private readonly open: () => Account) {}

	of(name: string): Account {
		const known = this.accounts.get(name);
		if (known) return known;
		const account = this.open();
		this.accounts.set(name, account);
		return account;
	}

	/** All accounts by name, as JSON can hold them. */
	toJSON(): Record<string, Account> {
		return Object.fromEntries(this.accounts);
	}

	/** Puts back what `toJSON` gave, in place of what is there. */
	load(saved: Record<string, Account>): void {
		this.accounts.clear();
		for (const [name, account] of Object.entries(saved)) {
			this.accounts.set(name, { ...this.open(), ...account });
		}
	}
}
