-- A restored mapping has its rules in the order in which they were saved: jsonb sorts keys, json keeps them
alter table configuration_versions alter column document type json using document::json;
-- Whether what contacts hold depends on what this save changed: then the customers who are in Brevo already may be synced again
alter table configuration_versions add column mapping_changed boolean not null default false;
alter table configuration_versions add column restored_from integer;
-- When a person saved or confirmed the field mapping: a step of the setup guide
alter table settings add column mapping_confirmed_at timestamptz(3);
