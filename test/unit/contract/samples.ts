/**
 * The samples of "Identify API Ver. 1.0.3", character by character: trailing commas, spaces before
 * colons and placeholders included. Those of a curl command are without the shell's quoting.
 */

/** "SAMPLE RESPONSE" of each endpoint. */
export const SAMPLE_RESPONSES = {
	auth: '{ "result": true, "response_status": 200, "token": "xxx", "messages": [ "Successful.." ] }',
	'ident/create':
		'{ "result": true, "messages": [], "ident_id": "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "conference_url": "https://identify24.de/apply/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" }',
	'ident/setOnboardifyAppointment': '{ "result": true, "messages": [], "insert_id": "xxxxxxx" }',
	'ident/get':
		'{ "result": true, "messages": [], "data": { "id": "ece4f137-31ea-11ee-849e-005056bb3f3f", "project_id": "13", "company_name": "Test Company", "company_hrb_number": "", "company_hrb_city": "", "company_street": "", "company_house_no": "", "company_zip_code": "", "company_city": "", "company_country": "DE", "person_title": "", "gender": "", "person_first_name": "Jane", "person_last_name": "Doe", "person_position": "", "email": "jane.doe@identify24.de", "street": "Parkstr", "house_no": "45", "postal_code": "90763", "city": "Fürth", "land": "DE", "mobile_number": "+491747643106", "phone_number": "456", "id_type": "ghjhggh", "nationality": "", "id_issuing_authority": "DE", "id_issue_date": "01-01-2021", "id_expire_date": "17-06-2025", "id_number": "45546456456", "id_mrz": "", "person_maiden_name": "", "international_code": "DE", "birthday": "1978-01-01", "birth_place": "ghhghj", "custom_id": "", "custom1": "", "custom2": "", "custom3": "", "custom4": "", "status": "Successful", "status_code": "5", "created_at": "03-08-2023 12:45:56", "appointment_date": "2023-08-03T15:00:00Z", } }',
	'ident/getIdentData':
		'{ "result": true, "messages": [], "data": { "ident": { "customer_id": "29078", "id": "e9b57479-644d-11ef-b4ac-005056bb3f3f", "project_id": "274", "company_name": "", "company_hrb_number": "", "company_hrb_city": "", "company_street": "", "company_house_no": "", "company_zip_code": "", "company_city": "", "company_country": "DE", "person_title": "", "gender": "", "person_first_name": "Sven", "person_last_name": "Faerber", "person_position": "Optional", "email": "sven@3flows.com", "street": "Markgrafenstr.", "house_no": "23", "postal_code": "51427", "city": "Bergisch Gladbach", "land": "DE", "mobile_number": "017624751749", "phone_number": "", "id_type": "Personalausweis", "nationality": "", "id_issuing_authority": "DE", "id_issue_date": "10-05-2021", "id_expire_date": "09-05-2031", "id_number": "LJFE8J32NDM", "id_mrz": "", "person_maiden_name": "", "international_code": "DE", "birthday": "1973-12-17", "birth_place": "BERLIN", "custom_id": "My custom ID", "custom1": "custom1", "custom2": "custom2", "custom3": "custom3", "custom4": "custom4", "status": "Successful", "status_code": "5", "created_at": "13-09-2024 10:25:26", "appointment_date": "2024-11-11 11:11" }, "identification_pdf": { "file_name": "identification_pdf", "download_url": "https://api.identify24.de/download/xxx/identification.pdf", "file_date": "21-02-2024 11:10:25", "file_size": "1.42 MB", "file_hash": "ad00dc69f4f145342e74baccb9986987566849b8bd213b5920a8f2a238006e37" }, "signed_pdf": { "file_name": "signed.pdf", "download_url": "https://api.identify24.de/download/xxx/signed.pdf", "file_date": "21-02-2024 11:13:13", "file_size": "2.34 MB", "file_hash": "ad00dc69f4f145342e74baccb9986987566849b8bd213b5920a8f2a238006e37" }, "recordings": [ { "file_name": "65e5a013502a2.webm", "download_url": "https://api.identify24.de/download/xxx/65e5a013502a2.webm", "file_date": "13-09-2024 10:28:59", "file_size": "12.27 MB" } ], "screenshots": [ { "file_name": "28804.png", "download_link": "https://api.identify24.de/download/29078/28804.png", "file_date": "13-09-2024 10:28:18", "file_size": "0.31 MB" }, { "file_name": "54071.png", "download_link": "https://api.identify24.de/download/29078/54071.png", "file_date": "13-09-2024 10:28:20", "file_size": "0.3 MB" } ] } }',
	'project/getAll':
		'{ "result": true, "messages": [], "data": [ { "id": "6", "title": "911 Internet GmbH", "status": "Active" } ], "response_status": 200 }',
	'project/get':
		'{ "result": true, "messages": [], "data": { "id": "6", "title": "911 Internet GmbH", "status": "Active" }, "response_status": 200 }',
	'webhook/getAll':
		'{ "result": true, "response_status": 200, "messages": [], "data": [ { "id": "1", "status": "4", "url": "https://xxxxxx.xxx", "created_at": "2020-06-21 11:03:49", "updated_at": "2024-03-06 17:54:32" }, { "id": "2", "status": "4", "url": "https://yyyyyy.yyy", "created_at": "2020-06-21 11:03:49", "updated_at": "2024-03-06 17:54:32" } ] }',
} as const;

