-- A shape of EPSG:4326 in another system: the exact inverse of the way in (spatial/reference.py).
-- in:  shape geometry (EPSG:4326), proj text: a PROJ string with its own datum shift
-- out: geometry without SRID, in metres
-- Land papers have no heights, so the way out of WGS 84 through a datum shift misses the way in by up to 5 mm. The rest
-- is measured in the middle of the shape and taken off, or a node that comes back would stand beside its neighbour's.
CREATE FUNCTION plaeng.reproject(shape geometry, proj text) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH middle AS (SELECT public.ST_Transform(public.ST_Centroid(public.ST_Envelope(shape)), proj) AS at),
    again AS (
        SELECT at, public.ST_Transform(public.ST_Transform(at, proj, 4326), proj) AS back FROM middle
    )
    SELECT public.ST_Translate(
        public.ST_Transform(shape, proj),
        public.ST_X(at) - public.ST_X(back),
        public.ST_Y(at) - public.ST_Y(back)
    )
    FROM again
$$;

COMMENT ON FUNCTION plaeng.reproject(geometry, text) IS 'แปลงระบบพิกัดของรูป ด้วยค่าแปลงพื้นหลักฐานที่กำหนดไว้';
