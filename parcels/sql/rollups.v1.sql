-- Applicants, applications and joined land by area, fiscal year, state and model, kept right whoever writes.
--
-- An applicant counts once a year, with all of his land, where his first parcel lies (summary.sql): no sum of deltas
-- says that. So writers only note whose figures have changed; they append and never wait for each other. Readers
-- (rollup_now) take what stands here, without the parts of those applicants, and add their parts as they are now, all
-- in one snapshot: right within a transaction, at COMMIT and after ROLLBACK. fold_rollups() does the same for good.

-- Written down, but not taking part: a draft was never handed in (DOMAIN.md 6.3).
CREATE FUNCTION plaeng_private.is_counted(state text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT state NOT IN ('DRAFT', 'REJECTED', 'WITHDRAWN') $$;

-- digits: length of `area`, a code of a province, amphoe, tambon or village.
-- applications stand under their own state and model, the rest under those of the applicant's first application.
-- Areas are m² as on the papers; estimated_m2 is the part of joined_m2 that is an estimate.
CREATE TABLE plaeng_private.rollup (
    digits smallint NOT NULL,
    fy integer NOT NULL,
    area text COLLATE "C" NOT NULL,
    line text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    applicants bigint NOT NULL,
    applications bigint NOT NULL,
    parcels bigint NOT NULL,
    joined_m2 numeric NOT NULL,
    estimated_m2 numeric NOT NULL,
    PRIMARY KEY (digits, fy, area, line, state, model)
) WITH (fillfactor = 80);

-- What each application gave to the sums. leads: its applicant is counted with it.
CREATE TABLE plaeng_private.rollup_part (
    applicant bigint NOT NULL,
    fy integer NOT NULL,
    line text COLLATE "C" NOT NULL,
    tambon text COLLATE "C" NOT NULL,
    village text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    first_state text COLLATE "C" NOT NULL,
    first_model text COLLATE "C" NOT NULL,
    leads boolean NOT NULL,
    parcels bigint NOT NULL,
    joined_m2 numeric NOT NULL,
    estimated_m2 numeric NOT NULL
);
CREATE INDEX rollup_part_applicant ON plaeng_private.rollup_part (applicant);

-- Whose figures have changed since the last fold: an applicant, or whoever has this application now.
CREATE TABLE plaeng_private.rollup_due (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant bigint,
    application bigint
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The triggers below are the only writers.
REVOKE INSERT, UPDATE, DELETE ON plaeng_private.rollup, plaeng_private.rollup_part, plaeng_private.rollup_due
FROM plaeng_app;

-- The parts of some applicants as the tables say now. Names are written out and there is no search_path, so that the
-- function is put in place where it is called.
-- uses: the indexes of application.applicant_id and parcel.application
CREATE FUNCTION plaeng_private.rollup_parts(applicants bigint[]) RETURNS SETOF plaeng_private.rollup_part
LANGUAGE sql STABLE AS $$
    WITH land AS (
        SELECT a.id, a.applicant_id, a.fy, a.state, a.model, count(p.id) AS parcels, min(p.code) AS first_parcel,
               coalesce(sum(p.joined_area_m2), 0) AS joined,
               coalesce(sum(p.joined_area_m2) FILTER (WHERE p.joined_is_estimate), 0) AS estimated
        FROM unnest(applicants) wanted (id)
        JOIN plaeng.application a ON a.applicant_id = wanted.id
        LEFT JOIN plaeng.parcel p ON p.application = a.id AND p.withdrawn_at IS NULL
        GROUP BY a.id
    ), placed AS (
        SELECT l.*, k.line, plaeng_private.is_counted(l.state) AS is_counted, row_number() OVER first_land AS n,
               first_value(coalesce(p.tambon, who.tambon)) OVER first_land AS tambon,
               first_value(coalesce(p.village_code, who.village_code)) OVER first_land AS village,
               first_value(l.state) OVER first_land AS first_state, first_value(l.model) OVER first_land AS first_model
        FROM land l
        JOIN plaeng.applicant who ON who.id = l.applicant_id
        JOIN plaeng.applicant_kind k ON k.code = who.kind
        LEFT JOIN plaeng.parcel p ON p.code = l.first_parcel
        WINDOW first_land AS (
            PARTITION BY l.applicant_id, l.fy, plaeng_private.is_counted(l.state) ORDER BY l.first_parcel NULLS LAST, l.id
        )
    )
    SELECT applicant_id, fy, line, tambon, CASE WHEN left(village, 6) = tambon THEN village ELSE '' END, state, model,
           CASE WHEN is_counted THEN first_state ELSE state END, CASE WHEN is_counted THEN first_model ELSE model END,
           is_counted AND n = 1, parcels, joined, estimated
    FROM placed
$$;

-- What a part adds to the sums, at each level. sign: 1, or -1 for what it no longer adds.
CREATE FUNCTION plaeng_private.rollup_of(p plaeng_private.rollup_part, sign integer) RETURNS SETOF plaeng_private.rollup
LANGUAGE sql IMMUTABLE ROWS 8 AS $$
    SELECT length(area)::smallint, p.fy, area, p.line, own.state, own.model, own.applicants, own.applications,
           own.parcels, own.joined, own.estimated
    FROM (VALUES (left(p.tambon, 2)), (left(p.tambon, 4)), (p.tambon), (p.village)) places (area),
         (VALUES (p.state, p.model, 0::bigint, sign::bigint, 0::bigint, 0::numeric, 0::numeric),
                 (p.first_state, p.first_model, sign * p.leads::integer, 0, sign * p.parcels, sign * p.joined_m2,
                  sign * p.estimated_m2)) own (state, model, applicants, applications, parcels, joined, estimated)
    WHERE area <> ''
$$;

CREATE FUNCTION plaeng_private.due_applicants() RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(applicant), '{}') FROM (
        SELECT applicant FROM plaeng_private.rollup_due WHERE applicant IS NOT NULL
        UNION
        SELECT a.applicant_id FROM plaeng_private.rollup_due d JOIN plaeng.application a ON a.id = d.application
    ) due
$$;

-- The figures of this very moment, to be summed: several rows for one place.
CREATE VIEW plaeng_private.rollup_now AS
SELECT * FROM plaeng_private.rollup
UNION ALL
SELECT r.* FROM plaeng_private.rollup_part p, plaeng_private.rollup_of(p, -1) r
WHERE p.applicant = ANY ((SELECT plaeng_private.due_applicants())::bigint[])
UNION ALL
SELECT r.* FROM plaeng_private.rollup_parts((SELECT plaeng_private.due_applicants())) p, plaeng_private.rollup_of(p, 1) r;

-- Move what is due into the sums; how many notes, or NULL when somebody else does so just now. It never waits, and no
-- one else writes the sums: it cannot take part in a deadlock. One statement, and so one snapshot: a note that is
-- committed later stays.
CREATE FUNCTION plaeng_private.fold_rollups() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    folded bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(675, 1) THEN
        RETURN NULL;
    END IF;
    WITH noted AS (
        DELETE FROM rollup_due RETURNING id
    ), who AS MATERIALIZED (
        SELECT due_applicants() AS ids
    ), before AS (
        DELETE FROM rollup_part WHERE applicant IN (SELECT unnest(ids) FROM who) RETURNING rollup_part
    ), after AS (
        INSERT INTO rollup_part SELECT p.* FROM who, rollup_parts(who.ids) p RETURNING rollup_part
    ), moved AS (
        INSERT INTO rollup AS t
        SELECT r.digits, r.fy, r.area, r.line, r.state, r.model, sum(r.applicants), sum(r.applications), sum(r.parcels),
               sum(r.joined_m2), sum(r.estimated_m2)
        FROM (SELECT rollup_part AS p, -1 AS sign FROM before UNION ALL SELECT rollup_part, 1 FROM after) changed,
             rollup_of(changed.p, changed.sign) r
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(r.applicants) <> 0 OR sum(r.applications) <> 0 OR sum(r.parcels) <> 0 OR sum(r.joined_m2) <> 0
            OR sum(r.estimated_m2) <> 0
        ON CONFLICT (digits, fy, area, line, state, model) DO UPDATE SET
            applicants = t.applicants + excluded.applicants, applications = t.applications + excluded.applications,
            parcels = t.parcels + excluded.parcels, joined_m2 = t.joined_m2 + excluded.joined_m2,
            estimated_m2 = t.estimated_m2 + excluded.estimated_m2
    )
    SELECT count(*) INTO folded FROM noted;
    RETURN folded;
END $$;

-- Count everything anew. Writers of land and papers wait meanwhile.
CREATE FUNCTION plaeng_private.rebuild_rollups() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
BEGIN
    LOCK TABLE applicant, application, parcel IN SHARE ROW EXCLUSIVE MODE;
    PERFORM pg_advisory_xact_lock(675, 1);
    DELETE FROM rollup;
    DELETE FROM rollup_part;
    DELETE FROM rollup_due;
    INSERT INTO rollup_due (applicant) SELECT id FROM applicant;
    PERFORM fold_rollups();
    PERFORM bump(ARRAY[10004]);
END $$;
REVOKE EXECUTE ON FUNCTION plaeng_private.rebuild_rollups() FROM PUBLIC;

-- AFTER INSERT, UPDATE, DELETE, TRUNCATE, once a statement: note whose figures change, and move scope 10004 of the
-- change counters. Every hundredth note folds, in the hope that nobody does so at this moment.
CREATE FUNCTION plaeng_private.note_rollup() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = plaeng_private, plaeng, public, pg_temp AS $$
DECLARE
    source text := CASE TG_TABLE_NAME || ' ' || TG_OP
        WHEN 'parcel INSERT' THEN 'SELECT NULL::bigint, application FROM new_rows'
        WHEN 'parcel DELETE' THEN 'SELECT NULL::bigint, application FROM old_rows'
        WHEN 'parcel UPDATE' THEN 'SELECT NULL::bigint, unnest(ARRAY[o.application, n.application])
            FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.application, n.code, n.tambon, n.village_code, n.joined_area_m2, n.joined_is_estimate, n.withdrawn_at)
                IS DISTINCT FROM
                (o.application, o.code, o.tambon, o.village_code, o.joined_area_m2, o.joined_is_estimate, o.withdrawn_at)'
        WHEN 'application INSERT' THEN 'SELECT applicant_id, NULL::bigint FROM new_rows'
        WHEN 'application DELETE' THEN 'SELECT applicant_id, NULL::bigint FROM old_rows'
        WHEN 'application UPDATE' THEN 'SELECT unnest(ARRAY[o.applicant_id, n.applicant_id]), NULL::bigint
            FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.applicant_id, n.fy, n.state, n.model) IS DISTINCT FROM (o.applicant_id, o.fy, o.state, o.model)'
        WHEN 'applicant UPDATE' THEN 'SELECT id, NULL::bigint FROM new_rows n JOIN old_rows o USING (id)
            WHERE (n.kind, n.tambon, n.village_code) IS DISTINCT FROM (o.kind, o.tambon, o.village_code)'
        WHEN 'applicant_kind UPDATE' THEN 'SELECT a.id, NULL::bigint
            FROM new_rows n JOIN old_rows o USING (code) JOIN applicant a ON a.kind = code WHERE n.line <> o.line'
    END;
    first_note bigint;
    last_note bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM rebuild_rollups();
        RETURN NULL;
    END IF;
    EXECUTE format($q$
        WITH noted AS (
            INSERT INTO rollup_due (applicant, application)
            SELECT DISTINCT applicant, application FROM (%s) changed (applicant, application)
            WHERE coalesce(applicant, application) IS NOT NULL
            RETURNING id
        )
        SELECT min(id), max(id) FROM noted
    $q$, source) INTO first_note, last_note;
    IF first_note IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM bump(ARRAY[10004]);
    -- Under a frozen snapshot the fold of another would be a serialization failure.
    IF first_note / 100 <> (last_note + 1) / 100 AND current_setting('transaction_isolation') = 'read committed' THEN
        PERFORM fold_rollups();
    END IF;
    RETURN NULL;
