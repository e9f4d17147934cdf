-- The lines of history that belong to one application: its own, its applicant's, and those of its land and papers.
-- in:  application (id), limit
-- out: ids of history, the newest first
-- uses: history_uid_version, and the indexes by application
WITH mine (uid) AS (
    SELECT uid FROM application WHERE id = %(application)s
    UNION ALL SELECT p.uid FROM applicant p JOIN application a ON a.applicant_id = p.id WHERE a.id = %(application)s
    UNION ALL SELECT uid FROM parcel WHERE application = %(application)s
    UNION ALL SELECT d.uid FROM land_document d JOIN parcel p ON p.id = d.parcel WHERE p.application = %(application)s
    UNION ALL SELECT z.uid FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.application = %(application)s
    UNION ALL SELECT uid FROM consent WHERE application = %(application)s
    UNION ALL SELECT uid FROM survey WHERE application = %(application)s
    UNION ALL SELECT uid FROM design WHERE application = %(application)s
    UNION ALL SELECT uid FROM work WHERE application = %(application)s
    UNION ALL SELECT uid FROM attachment WHERE application = %(application)s
    UNION ALL SELECT uid FROM comment WHERE application = %(application)s
)
SELECT h.id FROM mine JOIN history h USING (uid) ORDER BY h.id DESC LIMIT %(limit)s
