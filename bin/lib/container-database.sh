# Run once by the database image of docker-compose.yml on an empty volume: what bootstrap.sql and logins.sql make.
printf "\\\\set app_password '%s'\n\\\\set migrate_password '%s'\n" "$PLAENG_APP_PASSWORD" "$PLAENG_MIGRATE_PASSWORD" |
  cat - /bootstrap.sql /logins.sql | psql -X -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "$POSTGRES_DB" -f -
