# Run once by the database image of docker-compose.yml on an empty volume: what bootstrap.sql makes.
printf "\\\\set app_password '%s'\n\\\\set migrate_password '%s'\n" "$PLAENG_APP_PASSWORD" "$PLAENG_MIGRATE_PASSWORD" |
  cat - /bootstrap.sql | psql -X -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "$POSTGRES_DB" -f -
