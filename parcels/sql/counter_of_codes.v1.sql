-- Running numbers for many rows at a time. A statement draws its first number of a tambon from parcel_counter, whose
-- row stays locked; further ones are counted in a setting of the transaction and written back once, at its end:
-- a row of the counter for every parcel would leave as many dead versions, each of which the next one walks over.
-- The setting begins with the transaction, so that nothing set before counts; who forges it in the midst of his own
-- statement may skip numbers, as he may in the table. Two parcels never get one code: it is unique.
-- setting: transaction:tambon:last number
CREATE OR REPLACE FUNCTION plaeng_private.next_parcel_code(in_tambon text) RETURNS text
LANGUAGE plpgsql AS $$ -- the path is its only caller's, guard_parcel
DECLARE
    drawn text[] := string_to_array(current_setting('plaeng.drawn', true), ':');
    me text := pg_current_xact_id();
    number integer;
    kept text;
BEGIN
    IF drawn[1] = me AND drawn[2] = in_tambon THEN
        number := drawn[3]::integer + 1;
    ELSE
        PERFORM plaeng_private.keep_drawn();
        INSERT INTO plaeng_private.parcel_counter AS c (tambon, last) VALUES (in_tambon, 1)
        ON CONFLICT (tambon) DO UPDATE SET last = c.last + 1
        RETURNING last INTO number;
    END IF;
    kept := set_config('plaeng.drawn', me || ':' || in_tambon || ':' || number, true);
    RETURN in_tambon || '-' || lpad(number::text, greatest(4, length(number::text)), '0');
END $$;

CREATE FUNCTION plaeng_private.keep_drawn() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    drawn text[] := string_to_array(current_setting('plaeng.drawn', true), ':');
BEGIN
    IF drawn[1] = pg_current_xact_id()::text THEN
        UPDATE plaeng_private.parcel_counter SET last = drawn[3]::integer
        WHERE tambon = drawn[2] AND last < drawn[3]::integer;
        PERFORM set_config('plaeng.drawn', '', true);
    END IF;
END $$;

CREATE FUNCTION plaeng_private.end_drawing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM keep_drawn();
    RETURN NULL;
END $$;

CREATE TRIGGER m_drawn AFTER INSERT ON plaeng.parcel
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.end_drawing();
