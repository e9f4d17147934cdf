-- Running numbers for many rows at a time. A statement draws its first number of a tambon from parcel_counter, whose
-- row stays locked; further ones are counted in a setting of the transaction and written back once, at its end:
-- a row of the counter for every parcel would leave as many dead versions, each of which the next one walks over.
-- b_statement and m_drawn empty the setting, so that nothing set before counts; what somebody sets in the midst of his
-- own statement may skip numbers, as he may in the table. Two parcels never get one code: it is unique.
CREATE OR REPLACE FUNCTION plaeng_private.next_parcel_code(in_tambon text) RETURNS text
LANGUAGE plpgsql AS $$ -- the path is its only caller's, guard_parcel
DECLARE
    drawn text[] := string_to_array(current_setting('plaeng.drawn', true), ':');
    number integer;
    kept text;
BEGIN
    IF drawn[1] = in_tambon THEN
        number := drawn[2]::integer + 1;
    ELSE
        PERFORM plaeng_private.keep_drawn();
        INSERT INTO plaeng_private.parcel_counter AS c (tambon, last) VALUES (in_tambon, 1)
        ON CONFLICT (tambon) DO UPDATE SET last = c.last + 1
        RETURNING last INTO number;
    END IF;
    kept := set_config('plaeng.drawn', in_tambon || ':' || number, true);
    RETURN in_tambon || '-' || lpad(number::text, greatest(4, length(number::text)), '0');
END $$;

CREATE FUNCTION plaeng_private.keep_drawn() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    drawn text[] := string_to_array(current_setting('plaeng.drawn', true), ':');
BEGIN
    UPDATE plaeng_private.parcel_counter SET last = drawn[2]::integer
    WHERE tambon = drawn[1] AND last < drawn[2]::integer;
END $$;

-- Before and after a statement. Of two INSERTs in one (WITH), the second begins while the first is drawing.
CREATE FUNCTION plaeng_private.settle_drawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, pg_temp AS $$
BEGIN
    PERFORM keep_drawn();
    PERFORM set_config('plaeng.drawn', '', true);
    RETURN NULL;
END $$;

CREATE TRIGGER b_statement BEFORE INSERT ON plaeng.parcel
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.settle_drawn();
CREATE TRIGGER m_drawn AFTER INSERT ON plaeng.parcel
FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.settle_drawn();