/** "BODY raw" of each endpoint that has one. */
export const SAMPLE_BODIES = {
	auth: '{ "PARTNER": "{{PARTNER}}", "APIKEY": "{{APIKEY}}" }',
	'ident/create':
		'{ "project_id" : "xxx", "person_title" : "Optional", "gender" : "MALE", "person_first_name" : "John", "person_last_name" : "Doe", "person_position" : "Optional", "email" : "johndoe@identify24.de", "street" : "Markgrafenstr.", "house_no" : "23", "zip_code" : "94670", "city" : "Nürnberg", "country" : "DE", "language" : "de", "mobile_phone" : "01511111111", "international_code" : "DE", "birthday" : "1981-09-05", "birth_place" : "BERLIN", "nationality" : "DE", "type_of_id" : "Personalausweis", "id_number" : "LJFE8J32NDM", "id_country" : "DE", "id_issue_date" : "2021-05-10", "id_end_date" : "2031-05-09", "issuing_authority" : "Stadt Nürnberg", "pdf_url" : "https://xxxxxxxxxx.pdf", "pdf_content" : "data:@file/pdf;base64,xxxxxxxxxxxxxxxxx" }',
	'ident/setOnboardifyAppointment':
		'{ "ident_id" : "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "termin_date" : "2024-06-30T15:20+01:00", "termin_user" : "1", }',
	'project/get': '{ "project_id" : xxx }',
} as const;

/** The body in "SAMPLE CURL REQUEST" of each endpoint that has one. */
export const CURL_BODIES = {
	auth: '{ "PARTNER":"YOUR PARTNER USERNAME", "APIKEY":"YOUR API KEY" }',
	'ident/create':
		'{ "project_id" : "6", "birthday" : "1981-09-05", "birth_place" : "BERLIN", "email" : "johndoe@identify24.de", "gender" : "MALE", "person_title" : "Dr.", "person_first_name" : "John", "person_last_name" : "Doe", "person_position" : "Optional", "mobile_phone" : "01511111111", "nationality" : "DE", "international_code" : "DE", "street" : "Markgrafenstr.", "house_no" : "23", "zip_code" : "94670", "city" : "Nürnberg", "country" : "DE", "language" : "de", "type_of_id" : "Personalausweis", "id_number" : "LJFE8J32NDM", "id_country" : "DE", "id_issue_date" : "2021-05-10", "id_end_date" : "2031-05-09", "issuing_authority" : "Stadt Nürnberg", "pdf_content" : "data:@file/pdf;base64,xxxxxxxxxxxxxxxxx", "custom_id" : "My ID for reference", "custom1" : "custom field 1", "custom2" : "custom field 2", "custom3" : "custom field 3", "custom4" : "custom field 4" }',
	'ident/setOnboardifyAppointment':
		'{ "ident_id" : "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "termin_date" : "2024-06-30T15:20+01:00", "termin_user" : "1" }',
	'project/get': '{ "project_id" : 6 }',
} as const;

/** "SAMPLE WEBHOOK PAYLOAD". */
export const SAMPLE_CALLBACK =
	'{ "ident_id": "xxxxx", "status": "xxxxx", "status_code": "xxxxx", "project_id": "xxxxx", "custom_id": "xxxxx", "company_name": "xxxxx", "first_name": "xxxxx", "last_name": "xxxxx", "custom1": "xxxxx", "custom2": "xxxxx", "custom3": "xxxxx", "custom4": "xxxxx", }';

/** What the text of "ident/create" shows beside the sample. */
export const CREATED_IN_THE_TEXT = '{"ident_id":"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"}';

/** "Ident Attributes" of ident/create: every field, and whether it is required. */
export const IDENT_ATTRIBUTES = {
	project_id: 'Yes',
	birthday: 'Yes',
	birth_place: 'No',
	email: 'Yes',
	gender: 'No',
	person_title: 'No',
	person_first_name: 'Yes',
	person_last_name: 'Yes',
	person_position: 'No',
	mobile_phone: 'Yes',
	international_code: 'No',
	nationality: 'Yes',
	street: 'Yes',
	house_no: 'Yes',
	zip_code: 'Yes',
	city: 'Yes',
	country: 'Yes',
	language: 'No',
	type_of_id: 'No',
	id_number: 'No',
	id_country: 'No',
	id_issue_date: 'No',
	id_end_date: 'No',
	issuing_authority: 'No',
	pdf_url: 'No',
	pdf_content: 'No',
	custom_id: 'No',
	custom1: 'No',
	custom2: 'No',
	custom3: 'No',
	custom4: 'No',
} as const;
