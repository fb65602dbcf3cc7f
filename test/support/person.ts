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

/** The parameters that take every field of the person from the item. */
export const FROM_ITEM = Object.fromEntries(
	Object.keys(PERSON).map((name) => [name, `={{ $json.${name} }}`]),
);