END $$;

-- ALWAYS: also a session that lets ordinary triggers rest (replica).
DO $$
DECLARE
    t text;
    event text;
    rows CONSTANT jsonb := '{"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows",
                             "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows"}';
BEGIN
    FOR t, event IN
        SELECT name, e.key FROM unnest(ARRAY['parcel', 'application', 'applicant', 'applicant_kind']) name,
                                jsonb_object_keys(rows) e (key)
        -- Nobody counts before he has applied, and neither he nor his kind can be deleted before his applications.
        WHERE name IN ('parcel', 'application') OR e.key = 'UPDATE'
    LOOP
        EXECUTE format('CREATE TRIGGER z_rollup_%s AFTER %s ON plaeng.%I REFERENCING %s
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.note_rollup()',
                       lower(event), event, t, rows ->> event);
        EXECUTE format('ALTER TABLE plaeng.%I ENABLE ALWAYS TRIGGER z_rollup_%s', t, lower(event));
    END LOOP;
    FOREACH t IN ARRAY ARRAY['parcel', 'application', 'applicant'] LOOP
        EXECUTE format('CREATE TRIGGER z_rollup_truncate AFTER TRUNCATE ON plaeng.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION plaeng_private.note_rollup()', t);
        EXECUTE format('ALTER TABLE plaeng.%I ENABLE ALWAYS TRIGGER z_rollup_truncate', t);
    END LOOP;
END $$;

SELECT plaeng_private.rebuild_rollups();
