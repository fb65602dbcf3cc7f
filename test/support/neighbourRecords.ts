import axios from 'axios';
import type { Neighbours, NeighbourAddresses } from '../neighbours';
import { waitFor } from './waiting';

type Books = Neighbours['books'];

/** What an account holds, by the name of its records. */
export type Account<Name extends keyof Books> = ReturnType<Books[Name]['of']>;

/** What the neighbours have noted, seen from another process. */
export class NeighbourRecords {
	constructor(readonly addresses: NeighbourAddresses) {}

	/** @param account the token, key or user name of the credential */
	async of<Name extends keyof Books>(name: Name, account: string): Promise<Account<Name>> {
		const url = `${this.addresses.url}/records/${name}`;
		const { data } = await axios.get<Account<Name>>(url, { params: { account }, proxy: false });
		return data;
	}

	/** Waits until an account holds what `look` finds, and gives that. */
	async waitFor<Name extends keyof Books, Found>(
		what: string,
		[name, account]: readonly [Name, string],
		look: (held: Account<Name>) => Found | undefined,
	): Promise<Found> {
		return await waitFor(what, async () => look(await this.of(name, account)));
	}
}
