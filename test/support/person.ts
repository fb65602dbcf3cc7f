/** A person as a CRM lists one, one column a parameter of ident:create. */
export const PERSON = {
	person_first_name: 'Jane',
	person_last_name: 'Doe',
	birthday: '1981-09-05',
	email: 'jane.doe@example.com',
	mobile_phone: '+491511111111',
	nationality: 'DE',
	street: 'Parkstr.',
	house_no: '45',
	zip_code: '90763',
	city: 'Nürnberg',
	country: 'DE',
};

/** What ident/create gets for that person, and nothing else. */
export const PERSON_SENT = {
	project_id: '6',
	...PERSON,
	person_first_name: 'JANE',
	person_last_name: 'DOE',
	street: 'PARKSTR.',
	city: 'NÜRNBERG',
};

/** The e-mail address of one of many people. */
export const emailOf = (index: number) => `person${index}@example.com`;

/** The parameters that take every field of the person from the item. */
export const FROM_ITEM = Object.fromEntries(
	Object.keys(PERSON).map((name) => [name, `={{ $json.${name} }}`]),
);
