# Run once by the database image of docker-compose.yml on an empty volume: what bootstrap.sql and logins.sql make.
printf "\\\\set app_password '%s'\n\\\\set migrate_password '%s'\n" "$PLAENG_APP_PASSWORD" "$PLAENG_MIGRATE_PASSWORD" |
  cat - /bootstrap.sql /logins.sql | psql -X -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "$POSTGRES_DB" -f -
# Nobody reaches this server from outside the containers. Should its port be published one day, people come in by TLS.
sh /people_by_tls.sh "$PGDATA"
