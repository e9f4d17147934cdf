-- The trigram index of names over the key that is stored with them.
DROP INDEX plaeng.applicant_search;
CREATE INDEX applicant_search ON applicant USING gin (name_key public.gin_trgm_ops);
