/** Copied from the documentation, character by character. */

export const CREATE_CURL_BODY =
	'{ "project_id" : "6", "birthday" : "1981-09-05", "birth_place" : "BERLIN", "email" : "johndoe@identify24.de", "gender" : "MALE", "person_title" : "Dr.", "person_first_name" : "John", "person_last_name" : "Doe", "person_position" : "Optional", "mobile_phone" : "01511111111", "nationality" : "DE", "international_code" : "DE", "street" : "Markgrafenstr.", "house_no" : "23", "zip_code" : "94670", "city" : "Nürnberg", "country" : "DE", "language" : "de", "type_of_id" : "Personalausweis", "id_number" : "LJFE8J32NDM", "id_country" : "DE", "id_issue_date" : "2021-05-10", "id_end_date" : "2031-05-09", "issuing_authority" : "Stadt Nürnberg", "pdf_content" : "data:@file/pdf;base64,xxxxxxxxxxxxxxxxx", "custom_id" : "My ID for reference", "custom1" : "custom field 1", "custom2" : "custom field 2", "custom3" : "custom field 3", "custom4" : "custom field 4" }';

export const CREATE_RAW_BODY =
	'{ "project_id" : "xxx", "person_title" : "Optional", "gender" : "MALE", "person_first_name" : "John", "person_last_name" : "Doe", "person_position" : "Optional", "email" : "johndoe@identify24.de", "street" : "Markgrafenstr.", "house_no" : "23", "zip_code" : "94670", "city" : "Nürnberg", "country" : "DE", "language" : "de", "mobile_phone" : "01511111111", "international_code" : "DE", "birthday" : "1981-09-05", "birth_place" : "BERLIN", "nationality" : "DE", "type_of_id" : "Personalausweis", "id_number" : "LJFE8J32NDM", "id_country" : "DE", "id_issue_date" : "2021-05-10", "id_end_date" : "2031-05-09", "issuing_authority" : "Stadt Nürnberg", "pdf_url" : "https://xxxxxxxxxx.pdf", "pdf_content" : "data:@file/pdf;base64,xxxxxxxxxxxxxxxxx" }';

export const APPOINTMENT_CURL_BODY =
	'{ "ident_id" : "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "termin_date" : "2024-06-30T15:20+01:00", "termin_user" : "1" }';

export const APPOINTMENT_RAW_BODY =
	'{ "ident_id" : "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "termin_date" : "2024-06-30T15:20+01:00", "termin_user" : "1", }';

export const PROJECT_GET_CURL_BODY = '{ "project_id" : 6 }';

/** Field names in the order of the sample responses. */
export const IDENT_GET_FIELDS =
	'id project_id company_name company_hrb_number company_hrb_city company_street company_house_no company_zip_code company_city company_country person_title gender person_first_name person_last_name person_position email street house_no postal_code city land mobile_number phone_number id_type nationality id_issuing_authority id_issue_date id_expire_date id_number id_mrz person_maiden_name international_code birthday birth_place custom_id custom1 custom2 custom3 custom4 status status_code created_at appointment_date'.split(
		' ',
	);

export const CALLBACK_FIELDS =
	'ident_id status status_code project_id custom_id company_name first_name last_name custom1 custom2 custom3 custom4'.split(
		' ',
	);

export const MINIMAL_CREATE: Readonly<Record<string, string>> = {
	project_id: '6',
	birthday: '1981-09-05',
	email: 'johndoe@identify24.de',
	person_first_name: 'JOHN',
	person_last_name: 'DOE',
	mobile_phone: '01511111111',
	nationality: 'DE',
	street: 'MARKGRAFENSTR.',
	house_no: '23',
	zip_code: '94670',
	city: 'NÜRNBERG',
	country: 'DE',
};
